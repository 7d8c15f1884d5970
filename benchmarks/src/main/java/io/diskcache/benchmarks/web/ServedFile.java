package io.diskcache.benchmarks.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * What is served.
 *
 * @param name its name: that of the file and that of the key
 * @param length how many bytes it has
 */
record ServedFile(String name, int length) {

	static final ServedFile SMALL = new ServedFile("4k", 4 << 10);

	static final ServedFile MEDIUM = new ServedFile("100k", 100 << 10);

	static final ServedFile LARGE = new ServedFile("1m", 1 << 20);

	static final ServedFile HUGE = new ServedFile("100m", 100 << 20);

	static final List<ServedFile> ALL = List.of(SMALL, MEDIUM, LARGE, HUGE);

	/** Writes a file of bytes that cannot be compressed. */
	void write(Path directory) throws IOException {
		byte[] bytes = new byte[this.length];
		new Random(this.length).nextBytes(bytes);
		Files.write(directory.resolve(this.name), bytes);
	}

}
