package io.diskcache.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.jspecify.annotations.Nullable;

/**
 * The file of the counters: made, mapped, and told apart from any other that stands in
 * its place. All who have a store open must have the same one mapped.
 */
final class StripesFile {

	private StripesFile() {
	}

	/** Makes the file. It must not exist; nobody may have the store open. */
	static void create(Path file, Identity identity, long next, long clearFloor) throws IOException {
		ByteBuffer image = ByteBuffer.allocate(Stripes.BYTES).order(ByteOrder.nativeOrder());
		StripesHeader.put(image, identity, Boot.current());
		Stripes.put(image, next, clearFloor);
		// Written in full, as a hole could not be filled any more on a full disk.
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
			while (image.hasRemaining()) {
				channel.write(image);
			}
			channel.force(true);
		}
	}

	/**
	 * Maps the file: only for reading where it cannot be written.
	 * @throws StoreCorruptedException if it is not the file of the given identity, or not
	 * to be used any more
	 */
	static Stripes map(Path file, Identity identity) throws IOException {
		if (!hasLength(file)) {
			throw new StoreCorruptedException("The counters in " + file + " have the wrong length", null);
		}
		long key = FileKey.of(file);
		Words words = Words.map(file, Stripes.BYTES);
		StripesHeader header = new StripesHeader(words);
		if (!header.isIntact() || !header.isOf(identity)) {
			throw new StoreCorruptedException("The counters in " + file + " belong to another store or format", null);
		}
		if (header.isRetired() || FileKey.of(file) != key) {
			throw new StoreCorruptedException("The counters in " + file + " were overwritten or replaced", null);
		}
		return new Stripes(words);
	}

	/**
	 * Maps the file that other processes have mapped.
	 * @throws StoreCorruptedException if another one, or another database, is in its
	 * place
	 */
	static Stripes join(ShardFiles files, Identity identity) throws IOException {
		try {
			Stripes stripes = map(files.stripes(), identity);
			// In this order: what was mapped is the file that is still there.
			if (!isRecorded(files, stripes)) {
				throw new StoreCorruptedException("Another file was put in the place of the counters or the database",
						null);
			}
			return stripes;
		}
		catch (StoreCorruptedException | NoSuchFileException ex) {
			throw inUse(files.directory(), ex);
		}
	}

	/** Tells that files cannot be used which other processes have open. */
	static StoreCorruptedException inUse(Path directory, @Nullable Exception cause) {
		String reason = (cause instanceof StoreCorruptedException) ? ": " + cause.getMessage() : "";
		return new StoreCorruptedException("Files of " + directory
				+ " were removed or replaced while other processes have them open. They notice "
				+ "within seconds, and after that the store can be opened; if not, stop all processes that use it"
				+ reason, cause);
	}

	/** Whether the counters and the database of a generation are those recorded. */
	static boolean isRecorded(ShardFiles files, Stripes stripes) throws IOException {
		StripesHeader header = stripes.header();
		return header.isFile(FileKey.of(files.stripes())) && header.isDatabase(FileKey.of(files.database()));
	}

	/** Whether it is there and was not cut off. */
	static boolean isWhole(Path file) {
		try {
			return hasLength(file);
		}
		catch (IOException ex) {
			return false;
		}
	}

	static boolean hasLength(Path file) throws IOException {
		return Files.size(file) == Stripes.BYTES;
	}

}
