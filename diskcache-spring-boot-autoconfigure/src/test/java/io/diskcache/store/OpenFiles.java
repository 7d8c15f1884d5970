package io.diskcache.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process has open, on Linux; elsewhere nothing is seen. */
public final class OpenFiles {

	private OpenFiles() {
	}

	/**
	 * Counts the files of values that are open.
	 * @return number of descriptors
	 * @throws IOException if they cannot be listed
	 */
	public static long ofValues() throws IOException {
		Path descriptors = Path.of("/proc/self/fd");
		if (!Files.isDirectory(descriptors)) {
			return 0;
		}
		try (var open = Files.list(descriptors)) {
			return open.filter(OpenFiles::isOfAValue).count();
		}
	}

	private static boolean isOfAValue(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString().contains("values-00");
		}
		catch (IOException ex) { // closed meanwhile
			return false;
		}
	}

}
