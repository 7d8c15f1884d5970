package io.diskcache.store;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/**
 * Runs write transactions: one at a time in this process behind a Java lock, one at a
 * time on the host behind SQLite's. Each draws a number under the lock and tells when it
 * has ended. Thread-safe.
 */
final class Transactions {

	private final Database database;

	private final Stripes stripes;

	/** The transaction that runs in this process, seen by its own thread at least. */
	private volatile @Nullable Transaction current;

	/** Versions up to this are recorded in the database; guarded by the writer's lock. */
	private long recordedCeiling;

	Transactions(Database database, Stripes stripes) {
		this.database = database;
		this.stripes = stripes;
	}

	/** Returns the transaction the calling thread is in, or {@code null}. */
	@Nullable Transaction joined() {
		Transaction transaction = this.current;
		return (transaction != null && transaction.isOwnedByCurrentThread()) ? transaction : null;
	}

	/**
	 * Runs work in the transaction of the calling thread, or in one of its own that
	 * commits at the end and rolls back if the work throws.
	 * @throws StoreTimeoutException if the write lock was not free before the deadline
	 * @throws UnknownOutcomeException if it is not known whether the transaction
	 * committed
	 * @throws DataAccessException if the database failed; then it was rolled back
	 */
	<T extends @Nullable Object> T write(Deadline deadline, Function<Transaction, T> work) {
		Transaction joined = joined();
		if (joined != null) {
			return join(joined, work);
		}
		if (!this.database.lockWriter(deadline)) {
			throw new StoreTimeoutException("Other threads kept writing for " + deadline, null);
		}
		List<Runnable> after = List.of();
		try {
			Transaction transaction = begin(deadline);
			this.current = transaction;
			boolean worked = false;
			T result;
			try {
				result = work.apply(transaction);
				if (transaction.isRollbackOnly()) {
					throw new StoreException("The transaction cannot commit, as a part of it failed before", null);
				}
				recordCeiling(transaction);
				worked = true;
			}
			finally {
				this.current = null;
				if (!worked) {
					rollback(transaction);
					after = transaction.actionsAfterRollback();
				}
			}
			after = commit(transaction);
			return result;
		}
		finally {
			this.database.unlockWriter();
			after.forEach(Runnable::run);
		}
	}

	/*
	 * What failed half way cannot be committed; and after some errors there is no
	 * transaction any more, so that the next change would be one of its own.
	 */
	private static <T extends @Nullable Object> T join(Transaction joined, Function<Transaction, T> work) {
		if (joined.isRollbackOnly()) {
			throw new StoreException("The transaction cannot go on, as a part of it failed before", null);
		}
		boolean worked = false;
		try {
			T result = work.apply(joined);
			worked = true;
			return result;
		}
		finally {
			if (!worked) {
				joined.setRollbackOnly();
			}
		}
	}

	private Transaction begin(Deadline deadline) {
		if (this.stripes.isRetired()) {
			throw new StoreException("The store was replaced by a new generation: open it again", null);
		}
		Session session = this.database.writer();
		while (true) {
			try {
				session.execute("BEGIN IMMEDIATE");
				return new Transaction(session, this.stripes);
			}
			catch (DataAccessException ex) {
				if (!SqliteErrors.isBusy(ex)) {
					this.database.discardWriter();
					throw ex;
				}
				if (deadline.isOver()) {
					throw new StoreTimeoutException("Another process kept writing for " + deadline, ex);
				}
				deadline.pause();
			}
		}
	}

	private List<Runnable> commit(Transaction transaction) {
		transaction.applyTotals();
		try {
			transaction.session().execute("COMMIT");
		}
		catch (DataAccessException ex) {
			// Not complete(): nobody may take what he reads for current until a later
			// write has
			// ended. The totals count something that may not have happened, and a new
			// file may
			// have its row: it is left to the sweep.
			this.stripes.wantRecount(true);
			this.recordedCeiling = 0;
			this.database.discardWriter();
			throw new UnknownOutcomeException("It is not known whether a change was committed", ex);
		}
		this.stripes.complete(transaction.number());
		return transaction.actionsAfterCommit();
	}

	private void rollback(Transaction transaction) {
		this.recordedCeiling = 0;
		try {
			transaction.session().execute("ROLLBACK");
			this.stripes.complete(transaction.number());
		}
		catch (DataAccessException ex) {
			// Some errors roll back by themselves; closing the connection does it in any
			// case.
			this.database.discardWriter();
		}
	}

	/**
	 * Lets the database know how far the numbers have come, should the counters get lost.
	 */
	private void recordCeiling(Transaction transaction) {
		if (transaction.number() <= this.recordedCeiling) {
			return;
		}
		this.recordedCeiling = Schema.versionCeiling(transaction.jdbc());
		if (transaction.number() > this.recordedCeiling) {
			this.recordedCeiling = transaction.number() + Schema.VERSION_STRIDE;
			Schema.recordVersionCeiling(transaction.jdbc(), this.recordedCeiling);
		}
	}

	/** Thrown where COMMIT failed. */
	static final class UnknownOutcomeException extends StoreException {

		private static final long serialVersionUID = 1L;

		UnknownOutcomeException(String message, Throwable cause) {
			super(message, cause);
		}

	}

}
