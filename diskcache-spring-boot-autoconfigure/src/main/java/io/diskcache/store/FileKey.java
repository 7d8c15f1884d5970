package io.diskcache.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * What tells a file apart from a copy of it: on POSIX systems the disk and the inode,
 * which a rename leaves as they are. As one number, to be recorded in the file itself.
 */
final class FileKey {

	/** The key of all files where the platform tells none. */
	static final long NONE = 0;

	private static final SipHash HASH = new SipHash(0, 0);

	private FileKey() {
	}

	/** Returns the key of the file that is at a place now. */
	static long of(Path file) throws IOException {
		Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
		if (key == null) {
			return NONE;
		}
		long hash = HASH.hash(key.toString().getBytes(StandardCharsets.UTF_8));
		return (hash != NONE) ? hash : 1;
	}

}
