package io.diskcache.benchmarks.load;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A cache with a file for each entry, as frameworks have it: the digest of the key is the
 * name, the time at which the entry expires comes before the value, and a file that is
 * being written has another name. With a limit each put lists the directory, and where
 * there are too many a third goes, chosen at random.
 */
final class FileCache {

	private static final String SUFFIX = ".cache";

	private final Path directory;

	FileCache(Path directory) {
		this.directory = directory;
	}

	byte @Nullable [] get(byte[] key) {
		try {
			byte[] content = Files.readAllBytes(file(key));
			long expires = ByteBuffer.wrap(content).getLong();
			return (System.currentTimeMillis() < expires) ? Arrays.copyOfRange(content, Long.BYTES, content.length)
					: null;
		}
		catch (NoSuchFileException ex) {
			return null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void put(byte[] key, byte[] value) {
		try {
			Path draft = Files.createTempFile(this.directory, "", ".tmp");
			try (OutputStream out = Files.newOutputStream(draft)) {
				out.write(ByteBuffer.allocate(Long.BYTES).putLong(Long.MAX_VALUE).array());
				out.write(value);
			}
			Files.move(draft, file(key), StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Puts an entry after making room for it. */
	void put(byte[] key, byte[] value, int limit) {
		List<Path> present = list();
		if (present.size() >= limit) {
			Collections.shuffle(present);
			present.subList(0, Math.max(1, present.size() / 3)).forEach(FileCache::delete);
		}
		put(key, value);
	}

	void remove(byte[] key) {
		delete(file(key));
	}

	private List<Path> list() {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.filter((file) -> file.toString().endsWith(SUFFIX))
				.collect(ArrayList::new, List::add, List::addAll);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path file(byte[] key) {
		try {
			return this.directory
				.resolve(HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(key)) + SUFFIX);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void delete(Path file) {
		try {
			Files.deleteIfExists(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
