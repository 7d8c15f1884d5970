package io.diskcache.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * The counters that all processes share: a small file, mapped into each of them.
 *
 * <pre>
 * word 0..7     magic, format, number of stripes, identity (2 words), boot (2 words)
 * word 16       retired: not 0 once nobody is to use the file any more
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
 * word 192      writer: who has the write lock; only for people to read
 * word 208      proof: changed to see whether these words, all on one page, can be written
 * word 224..225 keys of this very file and of the database's: StripesHeader
 * word 240      databaseBytes: space of the pages in use, when it was last asked for
 * word 241      keepsAll: 1 where who opened it last never evicts
 * word 256..511 slots of the processes, two words each: mark, bytes being written
 * word 512..    stripes, two words each: begun, floor; the floor has 56 bits, the rest
 *               is changed to see whether the stripe can be written
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

	private static final int WRITER = 192;

	private static final int PROOF = 208;

	private static final int DATABASE_BYTES = 240;

	private static final int KEEPS_ALL = 241;

	private static final int FIRST_SLOT = 256;

	private static final int FIRST_STRIPE = 512;

	/** Length of the file. */
	static final int BYTES = (FIRST_STRIPE + 2 * COUNT) * Long.BYTES;

	/** Distance kept after a loss: more numbers than can have been drawn unrecorded. */
	static final long GAP = 1L << 32;

	private final Words words;

	private final StripesHeader header;

	/** The last number this process drew, roughly: of several threads one is noted. */
	private volatile long drawn;

	/** Makes it of a mapped file that is known to be what it should be. */
	Stripes(Words words) {
		this.words = words;
		this.header = new StripesHeader(words);
	}

	/** Puts the first numbers into the image of a new file. */
	static void put(ByteBuffer image, long next, long clearFloor) {
		image.putLong(NEXT * 8, next).putLong(COMPLETE * 8, next).putLong(RECOUNT * 8, (next > 0) ? 1 : 0);
		image.putLong(CLEAR_FLOOR * 8, clearFloor).putLong(BURIED * 8, clearFloor);
	}

	StripesHeader header() {
		return this.header;
	}

	/** Whether it can be written; else nothing that others must see can be changed. */
	boolean isWritable() {
		return this.words.refusal() == null;
	}

	/** Returns why it cannot be written, or {@code null} if it can. */
	@Nullable String refusal() {
		return this.words.refusal();
	}

	/**
	 * Refuses a change where the file is mapped only for reading.
	 * @throws StoreException if it is, and says why
	 */
	void requireMappedForWriting() {
		this.words.requireMappedForWriting();
	}

	static int stripe(long hash) {
		return (int) (hash & (COUNT - 1));
	}

	/** Draws the next number. */
	long draw() {
		requireWritable();
		long number = this.words.increment(NEXT);
		this.drawn = number;
		return number;
	}

	/** A number that was drawn by this process; 0 if there was none. */
	long drawn() {
		return this.drawn;
	}

	long next() {
		return this.words.get(NEXT);
	}

	/**
	 * Leaves a gap in the numbers, where some above the known ones may have been used.
	 */
	void skipAhead(long known) {
		long next = Math.max(next(), known) + GAP;
		this.words.raise(NEXT, next);
		this.words.raise(COMPLETE, next);
	}

	void raiseNext(long atLeast) {
		this.words.raise(NEXT, atLeast);
	}

	long complete() {
		return this.words.get(COMPLETE);
	}

	/** Tells that all writes up to a number have ended. */
	void complete(long number) {
		requireWritable();
		this.words.raise(COMPLETE, number);
	}

	long clearFloor() {
		return this.words.get(CLEAR_FLOOR);
	}

	/** Makes all rows of smaller versions unreadable. */
	void raiseClearFloor(long number) {
		this.words.raise(CLEAR_FLOOR, number);
		this.words.raise(BURIED, number);
	}

	long begun(int stripe) {
		return this.words.get(FIRST_STRIPE + 2 * stripe);
	}

	/** Tells that a write of this number has begun on the stripe. */
	void begin(int stripe, long number) {
		this.words.prove(FIRST_STRIPE + 2 * stripe + 1);
		this.words.raise(FIRST_STRIPE + 2 * stripe, number);
	}

	long floor(int stripe) {
		return this.words.number(FIRST_STRIPE + 2 * stripe + 1);
	}

	/** Makes the rows of a stripe that have smaller versions unreadable. */
	void raiseFloor(int stripe, long number) {
		this.words.prove(FIRST_STRIPE + 2 * stripe + 1);
		this.words.raise(FIRST_STRIPE + 2 * stripe + 1, number);
		this.words.raise(BURIED, number);
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

	long buried() {
		return this.words.get(BURIED);
	}

	/** Whether rows may have become unreadable that are not yet deleted. */
	boolean hasUnreadableRows() {
		return this.words.get(BURIED) > this.words.get(SWEPT);
	}

	/** Tells that all rows are deleted that were unreadable at a number. */
	void swept(long number) {
		this.words.raise(SWEPT, number);
	}

	boolean isRetired() {
		return this.header.isRetired();
	}

	long rows() {
		return this.words.get(ROWS);
	}

	long fileBytes() {
		return this.words.get(FILE_BYTES);
	}

	/** Space of the pages of the database in use, when it was last asked for. */
	long databaseBytes() {
		return this.words.get(DATABASE_BYTES);
	}

	void noteDatabaseBytes(long bytes) {
		this.words.note(DATABASE_BYTES, bytes);
	}

	/** Whether nothing is ever evicted, as who opened it last says. */
	boolean keepsAll() {
		return this.words.get(KEEPS_ALL) != 0;
	}

	void noteKeepsAll(boolean keeps) {
		requireWritable();
		this.words.note(KEEPS_ALL, keeps ? 1 : 0);
	}

	/**
	 * Reads what a file says of its shard, without mapping it.
	 * @throws IOException if it cannot be read, or is cut off
	 */
	static Summary summary(Path file) throws IOException {
		byte[] head;
		try (InputStream in = Files.newInputStream(file)) {
			head = in.readNBytes(FIRST_STRIPE * Long.BYTES);
		}
		if (head.length < FIRST_STRIPE * Long.BYTES) {
			throw new EOFException(file + " is cut off");
		}
		ByteBuffer words = ByteBuffer.wrap(head).order(ByteOrder.nativeOrder());
		long bytes = words.getLong(DATABASE_BYTES * 8) + words.getLong(FILE_BYTES * 8);
		boolean inUse = false;
		for (int slot = 0; slot < SLOTS; slot++) {
			inUse |= words.getLong((FIRST_SLOT + 2 * slot) * 8) != 0;
			bytes += words.getLong((FIRST_SLOT + 2 * slot + 1) * 8);
		}
		return new Summary(bytes, inUse, words.getLong(KEEPS_ALL * 8) != 0);
	}

	/**
	 * What a file says of its shard.
	 *
	 * @param bytes the volume without the table of uses
	 * @param inUse whether a process has it open, or died so
	 * @param keepsAll whether nothing is ever evicted
	 */
	record Summary(long bytes, boolean inUse, boolean keepsAll) {
	}

	long clearedRows() {
		return this.words.get(CLEARED_ROWS);
	}

	void setClearedRows(long rows) {
		this.words.set(CLEARED_ROWS, rows);
	}

	void addTotals(long rows, long fileBytes, long clearedRows) {
		this.words.add(ROWS, rows);
		this.words.add(FILE_BYTES, fileBytes);
		this.words.add(CLEARED_ROWS, clearedRows);
	}

	boolean wantsRecount() {
		return this.words.get(RECOUNT) != 0;
	}

	void wantRecount(boolean wanted) {
		this.words.set(RECOUNT, wanted ? 1L : 0L);
	}

	long recounts() {
		return this.words.get(RECOUNTS);
	}

	void countRecount() {
		this.words.add(RECOUNTS, 1);
	}

	/**
	 * Makes sure that all but the stripes can be written, as drawing a number does too.
	 * @throws InternalError if they cannot
	 */
	void requireWritable() {
		this.words.prove(PROOF);
	}

	/** Waits until all is on the disk. */
	void force() {
		this.words.force();
	}

	/** Who has the write lock, or had it when his process died. */
	long writer() {
		return this.words.get(WRITER);
	}

	void noteWriter(long writer) {
		this.words.note(WRITER, writer);
	}

	void forgetWriter(long writer) {
		try {
			requireWritable();
			this.words.forget(WRITER, writer);
		}
		catch (InternalError ex) {
			// Nothing hangs on it, and how the write ended is told by others.
		}
	}

	long mark(int slot) {
		return this.words.get(FIRST_SLOT + 2 * slot);
	}

	void mark(int slot, long mark) {
		this.words.set(FIRST_SLOT + 2 * slot, mark);
	}

	/** Bytes of value files that a process is writing and that no row owns yet. */
	void addUnowned(int slot, long bytes) {
		this.words.add(FIRST_SLOT + 2 * slot + 1, bytes);
	}

	void clearUnowned(int slot) {
		this.words.set(FIRST_SLOT + 2 * slot + 1, 0L);
	}

	long unowned() {
		long sum = 0;
		for (int slot = 0; slot < SLOTS; slot++) {
			sum += this.words.get(FIRST_SLOT + 2 * slot + 1);
		}
		return sum;
	}

}
