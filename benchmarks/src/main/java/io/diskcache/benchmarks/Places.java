package io.diskcache.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Temporary directories; set {@code java.io.tmpdir} to measure another disk. */
public final class Places {

	private Places() {
	}

	public static Path create() {
		try {
			return Files.createTempDirectory("diskcache-benchmark");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Finds the one file of this name below a directory. */
	static Path find(Path directory, String name) {
		try (Stream<Path> paths = Files.walk(directory)) {
			return paths.filter((path) -> path.endsWith(name)).findFirst().orElseThrow();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public static void delete(Path directory) {
		try (Stream<Path> paths = Files.walk(directory)) {
			for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
				Files.deleteIfExists(path);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
