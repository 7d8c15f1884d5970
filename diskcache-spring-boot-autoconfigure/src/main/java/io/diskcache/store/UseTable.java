package io.diskcache.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How often and when keys were used: a table in a file that all processes have mapped.
 *
 * <pre>
 * word 0..4   magic, format, number of slots, identity of the store (2 words)
 * word 16     clock: number of uses there were
 * word 32     retired: not 0 once another file has taken its place
 * word 64..   slots of two words each, four to a bucket
 *             16 bits of the hash | score in sixteenths, 16 bits | clock at the last use, 32 bits
 *             mark, 8 bits | 8 bits of the hash | milliseconds since 1970 of the last read, 48 bits
 * </pre>
 *
 * A key has its slot in the bucket its hash names, where it takes the place of the lowest
 * score; so it is remembered after its entry is gone, for as long as others are not worth
 * more. All of this is only a hint for eviction: a use that gets lost between two
 * processes, a slot that two keys with alike hashes share, or the loss of the file do no
 * harm, so nothing here is locked. The score is that of exponential decay: halved after
 * so many uses, whenever it is looked at. Thread-safe.
 */
final class UseTable {

	/** Smallest number of slots; all are powers of two. */
	static final int MIN_SLOTS = 4096;

	/** Largest number of slots, 256 MB: with more entries some are not remembered. */
	private static final int MAX_SLOTS = 1 << 24;

	private static final long MAGIC = 0x64_63_75_73_65_73_00_01L;

	private static final int SLOTS = 2;

	private static final int IDENTITY = 3;

	private static final int CLOCK = 16;

	private static final int RETIRED = 32;

	private static final int FIRST_SLOT = 64;

	/** Slots of a bucket: it lies on one cache line. */
	private static final int BUCKET = 4;

	private static final int TAG_SHIFT = 48;

	/**
	 * Of the second word, whose highest byte changes to see whether it can be written.
	 */
	private static final long SHORT_TAG = 0xff;

	private static final long MILLIS = (1L << TAG_SHIFT) - 1;

	private static final int MAX_SCORE = 0xffff;

	private static final double UNIT = 16;

	/** How far uses of other processes may be ahead of the clock as it was read. */
	private static final int SKEW = 1 << 20;

	private static final double LN_2 = Math.log(2);

	private final Words words;

	private final long fileKey;

	private final int slots;

	private UseTable(Words words, long fileKey, int slots) {
		this.words = words;
		this.fileKey = fileKey;
		this.slots = slots;
	}

