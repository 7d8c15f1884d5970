package io.diskcache.store;

import java.nio.ByteBuffer;

/**
 * What the file of the counters says of itself: what it is, which database it belongs to,
 * and which of all copies of it is the one in use. Thread-safe.
 *
 * @param words the file
 */
record StripesHeader(Words words) {

	private static final long MAGIC = 0x64_63_73_74_72_69_70_65L;

	private static final long FORMAT = 1;

	private static final int IDENTITY = 3;

	private static final int BOOT = 5;

	private static final int RETIRED = 16;

	private static final int FILE_KEY = 224;

	private static final int DATABASE_KEY = 225;

	/** Puts it into the image of a new file; the keys are recorded when it is opened. */
	static void put(ByteBuffer image, Identity identity, Identity boot) {
		image.putLong(0, MAGIC).putLong(8, FORMAT).putLong(16, Stripes.COUNT);
		image.putLong(IDENTITY * 8, identity.high()).putLong((IDENTITY + 1) * 8, identity.low());
		image.putLong(BOOT * 8, boot.high()).putLong((BOOT + 1) * 8, boot.low());
	}

	/** Whether it is one of ours. */
	boolean isIntact() {
		return this.words.get(0) == MAGIC && this.words.get(1) == FORMAT && this.words.get(2) == Stripes.COUNT;
	}

	/** Whether it belongs to the database of an identity. */
	boolean isOf(Identity identity) {
		return this.words.get(IDENTITY) == identity.high() && this.words.get(IDENTITY + 1) == identity.low();
	}

	/** Whether nobody is to use the file any more. */
	boolean isRetired() {
		return this.words.get(RETIRED) != 0;
	}

	/** Has nobody use the file any more, nor open it. */
	void retire() {
		this.words.prove(RETIRED);
		this.words.raise(RETIRED, 1);
	}

	/** Whether a file of this key is the recorded one, as far as that can be told. */
	boolean isFile(long key) {
		return isRecorded(FILE_KEY, key);
	}

	/** Whether the database of this key is the recorded one. */
	boolean isDatabase(long key) {
		return isRecorded(DATABASE_KEY, key);
	}

	long fileKey() {
		return this.words.get(FILE_KEY);
	}

	/** Records which files belong together; by who is alone. */
	void remember(long fileKey, long databaseKey) {
		if (fileKey() != fileKey || this.words.get(DATABASE_KEY) != databaseKey) {
			this.words.set(FILE_KEY, fileKey);
			this.words.set(DATABASE_KEY, databaseKey);
		}
	}

	/** Whether the store was last used under the same run of the system, for certain. */
	boolean isOfBoot(Identity boot) {
		return boot.high() != 0 && this.words.get(BOOT) == boot.high() && this.words.get(BOOT + 1) == boot.low();
	}

	/** Records under which run of the system the store is used. */
	void rememberBoot(Identity boot) {
		this.words.set(BOOT, boot.high());
		this.words.set(BOOT + 1, boot.low());
	}

	private boolean isRecorded(int word, long key) {
		long recorded = this.words.get(word);
		return recorded == FileKey.NONE || key == FileKey.NONE || recorded == key;
	}

}
