package io.diskcache.benchmarks.load;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * What the files below a directory take on the disk at a moment, in whole blocks.
 *
 * @param log bytes of write-ahead logs and their indexes
 * @param stripes bytes of the shared counters
 * @param rest bytes of all other files: databases, values, and what is still being
 * written
 */
record Volume(long log, long stripes, long rest) {

	private static final long BLOCK = 4096;

	long all() {
		return this.log + this.stripes + this.rest;
	}

	/** Looks at each file once, even if it was renamed meanwhile. */
	static Volume of(Path directory) throws IOException {
		var walk = new Walk();
		Files.walkFileTree(directory, walk);
		return new Volume(walk.log, walk.stripes, walk.rest);
	}

	private static final class Walk extends SimpleFileVisitor<Path> {

		private final Set<Object> seen = new HashSet<>();

		private long log;

		private long stripes;

		private long rest;

		@Override
		public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
			if (this.seen.add(Objects.requireNonNull(attributes.fileKey()))) {
				add(file.getFileName().toString(), (attributes.size() + BLOCK - 1) / BLOCK * BLOCK);
			}
			return FileVisitResult.CONTINUE;
		}

		/** What went away while it was to be looked at takes nothing. */
		@Override
		public FileVisitResult visitFileFailed(Path file, IOException ex) {
			return FileVisitResult.CONTINUE;
		}

		@Override
		public FileVisitResult postVisitDirectory(Path directory, IOException ex) {
			return FileVisitResult.CONTINUE;
		}

		private void add(String name, long bytes) {
			if (name.endsWith("-wal") || name.endsWith("-shm")) {
				this.log += bytes;
			}
			else if (name.endsWith(".stripes")) {
				this.stripes += bytes;
			}
			else {
				this.rest += bytes;
			}
		}

	}

}
