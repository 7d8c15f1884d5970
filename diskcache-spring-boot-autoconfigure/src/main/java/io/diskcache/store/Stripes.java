package io.diskcache.store;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.jspecify.annotations.Nullable;

/**
 * The counters that all processes share: a small file, mapped into each of them.
 *
 * <pre>
 * word 0..7     magic, format, number of stripes, identity (2 words), boot (2 words)
 * word 16       retired: not 0 once another generation has taken over
 * word 32       next: the last number drawn, for versions and ids
 * word 48       complete: every write numbered up to this has ended
 * word 64       clearFloor: rows with a smaller version are cleared
 * word 80       rows: number of rows
 * word 96       fileBytes: space of the value files that rows own
 * word 112      clearedRows: rows below clearFloor that are not yet deleted
 * word 128      recount: not 0 where the totals must be counted anew
 * word 144      buried: the last number under which rows became unreadable
 * word 160      swept: rows that were unreadable up to this number are deleted
 * word 176      recounts: how often the totals were counted anew
 * word 256..511 slots of the processes, two words each: mark, bytes being written
 * word 512..    stripes, two words each: begun, floor
 * </pre>
 *
 * Words that change often have 128 bytes to themselves. All words but the totals only
 * grow. Every access is volatile, which also orders it against SQLite's own writes and
 * reads. Thread-safe.
 */
final class Stripes {

	/** Number of stripes: a power of two; 16 384 make 256 KiB. */
	static final int COUNT = 16_384;

	/** Number of processes that can have the store open at once. */
	static final int SLOTS = 128;

	private static final long MAGIC = 0x64_63_73_74_72_69_70_65L;

	private static final long FORMAT = 1;

	private static final int IDENTITY = 3;

	private static final int BOOT = 5;

	private static final int RETIRED = 16;

	private static final int NEXT = 32;

	private static final int COMPLETE = 48;

	private static final int CLEAR_FLOOR = 64;

	private static final int ROWS = 80;

	private static final int FILE_BYTES = 96;

	private static final int CLEARED_ROWS = 112;

	private static final int RECOUNT = 128;

	private static final int BURIED = 144;

	private static final int SWEPT = 160;

	private static final int RECOUNTS = 176;

	private static final int FIRST_SLOT = 256;

	private static final int FIRST_STRIPE = 512;

	private static final int BYTES = (FIRST_STRIPE + 2 * COUNT) * Long.BYTES;

	/** Distance kept after a loss: more numbers than can have been drawn unrecorded. */
	static final long GAP = 1L << 32;

	private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

	private final ByteBuffer words;

	private Stripes(ByteBuffer words) {
		this.words = words;
	}

