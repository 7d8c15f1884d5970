package io.diskcache.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where things are below a directory, and whether it is a safe place.
 *
 * @param given the directory as it was given, as a real path
 * @param own the directory of ours in it
 */
record DirectoryLayout(Path given, Path own) {

	private static final Logger logger = LoggerFactory.getLogger(DirectoryLayout.class);

	/** File systems on which locks and mapped files work among processes. */
	private static final Set<String> LOCAL = Set.of("ext2", "ext3", "ext4", "ext2/ext3", "xfs", "btrfs", "zfs", "f2fs",
			"jfs", "reiserfs", "bcachefs", "nilfs2", "tmpfs", "ramfs", "overlay", "overlayfs", "aufs", "rootfs", "apfs",
			"hfs", "ufs", "ntfs", "ntfs3", "refs");

	/** What the driver would take for something else than a part of a file's name. */
	private static final Pattern SPECIAL = Pattern.compile("[?#%\\p{Cntrl}]|^:|:resource:");

	private static final String TAG = """
			Signature: 8a477f597d28d172789f06886806bc55
			# This file is a cache directory tag created by diskcache.
			# For information about cache directory tags see https://bford.info/cachedir/
			""";

	static DirectoryLayout prepare(Path directory) {
		requirePlain(directory);
		try {
			Files.createDirectories(directory);
			Path given = directory.toRealPath();
			requirePlain(given);
			requireLocal(given);
			Path own = given.resolve("diskcache");
			Permissions.createPrivateDirectory(own);
			Permissions.createPrivateDirectory(own.resolve("v1"));
			writeTag(own.resolve("CACHEDIR.TAG"));
			requireOurs(own);
			return new DirectoryLayout(given, own);
		}
		catch (FileAlreadyExistsException ex) {
			throw new StoreException("The directory " + directory + " cannot be used: " + ex.getMessage()
					+ " is a file. Remove the file or set another directory", ex);
		}
		catch (IOException ex) {
			throw new StoreException("The directory " + directory
					+ " cannot be made or written to: give this process the permission, or set another directory", ex);
		}
	}

	/**
	 * Returns the directory of a store, made if it is missing. All processes come to the
	 * same: which of two names that differ in case was there first is seen on the disk.
	 */
	Path store(String name) {
		Path stores = stores();
		try {
			if (StoreNames.isSafe(name) && !hasOtherCase(stores, name)) {
				Permissions.createPrivateDirectory(stores.resolve(name));
				// Where case makes no difference another process may have been faster
				// with it.
				if (!hasOtherCase(stores, name)) {
					return stores.resolve(name);
				}
			}
			String hashed = StoreNames.hashed(name);
			logger.warn("The name \"{}\" of a cache cannot be that of a directory, or another one differs only in case:"
					+ " its directory is named {}", name, hashed);
			Permissions.createPrivateDirectory(stores.resolve(hashed));
			return stores.resolve(hashed);
		}
		catch (IOException ex) {
			throw new StoreException("Cannot make a directory in " + stores, ex);
		}
	}

	/** Where the stores are. */
	Path stores() {
		return this.own.resolve("v1");
	}

	/** Whether a directory has stores. Nothing is made. */
	static boolean isPresent(Path directory) {
		return Files.isDirectory(directory.resolve("diskcache").resolve("v1"));
	}

	/** Whether there is a store of a name. Nothing is made. */
	boolean isPresent(String name) {
		return names().contains(name) || Files.isDirectory(stores().resolve(StoreNames.hashed(name)));
	}

	/**
	 * The names of the stores there are, but of those whose directory has another one.
	 */
	List<String> names() {
		try (Stream<Path> present = Files.list(stores())) {
			return present.filter(Files::isDirectory)
				.map((path) -> path.getFileName().toString())
				.filter(StoreNames::isSafe)
				.sorted()
				.toList();
		}
		catch (IOException ex) {
			throw new StoreException("Cannot list the stores in " + this.own, ex);
		}
	}

	private static boolean hasOtherCase(Path stores, String name) throws IOException {
		try (Stream<Path> present = Files.list(stores)) {
			List<String> alike = present.map((path) -> path.getFileName().toString())
				.filter(name::equalsIgnoreCase)
				.toList();
			return !alike.isEmpty() && !alike.contains(name);
		}
	}

	private static void requirePlain(Path directory) {
		if (SPECIAL.matcher(directory.toString()).find()) {
			throw new StoreException(
					"The directory " + directory
							+ " has characters in its name that the database driver does not take for a name (? # % :)",
					null);
		}
	}

	private static void writeTag(Path tag) throws IOException {
		if (!Files.exists(tag)) {
			Files.write(tag, TAG.getBytes(StandardCharsets.US_ASCII));
		}
	}

	/* Who could write into our directory could make us read his objects. */
	private static void requireOurs(Path own) throws IOException {
		Path probe = Files.createTempFile(own, "probe", null);
		try {
			UserPrincipal us = Files.getOwner(probe);
			UserPrincipal owner = Files.getOwner(own, LinkOption.NOFOLLOW_LINKS);
			if (!owner.equals(us)) {
				throw new StoreException("The directory " + own + " belongs to " + owner.getName()
						+ " and not to the user of this process, " + us.getName()
						+ ": remove it or set another directory", null);
			}
		}
		finally {
			Files.deleteIfExists(probe);
		}
	}

	private static void requireLocal(Path directory) throws IOException {
		String type = Files.getFileStore(directory).type().toLowerCase(Locale.ROOT);
		if (!LOCAL.contains(type)) {
			throw new StoreException("The directory " + directory + " is on a file system of type " + type
					+ ", on which processes cannot rely on locks: set a directory on a local disk", null);
		}
	}

}
