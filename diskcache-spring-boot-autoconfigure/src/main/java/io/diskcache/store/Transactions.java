package io.diskcache.store;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Runs write transactions: one at a time in this process behind a Java lock, one at a
 * time on the host behind SQLite's. Each draws a number under the lock and tells when it
 * has ended. Thread-safe.
 */
final class Transactions {

	private static final Logger logger = LoggerFactory.getLogger(Transactions.class);

	private final Database database;

	private final Stripes stripes;

	/** Told after each transaction how much it wrote. */
	private final LongConsumer wrote;

	private final Counters counters;

	private final Troubles troubles;

	private final InstantSource clock;

	/** The transaction that runs in this process, seen by its own thread at least. */
	private volatile @Nullable Transaction current;

	/** What was noted of this process; guarded by the writer's lock. */
	private long writer;

	/** Versions up to this are recorded in the database; guarded by the writer's lock. */
	private long recordedCeiling;

	/**
	 * Makes it.
	 * @param wrote told after each transaction how much it wrote, in bytes
	 */
	Transactions(Shard shard, LongConsumer wrote, Counters counters, Troubles troubles, InstantSource clock) {
		this.database = shard.database();
		this.stripes = shard.stripes();
		this.wrote = wrote;
		this.counters = counters;
		this.troubles = troubles;
		this.clock = clock;
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
		if (!lock(deadline)) {
			this.troubles.notLocked();
			throw new StoreTimeoutException("Other threads kept writing for " + deadline, null);
		}
		List<Runnable> after = new ArrayList<>();
		try {
			return writeLocked(deadline, work, after);
		}
		finally {
			this.database.unlockWriter();
			after.forEach(Transactions::runQuietly);
		}
	}

	/*
	 * What failed may have rolled all back already: the rest must not be done without it.
	 */
	private static <T extends @Nullable Object> T join(Transaction joined, Function<Transaction, T> work) {
		joined.requireTime();
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

	private boolean lock(Deadline deadline) {
		long start = System.nanoTime();
		boolean locked = this.database.lockWriter(deadline);
		this.counters.lockWaitNanos.add(System.nanoTime() - start);
		return locked;
	}

	private <T extends @Nullable Object> T writeLocked(Deadline deadline, Function<Transaction, T> work,
			List<Runnable> after) {
		Transaction transaction = begin(deadline);
		try {
			return transaction.session().apart(() -> run(transaction, work, after));
		}
		catch (DataAccessException ex) {
			if (SqliteErrors.isFileError(ex)) {
				// Opened while the file could only be read it would never write again.
				this.database.discardWriter();
			}
			throw ex;
		}
		finally {
			this.stripes.forgetWriter(this.writer);
		}
	}

	private <T extends @Nullable Object> T run(Transaction transaction, Function<Transaction, T> work,
			List<Runnable> after) {
		this.current = transaction;
		boolean worked = false;
		T result;
		try {
			result = work.apply(transaction);
			if (transaction.isRollbackOnly()) {
				throw new StoreException("The transaction cannot commit, as a part of it failed before", null);
			}
			if (this.database.isClosed()) {
				// Who opens the store next is alone, and may not know of this any more.
				throw new StoreException("The store was closed before the transaction was done", null);
			}
			recordCeiling(transaction);
			worked = true;
		}
		finally {
			this.current = null;
			if (!worked) {
				rollback(transaction);
				after.addAll(transaction.actionsAfterRollback());
			}
		}
		after.addAll(commit(transaction));
		return result;
	}

	/* The outcome is known and told; what comes after it must not change that. */
	private static void runQuietly(Runnable action) {
		try {
			action.run();
		}
		catch (RuntimeException | InternalError ex) {
			logger.debug("What was to be done after a transaction failed", ex);
		}
	}

	private Transaction begin(Deadline deadline) {
		if (this.stripes.isRetired()) {
			throw new StoreException(
					"The counters of the store were given up: its files were overwritten or replaced, and it is opened anew",
					null);
		}
		while (true) {
			boolean begun = false;
			try {
				Session session = this.database.writer();
				session.execute("BEGIN IMMEDIATE");
				Transaction transaction = new Transaction(session, this.stripes);
				this.writer = Writer.encode(this.clock.millis());
				this.stripes.noteWriter(this.writer);
				begun = true;
				return transaction;
			}
			catch (DataAccessException ex) {
				if (!SqliteErrors.isBusy(ex)) {
					throw ex;
				}
				// A lock that was not had leaves nothing behind.
				begun = true;
				if (deadline.isOver()) {
					this.troubles.notLocked();
					throw new StoreTimeoutException("Another process kept writing for " + deadline, ex);
				}
				long start = System.nanoTime();
				deadline.pause();
				this.counters.lockWaitNanos.add(System.nanoTime() - start);
			}
			finally {
				if (!begun) {
					this.database.discardWriter();
				}
			}
		}
	}

	private List<Runnable> commit(Transaction transaction) {
		boolean known = false;
		try {
			this.stripes.requireWritable();
			transaction.applyTotals();
			transaction.session().execute("COMMIT");
			known = true;
		}
		catch (DataAccessException ex) {
			// Not complete(): nobody may take what he reads for current until a later
			// write has ended. The totals count something that may not have happened, and
			// a new file may have its row: it is left to the sweep.
			this.stripes.wantRecount(true);
			throw new UnknownOutcomeException("It is not known whether a change was committed", ex);
		}
		finally {
			if (!known) {
				this.recordedCeiling = 0;
				this.database.discardWriter();
			}
		}
		this.stripes.complete(transaction.number());
		this.troubles.worked(Troubles.With.WRITING);
		transaction.afterCommit(() -> this.wrote.accept(transaction.written()));
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
