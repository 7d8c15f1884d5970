package io.diskcache.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/** Directories that several make at once. */
class PermissionsTests {

	@TempDir
	Path temp;

	@Test
	void directoryThatSeveralMakeAtOnceIsMadeOnce() {
		assertThatNoException()
			.isThrownBy(() -> IntStream.range(0, 4000).parallel().forEach((i) -> create("d" + i % 200)));
	}

	@Test
	void fileInThePlaceOfADirectoryIsAnError() throws IOException {
		Files.createFile(this.temp.resolve("file"));

		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> create("file"));
	}

	private void create(String name) {
		try {
			Permissions.createPrivateDirectory(this.temp.resolve(name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
