package io.diskcache.store;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;

/**
 * The files of large values. A file's name is made of the hash of its key and of random
 * bits, both of which stand in its row, and of nothing else; it is written under a
 * temporary name that tells the process, and gets its own inside the transaction that
 * makes its row. So a file under its own name without a row belongs to nobody, and a
 * temporary one belongs to the process it names. Files are never overwritten.
 * Thread-safe.
 */
final class ValueFiles {

	private static final HexFormat HEX = HexFormat.of();

	private static final Pattern NAME = Pattern.compile("[0-9a-f]{32}");

	private static final String TEMPORARY = "tmp";

	private final Path directory;

	private final int slot;

	private final Durability durability;

	private final SecureRandom random = new SecureRandom();

	ValueFiles(Path directory, int slot, Durability durability) {
		this.directory = directory;
		this.slot = slot;
		this.durability = durability;
	}

	/**
	 * Writes a value under a temporary name.
	 * @param source the value
	 * @param limit largest length in bytes
	 * @param reserve told of each step in the space the file will take, before it is
	 * written; may throw to end the writing
	 * @return the file, or {@code null} if the value is longer than the limit
	 * @throws BrokenSourceException if the source fails; nothing is left then
	 * @throws IOException if the file fails; nothing is left then
	 */
	@org.jspecify.annotations.Nullable
	Draft write(ContentSource source, long limit, LongConsumer reserve) throws IOException {
		long name = newName();
		Path temporary = temporary(name);
		boolean complete = false;
		DraftFile file = new DraftFile(temporary, limit, reserve);
		try (file) {
			if (!file.fill(source)) {
				return null;
			}
			if (this.durability == Durability.POWER) {
				Durable.force(temporary);
			}
			complete = true;
			return new Draft(temporary, name, file.length(), file.checksums());
		}
		finally {
			if (!complete) {
				deleteQuietly(temporary);
				file.release();
			}
		}
	}

	/** Tries whether a file can be written and get its name. */
	void probe(long hash) throws IOException {
		Draft draft = write(ContentSource.of(new ByteArrayInputStream(new byte[1]), null), 1, (bytes) -> {
		});
		if (draft != null) {
			boolean adopted = false;
			try {
				adopt(draft, hash);
				adopted = true;
			}
			finally {
				if (!adopted) {
					discard(draft);
				}
			}
			delete(hash, draft.name());
		}
	}

