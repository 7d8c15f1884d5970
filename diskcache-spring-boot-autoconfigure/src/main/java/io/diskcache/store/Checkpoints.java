package io.diskcache.store;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the write-ahead log and the database file small, on a connection of its own, so
 * that puts do not pay for it. Used by one thread at a time.
 */
final class Checkpoints implements AutoCloseable {

	/** Pages given back in one step: half a millisecond under the write lock. */
	private static final int VACUUM_PAGES = 64;

	/** Steps at most in one go. */
	private static final int VACUUM_STEPS = 50;

	/** Free pages that are kept, as a full cache needs them again at once. */
	private static final int KEPT_PAGES = 256;

	private final Shard shard;

	private final Space space;

	private @Nullable Session session;

	Checkpoints(Shard shard, Space space) {
		this.shard = shard;
		this.space = space;
	}

	/** Size of the log in bytes that is not to be exceeded. */
	long limit() {
		return this.shard.database().walLimit();
	}

	Session session() {
		Session open = this.session;
		if (open == null) {
			open = this.shard.database().open();
			this.session = open;
		}
		return open;
	}

	/**
	 * Copies the log into the database while others write. Where they write so much that
	 * it never becomes empty, those of this process wait for the last part of it.
	 */
	void run() {
		long size = walSize();
		if (size < limit() / 4 && !this.space.isLow()) {
			return;
		}
		Session.ask(session().jdbc(), "wal_checkpoint(PASSIVE)");
		if (size > limit() || this.space.isLow()) {
			Database database = this.shard.database();
			if (database.lockWriter(Deadline.after(Duration.ofMillis(100)))) {
				try {
					// Without waiting: where another process is at work it is left to the
					// next time.
					Session.ask(session().jdbc(), "wal_checkpoint(TRUNCATE)");
				}
				finally {
					database.unlockWriter();
				}
			}
		}
	}

	/** Gives free pages back to the file system. */
	void vacuum(Function<Function<Transaction, Boolean>, Boolean> write) {
		for (int step = 0; step < VACUUM_STEPS; step++) {
			boolean more = write.apply((transaction) -> {
				long free = Session.ask(transaction.jdbc(), "freelist_count");
				long pages = Session.ask(transaction.jdbc(), "page_count");
				if (free <= KEPT_PAGES + pages / 8) {
					return false;
				}
				// Only executeUpdate of a plain statement frees more than one page.
				transaction.jdbc().update("PRAGMA incremental_vacuum(" + VACUUM_PAGES + ")");
				return true;
			});
			if (!more) {
				return;
			}
		}
	}

	@Override
	public void close() {
		Session open = this.session;
		this.session = null;
		if (open != null) {
			open.close();
		}
	}

	private long walSize() {
		try {
			return Files.size(this.shard.wal());
		}
		catch (IOException ex) {
			// There is no log before the first write.
			return 0;
		}
	}

}
