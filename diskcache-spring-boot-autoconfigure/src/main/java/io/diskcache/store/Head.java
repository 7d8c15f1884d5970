package io.diskcache.store;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * What a row tells of an entry besides its key and value. It is stored as one BLOB of
 * fixed length: SQLite gives out a BLOB faster than nine numbers, and overwrites it in
 * place.
 *
 * @param id number of the row, never used twice and never 0; negative for what was stored
 * at the front
 * @param hash hash of the key; stands in its own column only
 * @param version number of the write that made it
 * @param stored when the value was stored, in milliseconds since 1970
 * @param expires when it expires, in milliseconds since 1970, or {@link #NEVER}
 * @param stale how long it is kept after that for who takes a stale value, in
 * milliseconds
 * @param load how long it took to compute the value, in milliseconds, or 0 where that is
 * not known
 * @param application fingerprint of the application's version, 0 for none
 * @param codec number of the codec
 * @param fingerprint the codec's mark of the type
 * @param length length of the value in bytes
 * @param attributesLength length of the attributes in bytes, or -1 for none
 * @param tagsLength length of the encoded tags in bytes, 0 for none
 * @param file random part of the name of the value's file, or {@link #INLINE}
 * @param checksum checksum of the row
 */
record Head(long id, long hash, long version, long stored, long expires, long stale, int load, long application,
		int codec, long fingerprint, long length, int attributesLength, int tagsLength, long file, long checksum) {

	/** The end of what does not expire. */
	static final long NEVER = Long.MAX_VALUE;

	/** The file of what has none. */
	static final long INLINE = 0;

	/** Length of the stored form in bytes. */
	static final int BYTES = 10 * Long.BYTES + 4 * Integer.BYTES;

	/** Unit in which files take space. */
	private static final long BLOCK = 4096;

	/**
	 * How far a row's time may lie ahead of the clock before the clock is not believed.
	 */
	private static final long CLOCK_TOLERANCE_MILLIS = 60_000;

	/** Stands for a row whose head cannot be read: it is below every floor. */
	static Head broken(long id, long hash) {
		return new Head(id, hash, -1, 0, NEVER, 0, 0, 0, 0, 0, 0, -1, 0, INLINE, 0);
	}

	boolean isBroken() {
		return this.version < 0;
	}

	/** Reads the stored form; {@code null} where it is damaged. */
	static @Nullable Head decode(long hash, byte @Nullable [] stored) {
		if (stored == null || stored.length != BYTES) {
			return null;
		}
		ByteBuffer in = ByteBuffer.wrap(stored);
		long checksum = in.getLong();
		long id = in.getLong();
		long version = in.getLong();
		long storedAt = in.getLong();
		long expires = in.getLong();
		long stale = in.getLong();
		long application = in.getLong();
		long fingerprint = in.getLong();
		long length = in.getLong();
		long file = in.getLong();
		int load = in.getInt();
		return new Head(id, hash, version, storedAt, expires, stale, load, application, in.getInt(), fingerprint,
				length, in.getInt(), in.getInt(), file, checksum);
	}

	/** Makes the stored form. The checksum comes first, so that it can cover the rest. */
	byte[] encode() {
		return ByteBuffer.allocate(BYTES)
			.putLong(this.checksum)
			.putLong(this.id)
			.putLong(this.version)
			.putLong(this.stored)
			.putLong(this.expires)
			.putLong(this.stale)
			.putLong(this.application)
			.putLong(this.fingerprint)
			.putLong(this.length)
			.putLong(this.file)
			.putInt(this.load)
			.putInt(this.codec)
			.putInt(this.attributesLength)
			.putInt(this.tagsLength)
			.array();
	}

	Head withChecksum(long sum) {
		return new Head(this.id, this.hash, this.version, this.stored, this.expires, this.stale, this.load,
				this.application, this.codec, this.fingerprint, this.length, this.attributesLength, this.tagsLength,
				this.file, sum);
	}

	/** The same entry under another id; the checksum is stale. */
	Head withId(long number) {
		return new Head(number, this.hash, this.version, this.stored, this.expires, this.stale, this.load,
				this.application, this.codec, this.fingerprint, this.length, this.attributesLength, this.tagsLength,
				this.file, this.checksum);
	}

	/** The same entry after a write that only changed its end; the checksum is stale. */
	Head moved(long by, long end) {
		return new Head(this.id, this.hash, by, this.stored, end, this.stale, this.load, this.application, this.codec,
				this.fingerprint, this.length, this.attributesLength, this.tagsLength, this.file, this.checksum);
	}

	/**
	 * Whether the entry has not expired. An entry that was stored in the future would
	 * live longer than it should after the clock was put back, so it counts as expired.
	 */
	boolean isFresh(long now) {
		return isBefore(this.expires, now);
	}

	/** Whether the entry has not expired, or is kept for who takes a stale value. */
	boolean isKept(long now) {
		return isBefore(keptUntil(), now);
	}

	/** Whether the entry has not expired longer ago than it may have. */
	boolean isStaleAtMost(long millis, long now) {
		return isKept(now) && (this.expires == NEVER || now - this.expires < millis);
	}

	/** When nobody can have any use for the entry any more, or {@link #NEVER}. */
	long keptUntil() {
		return (this.expires < NEVER - this.stale) ? this.expires + this.stale : NEVER;
	}

	private boolean isBefore(long end, long now) {
		return end == NEVER || (now < end && this.stored - CLOCK_TOLERANCE_MILLIS <= now);
	}

	/** Whether it has tags, or may have. */
	boolean isTagged() {
		return this.tagsLength != 0 || isBroken();
	}

	boolean inFile() {
		return this.file != INLINE;
	}

	int stripe() {
		return Stripes.stripe(this.hash);
	}

	/** Space of the value's file on the disk. */
	long fileBytes() {
		return inFile() ? blocks(this.length) : 0;
	}

	static long blocks(long length) {
		return (length + BLOCK - 1) / BLOCK * BLOCK;
	}

}
