package io.diskcache.store;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The way to the database, where what can go wrong becomes one of the store's own
 * exceptions. Inside a transaction of the calling thread both reads and writes belong to
 * it.
 */
final class Access {

	private final Shard shard;

	private final Transactions transactions;

	private final Space space;

	private final Troubles troubles;

	Access(Shard shard, Transactions transactions, Space space, Troubles troubles) {
		this.troubles = troubles;
		this.shard = shard;
		this.transactions = transactions;
		this.space = space;
	}

	/**
	 * Reads.
	 * @throws StoreException if that is not possible
	 */
	<T extends @Nullable Object> T read(Deadline deadline, Function<JdbcTemplate, T> work) {
		Transaction joined = this.transactions.joined();
		try {
			if (joined != null) {
				return this.transactions.write(deadline, (transaction) -> work.apply(transaction.jdbc()));
			}
			T result = this.shard.database().read(deadline, work);
			this.troubles.worked(Troubles.With.READING);
			return result;
		}
		catch (StoreTimeoutException ex) {
			if (joined == null) { // else it is the transaction that took too long
				this.troubles.failed(Troubles.With.READING, ex);
			}
			throw ex;
		}
		catch (DataAccessException ex) {
			this.troubles.failed(Troubles.With.READING, ex);
			throw translate("read", ex);
		}
	}

	/**
	 * Reads as {@link #read} does, all statements of the work from one snapshot.
	 * @throws StoreException if that is not possible
	 */
	<T extends @Nullable Object> T readSnapshot(Deadline deadline, Function<JdbcTemplate, T> work) {
		if (this.transactions.joined() != null) {
			return read(deadline, work);
		}
		return read(deadline, (jdbc) -> {
			jdbc.execute("BEGIN");
			try {
				return work.apply(jdbc);
			}
			finally {
				jdbc.execute("ROLLBACK");
			}
		});
	}

	/**
	 * Writes. On a full disk it gives up the ballast, so that the next write may work.
	 * Where the counters can only be read, nothing is even begun.
	 * @throws StoreException if that is not possible
	 */
	<T extends @Nullable Object> T write(Deadline deadline, Function<Transaction, T> work) {
		this.shard.stripes().requireMappedForWriting();
		try {
			return this.transactions.write(deadline, work);
		}
		catch (DataAccessException | Transactions.UnknownOutcomeException ex) {
			if (SqliteErrors.isFull(ex)) {
				this.space.release();
			}
			this.troubles.failed(Troubles.With.WRITING, ex);
			throw translate("write", ex);
		}
		catch (InternalError ex) {
			// A fault in a mapped file: it was cut off, or its blocks cannot be had.
			this.troubles.failed(Troubles.With.WRITING, ex);
			throw new StoreException("The counters of " + this.shard.files().directory() + " cannot be used", ex);
		}
	}

	/** Whether the calling thread is in a transaction of the store. */
	boolean isJoined() {
		return this.transactions.joined() != null;
	}

	/** Makes one of our own exceptions of what went wrong. */
	StoreException translate(String operation, RuntimeException ex) {
		String what = "Cannot " + operation + " the database in " + this.shard.files().directory();
		if (SqliteErrors.isCorrupt(ex)) {
			this.shard.files().generation().suspect();
			return new StoreCorruptedException(
					what + ": it seems to be damaged; if it is, it will be replaced at the next opening", ex);
		}
		if (SqliteErrors.isFull(ex)) {
			return new StoreException(what + ": the disk is full", ex);
		}
		return (ex instanceof StoreException known) ? known : new StoreException(what, ex);
	}

}
