package io.diskcache.store;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.jspecify.annotations.Nullable;

/**
 * A file of 64-bit words, mapped into every process that uses it. Every access is
 * volatile. Thread-safe.
 * <p>
 * Where a page of the file cannot be written any more, on a failing disk for one, most
 * ways to write to it would end the whole process. A plain store is one that Java
 * survives: so that is {@linkplain #prove tried first}.
 * <p>
 * Where the file is mapped only for reading, each change throws a {@link StoreException}.
 */
final class Words {

	private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

	/** All of a word but its mark: more numbers than there will ever be. */
	private static final long NUMBER = (1L << 56) - 1;

	/** Where the mark of a word is: its most significant byte. */
	private static final int MARK = (ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN) ? 0 : Long.BYTES - 1;

	/** How often others can be in the way before it is a fault: that is no chance. */
	private static final int ATTEMPTS = 10_000;

	/** More than a thread allocates by itself. */
	private static final int LARGE = 4 << 20;

	private final MappedByteBuffer file;

	/** The same, of the type that the handle takes without a conversion. */
	private final ByteBuffer bytes;

	/** Why nothing can be written, or {@code null} if it can. */
	private final @Nullable String refusal;

	private Words(MappedByteBuffer file, @Nullable String refusal) {
		this.file = file;
		this.bytes = file;
		this.refusal = refusal;
	}

	/** Maps a file: only for reading where it cannot be written. */
	static Words map(Path file, int length) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
			return new Words(channel.map(FileChannel.MapMode.READ_WRITE, 0, length), null);
		}
		catch (NoSuchFileException ex) {
			throw ex;
		}
		catch (FileSystemException ex) {
			return mapForReading(file, length, ex);
		}
	}

	private static Words mapForReading(Path file, int length, FileSystemException reason) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
			return new Words(channel.map(FileChannel.MapMode.READ_ONLY, 0, length),
					"The store can only be read, as " + file + " cannot be written: "
							+ ((reason.getReason() != null) ? reason.getReason() : reason.getClass().getSimpleName()));
		}
		catch (IOException ex) {
			reason.addSuppressed(ex);
			throw reason;
		}
	}

	/** Whether a file could be mapped for writing. */
	static boolean isWritable(Path file) {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
			return channel.isOpen();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** Returns why nothing can be written, or {@code null} if it can. */
	@Nullable String refusal() {
		return this.refusal;
	}

	/**
	 * Refuses a change where the file is mapped only for reading.
	 * @throws StoreException if it is, and says why
	 */
	void requireMappedForWriting() {
		if (this.refusal != null) {
			throw new StoreException(this.refusal, null);
		}
	}

	private ByteBuffer writable() {
		requireMappedForWriting();
		return this.bytes;
	}

	long get(int word) {
		return (long) WORD.getVolatile(this.bytes, word * Long.BYTES);
	}

	void set(int word, long value) {
		WORD.setVolatile(writable(), word * Long.BYTES, value);
	}

	/** Adds to a word, and returns the sum. */
	long add(int word, long delta) {
		return (delta != 0) ? (long) WORD.getAndAdd(writable(), word * Long.BYTES, delta) + delta : get(word);
	}

	/** Sets a word for who only looks at it by chance, so without ordering it. */
	void note(int word, long value) {
		WORD.setOpaque(writable(), word * Long.BYTES, value);
	}

	/** Sets a word to 0 if it still has a value. */
	void forget(int word, long value) {
		WORD.compareAndSet(writable(), word * Long.BYTES, value, 0L);
	}

	/** Adds 1 to a word, and returns the sum. */
	long increment(int word) {
		return (long) WORD.getAndAdd(writable(), word * Long.BYTES, 1L) + 1;
	}

	/** Returns a word without its mark. */
	long number(int word) {
		return get(word) & NUMBER;
	}

	/**
	 * Raises the number of a word to a value, unless it is greater.
	 * @throws InternalError if that cannot be written, as far as it shows
	 */
	void raise(int word, long value) {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			long seen = get(word);
			if ((seen & NUMBER) >= value
					|| WORD.compareAndSet(writable(), word * Long.BYTES, seen, (seen & ~NUMBER) | value)) {
				return;
			}
		}
		throw fault();
	}

	/**
	 * Makes sure that the page of a word can be written, by changing the word's mark.
	 * @throws InternalError if it cannot
	 */
	void prove(int word) {
		int mark = word * Long.BYTES + MARK;
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			byte before = this.bytes.get(mark);
			writable().put(mark, (byte) (before + 1));
			// The next read is to see what is in the file, not what should be.
			VarHandle.fullFence();
			if (this.bytes.get(mark) != before) {
				return;
			}
		}
		throw fault();
	}

	/** Waits until all is on the disk. */
	void force() {
		this.file.force();
	}

	/** Returns the error of a write that had no effect. */
	private static InternalError fault() {
		InternalError fault = surfaceFaults();
		return (fault != null) ? fault : new InternalError("A mapped file cannot be written");
	}

	/**
	 * Returns the error of a fault in a mapped file that this thread has had, or
	 * {@code null}. Java itself tells of it only some time later: when the thread next
	 * enters the virtual machine, as it does for the memory of a large array. Here is a
	 * better place for that than the code of whoever called the store, or one that must
	 * not be left in its middle.
	 */
	static @Nullable InternalError surfaceFaults() {
		byte[] large = {};
		try {
			large = new byte[LARGE];
			return null;
		}
		catch (InternalError ex) {
			return ex;
		}
		finally {
			Reference.reachabilityFence(large);
		}
	}

}