	/** Makes an empty file. It must not exist. */
	static void create(Path file, Identity identity, int slots) throws IOException {
		ByteBuffer header = ByteBuffer.allocate(FIRST_SLOT * Long.BYTES).order(ByteOrder.nativeOrder());
		header.putLong(0, MAGIC).putLong(SLOTS * 8, slots);
		header.putLong(IDENTITY * 8, identity.high()).putLong((IDENTITY + 1) * 8, identity.low());
		// Written in full, as a hole could not be filled any more on a full disk.
		try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
			out.write(header.array());
			byte[] empty = new byte[MIN_SLOTS * 2 * Long.BYTES];
			for (int done = 0; done < slots; done += MIN_SLOTS) {
				out.write(empty);
			}
		}
	}

	/** Maps the file of a store; {@code null} where it is missing or of no use. */
	static @Nullable UseTable map(Path file, Identity identity) throws IOException {
		try {
			long key = FileKey.of(file);
			long slots = Files.size(file) / (2 * Long.BYTES) - FIRST_SLOT / 2;
			if (slots < MIN_SLOTS || slots > MAX_SLOTS || Long.bitCount(slots) != 1) {
				return null;
			}
			var table = new UseTable(Words.map(file, (int) bytes(slots)), key, (int) slots);
			return (table.isOf(identity) && table.isPresent(file)) ? table : null;
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	private boolean isOf(Identity identity) {
		return this.words.get(0) == MAGIC && this.words.get(SLOTS) == this.slots
				&& this.words.get(IDENTITY) == identity.high() && this.words.get(IDENTITY + 1) == identity.low();
	}

	/** Whether this still is the whole file of that name. */
	boolean isPresent(Path file) throws IOException {
		return Files.isRegularFile(file) && FileKey.of(file) == this.fileKey && Files.size(file) == bytes();
	}

	boolean isWritable() {
		return this.words.refusal() == null;
	}

	/** Length of the file. */
	long bytes() {
		return bytes(this.slots);
	}

	private static long bytes(long slots) {
		return (FIRST_SLOT + 2 * slots) * Long.BYTES;
	}

	/** How many slots there should be: more than entries, so that some are remembered. */
	static int slotsFor(long entries) {
		long wanted = Math.min(entries + entries / 3, MAX_SLOTS);
		return (wanted <= MIN_SLOTS) ? MIN_SLOTS : Math.toIntExact(Long.highestOneBit(wanted - 1) << 1);
	}

	int slots() {
		return this.slots;
	}

	boolean isRetired() {
		return this.words.get(RETIRED) != 0;
	}

	/** Has all who have it mapped look for the one that took its place. */
	void retire() {
		this.words.set(RETIRED, 1);
	}

	/**
	 * Counts uses; the score of all others decays by that.
	 * @return the clock after that
	 * @throws InternalError if the file cannot be written
	 */
	int advance(long uses) {
		this.words.prove(CLOCK);
		return (int) this.words.add(CLOCK, uses);
	}

	/**
	 * Tells the clock. These low 32 bits of it tell differences of up to two thousand
	 * million uses.
	 */
	int now() {
		return (int) this.words.get(CLOCK);
	}

	/**
	 * Notes that a key was used.
	 * @param times how often, 1 or more
	 * @param at what the clock was at the last time
	 * @param readAt when it was read, in milliseconds since 1970; 0 where it was written
	 * @param halfLife uses after which one counts half
	 * @throws InternalError if the file cannot be written
	 */
	void record(long hash, int times, int at, long readAt, double halfLife) {
		int slot = claim(hash, at, halfLife);
		this.words.prove(slot + 1);
		long word = this.words.get(slot);
		boolean known = word != 0 && tag(word) == tagOf(hash);
		double score = (known ? decayed(word, at, halfLife) : 0) + times;
		long sixteenths = Math.min(MAX_SCORE, Math.round(score * UNIT));
		int last = (known && (int) word - at > 0) ? (int) word : at;
		this.words.note(slot, (tagOf(hash) << TAG_SHIFT) | (sixteenths << Integer.SIZE) | Integer.toUnsignedLong(last));
		if (readAt != 0 || !known) {
			this.words.note(slot + 1, readWord(hash, readAt));
		}
	}

	/** Forgets when a key was read: what is stored under it now was not. */
	void forgetRead(long hash) {
		int slot = find(hash);
		if (slot >= 0) {
			this.words.note(slot + 1, readWord(hash, 0));
		}
	}

	/** Returns what is known of the use of a key, or {@code null} if that is nothing. */
	@Nullable Use use(long hash, double halfLife) {
		int slot = find(hash);
		if (slot < 0) {
			return null;
		}
		int now = now();
		long word = this.words.get(slot);
		return new Use(decayed(word, now, halfLife), age(word, now));
	}

	/** Tells when a key was last read, as far as that is known. */
	@Nullable Instant lastRead(long hash) {
		int slot = find(hash);
		long word = (slot >= 0) ? this.words.get(slot + 1) : 0;
		return ((word & MILLIS) != 0 && (tag(word) & SHORT_TAG) == (tagOf(hash) & SHORT_TAG))
				? Instant.ofEpochMilli(word & MILLIS) : null;
	}

	/** Takes over from another table what it knows of a key. */
	void copy(UseTable from, long hash) {
		int source = from.find(hash);
		if (source >= 0) {
			long word = from.words.get(source);
			int last = now() - age(word, from.now());
			int target = claim(hash, now(), Double.MAX_VALUE);
			this.words.note(target, (word >>> Integer.SIZE << Integer.SIZE) | Integer.toUnsignedLong(last));
			this.words.note(target + 1, from.words.get(source + 1));
		}
	}

	/** Sets the clock to that of another table. */
	void follow(UseTable other) {
		this.words.set(CLOCK, other.words.get(CLOCK));
	}

	private int find(long hash) {
		int first = bucket(hash);
		for (int slot = first; slot < first + 2 * BUCKET; slot += 2) {
			long word = this.words.get(slot);
			if (word != 0 && tag(word) == tagOf(hash)) {
				return slot;
			}
		}
		return -1;
	}

	/** The slot of a key, or the one in its bucket that is worth least. */
	private int claim(long hash, int now, double halfLife) {
		int found = find(hash);
		if (found >= 0) {
			return found;
		}
		int first = bucket(hash);
		int least = first;
		double lowest = Double.MAX_VALUE;
		for (int slot = first; slot < first + 2 * BUCKET; slot += 2) {
			long word = this.words.get(slot);
			double score = (word != 0) ? decayed(word, now, halfLife) : -1;
			if (score < lowest) {
				lowest = score;
				least = slot;
			}
		}
		return least;
	}

	/* The tag is taken of the other end of the hash. */
	private int bucket(long hash) {
		int buckets = this.slots / BUCKET;
		int index = (int) (hash >>> (Long.SIZE - Integer.numberOfTrailingZeros(buckets)));
		return FIRST_SLOT + index * BUCKET * 2;
	}

	private static long readWord(long hash, long readAt) {
		return ((tagOf(hash) & SHORT_TAG) << TAG_SHIFT) | (readAt & MILLIS);
	}

	private static long tagOf(long hash) {
		return hash & 0xffff;
	}

	private static long tag(long word) {
		return word >>> TAG_SHIFT;
	}

	private static double decayed(long word, int now, double halfLife) {
		long sixteenths = (word >>> Integer.SIZE) & MAX_SCORE;
		return sixteenths / UNIT * Math.exp(-LN_2 * age(word, now) / halfLife);
	}

	/* What seems to be of the future by far is of long ago: the clock has gone round. */
	private static int age(long word, int now) {
		int age = now - (int) word;
		if (age < 0) {
			return (age > -SKEW) ? 0 : Integer.MAX_VALUE;
		}
		return age;
	}

	/**
	 * The use of a key.
	 *
	 * @param score how often it was used, where uses long ago count less
	 * @param age how many uses of any key ago the last one was
	 */
	record Use(double score, int age) {
	}

}
