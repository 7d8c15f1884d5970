package io.diskcache.store;

import java.io.IOException;
import java.nio.channels.FileLock;

import org.jspecify.annotations.Nullable;

/**
 * The locks that belong to one shard: bytes of the store's lock files. Thread-safe.
 *
 * @param file the lock file
 * @param loads the lock file of loads
 * @param shard number of the shard
 */
record ShardLocks(LockFile file, LoadLockFile loads, int shard) {

	/** Takes the lock of the one that tidies up; {@code null} if another one has it. */
	@Nullable FileLock tryUpkeep() throws IOException {
		return this.file.tryExclusive(LockFile.UPKEEP + offset());
	}

	/** Takes the lock of a process's place; {@code null} if another one has it. */
	@Nullable FileLock trySlot(int number) throws IOException {
		return this.file.tryExclusive(LockFile.FIRST_SLOT + offset() + number);
	}

	void release(FileLock lock) throws IOException {
		this.file.release(lock);
	}

	/** The locks of another shard of the same store. */
	ShardLocks of(int number) {
		return new ShardLocks(this.file, this.loads, number);
	}

	private long offset() {
		return (long) this.shard * LockFile.BYTES_OF_A_SHARD;
	}

}