	/** Gives a written file its own name; inside the transaction that makes its row. */
	void adopt(Draft draft, long hash) throws IOException {
		Path parent = directory(hash);
		Path target = parent.resolve(name(hash, draft.name()));
		try {
			Files.move(draft.temporary(), target, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (NoSuchFileException ex) {
			Permissions.createPrivateDirectory(parent);
			Files.move(draft.temporary(), target, StandardCopyOption.ATOMIC_MOVE);
		}
		if (this.durability == Durability.POWER) {
			Durable.force(parent);
		}
	}

	/**
	 * Gives a value's file the same name in another shard as well; copies it where there
	 * are no links.
	 * @throws NoSuchFileException if it is missing
	 */
	static void link(Path from, Path to, Head head) throws IOException {
		String part = part(head.hash());
		String name = name(head.hash(), head.file());
		Path source = from.resolve(part).resolve(name);
		Permissions.createPrivateDirectory(to.resolve(part));
		linkOrCopy(source, to.resolve(part).resolve(name));
	}

	private static void linkOrCopy(Path source, Path target) throws IOException {
		try {
			Files.createLink(target, source);
		}
		catch (NoSuchFileException ex) {
			throw ex;
		}
		catch (IOException | UnsupportedOperationException ex) {
			Files.copy(source, target, LinkOption.NOFOLLOW_LINKS);
		}
	}

	/**
	 * Gives a value that is in a file a temporary name as well, under which it stays.
	 * @throws NoSuchFileException if it is missing
	 */
	Path pin(Head head) throws IOException {
		Path pinned = temporary(newName());
		linkOrCopy(path(head.hash(), head.file()), pinned);
		return pinned;
	}

	/** Writes a value that is in its row to a temporary file. */
	Path pin(byte[] inline) throws IOException {
		Path pinned = temporary(newName());
		boolean written = false;
		try {
			Files.write(pinned, inline, StandardOpenOption.CREATE_NEW);
			written = true;
			return pinned;
		}
		finally {
			if (!written) {
				deleteQuietly(pinned);
			}
		}
	}

	/** Reads all of a pinned file, which throws if it is not as it was written. */
	void verify(Path pinned, Head head, byte[] checksums) throws IOException {
		try (InputStream in = new VerifiedInputStream(Files.newInputStream(pinned, LinkOption.NOFOLLOW_LINKS),
				head.length(), checksums)) {
			in.transferTo(OutputStream.nullOutputStream());
		}
		if (Files.size(pinned) != head.length()) {
			throw new EOFException("The file of a cached value is longer than it was");
		}
	}

	/** Deletes a written file that gets no row. */
	void discard(Draft draft) {
		deleteQuietly(draft.temporary());
	}

	/** Deletes a value's file, after the transaction that deleted its row. */
	void delete(long hash, long name) {
		deleteQuietly(path(hash, name));
	}

	boolean exists(Named file) {
		return Files.exists(path(file.hash(), file.name()), LinkOption.NOFOLLOW_LINKS);
	}

	long length(Head head) throws IOException {
		return Files.size(path(head.hash(), head.file()));
	}

	/** Opens a value's file. */
	InputStream open(Head head, byte[] checksums) throws IOException {
		InputStream file = Files.newInputStream(path(head.hash(), head.file()), LinkOption.NOFOLLOW_LINKS);
		return new VerifiedInputStream(file, head.length(), checksums);
	}

	/** Links a value's file for another program. */
	String handOver(Head head, HandOver handOver) throws IOException {
		return handOver.link(path(head.hash(), head.file()));
	}

	/** Deletes what processes have begun to write and not finished, by their slot. */
	void deleteTemporary(int ofSlot) throws IOException {
		Path temporary = this.directory.resolve(TEMPORARY);
		if (Files.isDirectory(temporary, LinkOption.NOFOLLOW_LINKS)) {
			try (DirectoryStream<Path> files = Files.newDirectoryStream(temporary, ofSlot + "-*")) {
				for (Path file : files) {
					Files.deleteIfExists(file);
				}
			}
		}
	}

	/** Lists the files of one of the {@value #DIRECTORIES} directories, ours only. */
	List<Named> list(int number) throws IOException {
		Path part = this.directory.resolve(HEX.toHexDigits((byte) number));
		List<Named> found = new ArrayList<>();
		if (Files.isDirectory(part, LinkOption.NOFOLLOW_LINKS)) {
			try (DirectoryStream<Path> files = Files.newDirectoryStream(part)) {
				for (Path file : files) {
					String name = file.getFileName().toString();
					if (NAME.matcher(name).matches() && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
						found.add(new Named(Long.parseUnsignedLong(name, 0, 16, 16),
								Long.parseUnsignedLong(name, 16, 32, 16)));
					}
				}
			}
		}
		return found;
	}

	/** Number of directories the files are spread over. */
	static final int DIRECTORIES = 256;

	private long newName() {
		long name = this.random.nextLong();
		return (name != Head.INLINE) ? name : 1;
	}

	private Path path(long hash, long name) {
		return directory(hash).resolve(name(hash, name));
	}

	private Path directory(long hash) {
		return this.directory.resolve(part(hash));
	}

	private static String part(long hash) {
		return HEX.toHexDigits((byte) (hash >>> 56));
	}

	private static String name(long hash, long name) {
		return HEX.toHexDigits(hash) + HEX.toHexDigits(name);
	}

	private Path temporary(long name) throws IOException {
		Path temporary = this.directory.resolve(TEMPORARY);
		Permissions.createPrivateDirectory(temporary);
		return temporary.resolve(this.slot + "-" + HEX.toHexDigits(name));
	}

	static void deleteQuietly(Path file) {
		try {
			Files.deleteIfExists(file);
		}
		catch (IOException ex) {
			// Left for the sweep, which finds every file without a row.
			org.slf4j.LoggerFactory.getLogger(ValueFiles.class).debug("Cannot delete {}", file, ex);
		}
	}

	/**
	 * A value that is written but belongs to no row yet.
	 *
	 * @param temporary where it is
	 * @param name random part of its name
	 * @param length its length in bytes
	 * @param checksums checksums of its blocks
	 */
	@SuppressWarnings("ArrayRecordComponent") // Never compared.
	record Draft(Path temporary, long name, long length, byte[] checksums) {
	}

	/** Thrown where a value could not be read from where it comes from. */
	static final class BrokenSourceException extends IOException {

		private static final long serialVersionUID = 1L;

		private final IOException failure;

		BrokenSourceException(IOException failure) {
			super("A value could not be read from its source", failure);
			this.failure = failure;
		}

		IOException failure() {
			return this.failure;
		}

	}

	/**
	 * What the name of a file tells.
	 *
	 * @param hash hash of the key
	 * @param name random part of the name
	 */
	record Named(long hash, long name) {
	}

}
