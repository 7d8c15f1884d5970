package io.diskcache.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Files and directories that only their owner may use, where the file system knows that.
 */
final class Permissions {

	private static final FileAttribute<?>[] NONE = {};

	private Permissions() {
	}

	static void createPrivate(Path file) throws IOException {
		Files.createFile(file, attributes(file, "rw-------"));
	}

	/** Makes a directory if there is none; a link to one is none. */
	static void createPrivateDirectory(Path directory) throws IOException {
		try {
			Files.createDirectory(directory, attributes(directory, "rwx------"));
		}
		catch (FileAlreadyExistsException ex) {
			if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
				throw ex;
			}
		}
	}

	private static FileAttribute<?>[] attributes(Path path, String permissions) {
		if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
			return NONE;
		}
		return new FileAttribute<?>[] {
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) };
	}

}
