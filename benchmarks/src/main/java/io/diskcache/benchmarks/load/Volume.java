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
 * @param log bytes of write-ahead logs
 * @param shared bytes of files that are only shared memory: stripes, indexes of logs
 * @param ballast bytes kept for when the disk is full
 * @param database bytes of databases, pages that are free included
 * @param values bytes of all other files: values, and those still being written
 */
record Volume(long log, long shared, long ballast, long database, long values) {

	private static final long BLOCK = 4096;

	long all() {
		return this.log + this.shared + this.ballast + entries();
	}

	/** Without the part that does not depend on the entries. */
	long entries() {
		return this.database + this.values;
	}

	/** Looks at each file once, even if it was renamed meanwhile. */
	static Volume of(Path directory) throws IOException {
		var walk = new Walk();
		Files.walkFileTree(directory, walk);
		return new Volume(walk.log, walk.shared, walk.ballast, walk.database, walk.values);
	}

	private static final class Walk extends SimpleFileVisitor<Path> {

		private final Set<Object> seen = new HashSet<>();

		private long log;

		private long shared;

		private long ballast;

		private long database;

		private long values;

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
			if (name.endsWith("-wal")) {
				this.log += bytes;
			}
			else if (name.endsWith(".stripes") || name.endsWith("-shm")) {
				this.shared += bytes;
			}
			else if (name.equals("ballast")) {
				this.ballast += bytes;
			}
			else if (name.endsWith(".db")) {
				this.database += bytes;
			}
			else {
				this.values += bytes;
			}
		}

	}

}
