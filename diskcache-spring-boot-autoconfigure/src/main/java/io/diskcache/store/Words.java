package io.diskcache.store;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of 64-bit words, mapped into every process that uses it. Every access is
 * volatile. Where a page of the file cannot be written any more, those that only grow
 * throw an {@link InternalError}; others may fail unseen. Thread-safe.
 */
final class Words {

	private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

	/** More than a thread allocates by itself. */
	private static final int LARGE = 4 << 20;

	private final MappedByteBuffer file;

	/** The same, of the type that the handle takes without a conversion. */
	private final ByteBuffer bytes;

	private Words(MappedByteBuffer file) {
		this.file = file;
		this.bytes = file;
	}

	static Words map(Path file, int length) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
			return new Words(channel.map(FileChannel.MapMode.READ_WRITE, 0, length));
		}
	}

	long get(int word) {
		return (long) WORD.getVolatile(this.bytes, word * Long.BYTES);
	}

	void set(int word, long value) {
		WORD.setVolatile(this.bytes, word * Long.BYTES, value);
	}

	void add(int word, long delta) {
		if (delta != 0) {
			WORD.getAndAdd(this.bytes, word * Long.BYTES, delta);
		}
	}

	/** Sets a word for who only looks at it by chance, so without ordering it. */
	void note(int word, long value) {
		WORD.setOpaque(this.bytes, word * Long.BYTES, value);
	}

	/** Sets a word to 0 if it still has a value. */
	void forget(int word, long value) {
		WORD.compareAndSet(this.bytes, word * Long.BYTES, value, 0L);
	}

	/** Adds 1 to a word that only grows, and returns the sum. */
	long increment(int word) {
		long before = get(word);
		long sum = (long) WORD.getAndAdd(this.bytes, word * Long.BYTES, 1L) + 1;
		if (sum <= before || get(word) < sum) {
			throw fault();
		}
		return sum;
	}

	/** Sets a word that only grows to a value, unless it has a greater one. */
	void raise(int word, long value) {
		int offset = word * Long.BYTES;
		long seen = get(word);
		while (seen < value) {
			long witness = (long) WORD.compareAndExchange(this.bytes, offset, seen, value);
			if (witness == seen) {
				if (get(word) < value) {
					throw fault();
				}
				return;
			}
			seen = witness;
		}
	}

	/** Waits until all is on the disk. */
	void force() {
		this.file.force();
	}

	/**
	 * Returns the error of a write that had no effect. Java itself tells of it only some
	 * time later: when the thread next enters the virtual machine, as it does for the
	 * memory of a large array. Here is a better place for that than the code of whoever
	 * called the store.
	 */
	private static InternalError fault() {
		try {
			Reference.reachabilityFence(new byte[LARGE]);
			return new InternalError("A mapped file cannot be written");
		}
		catch (InternalError ex) {
			return ex;
		}
	}

}
