package io.diskcache.store;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Work of who uses the store, in a transaction: it has to end in time, and what it throws
 * is never taken for a failure of the store. Thread-safe.
 */
final class TransactedWork {

	private final Rooms rooms;

	TransactedWork(Rooms rooms) {
		this.rooms = rooms;
	}

	/**
	 * Runs work in the transaction of the calling thread, or in one of its own.
	 * @param timeout bounds the wait for the lock and the work together, or {@code null}
	 * for the defaults
	 */
	<T extends @Nullable Object> T run(@Nullable Duration timeout, Store.Work<T> work) {
		Deadline limit = (timeout != null) ? Deadline.after(timeout) : null;
		Deadline wait = (limit != null) ? limit : this.rooms.deadline();
		try {
			return this.rooms.access().write(wait, (transaction) -> runWithin(transaction, limit, work));
		}
		catch (FailedWorkException ex) {
			throw ex.failure();
		}
	}

	/** Joins if there is a limit already: then the work has one of its own beside it. */
	private static <T extends @Nullable Object> T runWithin(Transaction transaction, @Nullable Deadline limit,
			Store.Work<T> work) {
		Deadline outer = transaction.limit();
		transaction.limitTo(earlier(outer, limit));
		try {
			T result = work.run();
			transaction.requireTime();
			return result;
		}
		catch (RuntimeException ex) {
			throw new FailedWorkException(ex);
		}
		finally {
			transaction.limitTo(outer);
		}
	}

	private static Deadline earlier(@Nullable Deadline outer, @Nullable Deadline limit) {
		if (limit == null) {
			return (outer != null) ? outer : Deadline.after(StoreOptions.TRANSACTION_TIMEOUT);
		}
		return (outer == null || limit.remainingNanos() < outer.remainingNanos()) ? limit : outer;
	}

	/** Carries what the work threw past those who look for failures of the database. */
	private static final class FailedWorkException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final RuntimeException failure;

		FailedWorkException(RuntimeException failure) {
			super(null, failure, false, false);
			this.failure = failure;
		}

		RuntimeException failure() {
			return this.failure;
		}

	}

}
