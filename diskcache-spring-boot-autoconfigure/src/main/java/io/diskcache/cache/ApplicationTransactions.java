package io.diskcache.cache;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.diskcache.store.Store;

/**
 * What one cache has to do with the transactions of the application: finds the changes
 * that wait for the commit of the calling thread's. Thread-safe.
 */
final class ApplicationTransactions {

	private final CacheEntries entries;

	private final DeferredPuts puts;

	private final Failures failures;

	ApplicationTransactions(CacheEntries entries, DeferredPuts puts, Failures failures) {
		this.entries = entries;
		this.puts = puts;
		this.failures = failures;
	}

	/**
	 * Finds the changes that wait for the commit of the calling thread's transaction.
	 * @return the changes, or {@code null} where all takes effect at once: without a
	 * transaction, after its commit, and within a transaction of the cache's own
	 */
	@Nullable PendingChanges current() {
		if (!TransactionSynchronizationManager.isActualTransactionActive()
				|| !TransactionSynchronizationManager.isSynchronizationActive()) {
			return null;
		}
		PendingChanges bound = (PendingChanges) TransactionSynchronizationManager.getResource(this);
		if (bound != null && !bound.isOpen()
				&& !TransactionSynchronizationManager.getSynchronizations().contains(bound)) {
			// Its transaction was completed by another thread.
			TransactionSynchronizationManager.unbindResource(this);
			bound = null;
		}
		if (bound == null) {
			return begin();
		}
		return (bound.isOpen() && !bound.isPaused()) ? bound : null;
	}

	/** Has work do all at once, as it is a transaction of the cache's own. */
	<T extends @Nullable Object> Store.Work<T> immediately(Store.Work<T> work) {
		PendingChanges pending = current();
		return (pending != null) ? () -> pending.paused(work) : work;
	}

	private PendingChanges begin() {
		PendingChanges pending = new PendingChanges(this, this.entries, this.puts, this.failures);
		TransactionSynchronizationManager.registerSynchronization(pending);
		TransactionSynchronizationManager.bindResource(this, pending);
		return pending;
	}

}