	/** Makes the file. It must not exist; nobody may have the store open. */
	static void create(Path file, Identity identity, long next, long clearFloor) throws IOException {
		ByteBuffer image = ByteBuffer.allocate(BYTES).order(ByteOrder.nativeOrder());
		image.putLong(0, MAGIC).putLong(8, FORMAT).putLong(16, COUNT);
		image.putLong(IDENTITY * 8, identity.high()).putLong((IDENTITY + 1) * 8, identity.low());
		image.putLong(NEXT * 8, next).putLong(COMPLETE * 8, next).putLong(RECOUNT * 8, (next > 0) ? 1 : 0);
		image.putLong(CLEAR_FLOOR * 8, clearFloor).putLong(BURIED * 8, clearFloor);
		Identity boot = Boot.current();
		image.putLong(BOOT * 8, boot.high()).putLong((BOOT + 1) * 8, boot.low());
		// Written in full, as a hole could not be filled any more on a full disk.
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
			while (image.hasRemaining()) {
				channel.write(image);
			}
			channel.force(true);
		}
	}

	/**
	 * Maps the file.
	 * @throws StoreCorruptedException if it is not the file of the given identity
	 */
	static Stripes map(Path file, Identity identity) throws IOException {
		if (Files.size(file) != BYTES) {
			throw new StoreCorruptedException("The counters in " + file + " have the wrong length", null);
		}
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
			MappedByteBuffer words = channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES);
			var stripes = new Stripes(words);
			if (stripes.get(0) != MAGIC || stripes.get(1) != FORMAT || stripes.get(2) != COUNT
					|| stripes.get(IDENTITY) != identity.high() || stripes.get(IDENTITY + 1) != identity.low()) {
				throw new StoreCorruptedException("The counters in " + file + " belong to another store or format",
						null);
			}
			return stripes;
		}
	}

	static int stripe(long hash) {
		return (int) (hash & (COUNT - 1));
	}

	/** Draws the next number. */
	long draw() {
		return (long) WORD.getAndAdd(this.words, NEXT * Long.BYTES, 1L) + 1;
	}

	long next() {
		return get(NEXT);
	}

	/**
	 * Leaves a gap in the numbers, where some above the known ones may have been used.
	 */
	void skipAhead(long known) {
		long next = Math.max(next(), known) + GAP;
		raise(NEXT, next);
		raise(COMPLETE, next);
	}

	void raiseNext(long atLeast) {
		raise(NEXT, atLeast);
	}

	long complete() {
		return get(COMPLETE);
	}

	/** Tells that all writes up to a number have ended. */
	void complete(long number) {
		raise(COMPLETE, number);
	}

	long clearFloor() {
		return get(CLEAR_FLOOR);
	}

	/** Makes all rows of smaller versions unreadable. */
	void raiseClearFloor(long number) {
		raise(CLEAR_FLOOR, number);
		raise(BURIED, number);
	}

	long begun(int stripe) {
		return get(FIRST_STRIPE + 2 * stripe);
	}

	/** Tells that a write of this number has begun on the stripe. */
	void begin(int stripe, long number) {
		raise(FIRST_STRIPE + 2 * stripe, number);
	}

	long floor(int stripe) {
		return get(FIRST_STRIPE + 2 * stripe + 1);
	}

	/** Makes the rows of a stripe that have smaller versions unreadable. */
	void raiseFloor(int stripe, long number) {
		raise(FIRST_STRIPE + 2 * stripe + 1, number);
		raise(BURIED, number);
	}

	/**
	 * Makes all rows of a stripe unreadable that were written up to now, without a
	 * transaction. Twice, because a write that goes on meanwhile may have drawn a greater
	 * number before it could see the first one; after that it either has a smaller number
	 * than the second or sees the first.
	 */
	void bury(int stripe) {
		for (int i = 0; i < 2; i++) {
			long number = draw();
			// In this order: who sees the number in begun must see the floor as well.
			raiseFloor(stripe, number);
			begin(stripe, number);
		}
	}

	/** Makes all rows unreadable, as {@link #bury(int)} does for a stripe. */
	void buryAll() {
		for (int i = 0; i < 2; i++) {
			long number = draw();
			raiseClearFloor(number);
		}
	}

	/**
	 * Whether a row of this version can be read: neither cleared nor under a tombstone.
	 */
	boolean isReadable(int stripe, long version) {
		return version >= floor(stripe) && version >= clearFloor();
	}

	/** Looks for words that contradict each other; {@code null} if there are none. */
	@Nullable String findContradiction() {
		for (int stripe = 0; stripe < COUNT; stripe++) {
			long floor = floor(stripe);
			long begun = begun(stripe);
			// In this order: a stripe's number was drawn before it was noted there.
			if (begun > next() || floor > next()) {
				return "stripe " + stripe + " has floor " + floor + " and version " + begun + ", drawn are " + next();
			}
		}
		return (complete() > next() || clearFloor() > next()) ? "more is complete or cleared than was drawn" : null;
	}

	/** Makes sure that every number in use counts as drawn. */
	void mendNext() {
		long greatest = Math.max(complete(), clearFloor());
		for (int stripe = 0; stripe < COUNT; stripe++) {
			greatest = Math.max(greatest, Math.max(floor(stripe), begun(stripe)));
		}
		raiseNext(greatest);
	}

	long buried() {
		return get(BURIED);
	}

	/** Whether rows may have become unreadable that are not yet deleted. */
	boolean hasUnreadableRows() {
		return get(BURIED) > get(SWEPT);
	}

	/** Tells that all rows are deleted that were unreadable at a number. */
	void swept(long number) {
		raise(SWEPT, number);
	}

	boolean isRetired() {
		return get(RETIRED) != 0;
	}

	long rows() {
		return get(ROWS);
	}

	long fileBytes() {
		return get(FILE_BYTES);
	}

	long clearedRows() {
		return get(CLEARED_ROWS);
	}

	void setClearedRows(long rows) {
		WORD.setVolatile(this.words, CLEARED_ROWS * Long.BYTES, rows);
	}

	void addTotals(long rows, long fileBytes, long clearedRows) {
		add(ROWS, rows);
		add(FILE_BYTES, fileBytes);
		add(CLEARED_ROWS, clearedRows);
	}

	boolean wantsRecount() {
		return get(RECOUNT) != 0;
	}

	void wantRecount(boolean wanted) {
		WORD.setVolatile(this.words, RECOUNT * Long.BYTES, wanted ? 1L : 0L);
	}

	long recounts() {
		return get(RECOUNTS);
	}

	void countRecount() {
		add(RECOUNTS, 1);
	}

	long mark(int slot) {
		return get(FIRST_SLOT + 2 * slot);
	}

	void mark(int slot, long mark) {
		WORD.setVolatile(this.words, (FIRST_SLOT + 2 * slot) * Long.BYTES, mark);
	}

	/** Bytes of value files that a process is writing and that no row owns yet. */
	void addUnowned(int slot, long bytes) {
		add(FIRST_SLOT + 2 * slot + 1, bytes);
	}

	void clearUnowned(int slot) {
		WORD.setVolatile(this.words, (FIRST_SLOT + 2 * slot + 1) * Long.BYTES, 0L);
	}

	long unowned() {
		long sum = 0;
		for (int slot = 0; slot < SLOTS; slot++) {
			sum += get(FIRST_SLOT + 2 * slot + 1);
		}
		return sum;
	}

	/**
	 * Records under which run of the system the store is used; whether it is known to be
	 * the same as before.
	 */
	boolean rememberBoot(Identity boot) {
		boolean same = boot.high() != 0 && get(BOOT) == boot.high() && get(BOOT + 1) == boot.low();
		WORD.setVolatile(this.words, BOOT * Long.BYTES, boot.high());
		WORD.setVolatile(this.words, (BOOT + 1) * Long.BYTES, boot.low());
		return same;
	}

	private long get(int word) {
		return (long) WORD.getVolatile(this.words, word * Long.BYTES);
	}

	private void add(int word, long delta) {
		if (delta != 0) {
			WORD.getAndAdd(this.words, word * Long.BYTES, delta);
		}
	}

	private void raise(int word, long value) {
		int offset = word * Long.BYTES;
		long seen = (long) WORD.getVolatile(this.words, offset);
		while (seen < value) {
			long witness = (long) WORD.compareAndExchange(this.words, offset, seen, value);
			if (witness == seen) {
				return;
			}
			seen = witness;
		}
	}

	/**
	 * Something that is told apart by 128 random bits: a generation, or a boot of the
	 * machine.
	 *
	 * @param high the first 64 bits
	 * @param low the last 64 bits
	 */
	record Identity(long high, long low) {
	}

}
