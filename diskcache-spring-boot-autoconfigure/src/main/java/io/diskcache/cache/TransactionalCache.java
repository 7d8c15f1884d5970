package io.diskcache.cache;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.diskcache.store.Store;

/**
 * Several operations on a cache as one transaction.
 * <p>
 * All that the calling thread does with this cache while the work runs belongs to the
 * transaction: it sees its own changes, and others, in this process and all others, see
 * all of them or none, also where the process is killed. While it runs nobody else writes
 * to this cache, so that what was read is still there when it commits; others go on
 * reading what was there before. Nested calls join the outer one.
 * <p>
 * An exception of the work rolls all back: entries, values in files, times to live. It is
 * thrown as it was; a checked one has to be wrapped by the work. The same happens if an
 * operation fails for the store, also one whose failure a cache keeps from the
 * application, as {@code put} and {@code evict} do: then nothing more can be done in the
 * transaction, and instead of the commit there is a
 * {@link io.diskcache.store.StoreException}. A value that cannot be cached at all (no way
 * to encode it, larger than the cache admits) is no such failure: its key has no entry
 * then, as without a transaction.
 * <p>
 * The timeout, positive and at most {@link io.diskcache.store.StoreOptions#MAX_TIMEOUT},
 * bounds the wait for others that write and the work together. Without one the wait ends
 * at the operation timeout, and the work then has
 * {@link io.diskcache.store.StoreOptions#TRANSACTION_TIMEOUT}. Work cannot be
 * interrupted; but when the time is over all further operations of the transaction fail,
 * it is rolled back, and a {@link io.diskcache.store.StoreTimeoutException} is thrown. A
 * nested call has no more time than the outer one has left, and less if it says so. The
 * work should be short and call nothing remote: who writes meanwhile waits, and fails
 * when his own timeout is over.
 * <p>
 * No part of the transaction is what other threads do for it: {@code retrieve},
 * completions of futures, parallel streams. They see what was there before, and what they
 * write waits for the transaction: who waits for them within it waits for their timeout,
 * and their writes fail. Nor are other caches a part of it, each of which is a store of
 * its own: what is done to them commits by itself, and a transaction of theirs, nested in
 * this one, commits before it. And it has nothing to do with transactions of Spring's. A
 * transaction needs a cache whose store is of one shard. Thread-safe.
 */
public interface TransactionalCache {

	/**
	 * Runs work in a transaction.
	 * @param <T> type of the result
	 * @param work the work
	 * @return what the work returned
	 * @throws IllegalStateException if the cache has more than one shard
	 * @throws io.diskcache.store.StoreTimeoutException if others kept writing, or the
	 * work was not done in time
	 * @throws io.diskcache.store.StoreException if it could not begin or commit
	 */
	<T extends @Nullable Object> T transact(Store.Work<T> work);

	/**
	 * Runs work in a transaction.
	 * @param <T> type of the result
	 * @param timeout how long it may take, with the wait for others
	 * @param work the work
	 * @return what the work returned
	 * @throws IllegalArgumentException if the timeout is out of range
	 * @throws IllegalStateException if the cache has more than one shard
	 * @throws io.diskcache.store.StoreTimeoutException if others kept writing, or the
	 * work was not done in time
	 * @throws io.diskcache.store.StoreException if it could not begin or commit
	 */
	<T extends @Nullable Object> T transact(Duration timeout, Store.Work<T> work);

	/**
	 * Runs work without a result in a transaction.
	 * @param work the work
	 * @throws io.diskcache.store.StoreTimeoutException if others kept writing, or the
	 * work was not done in time
	 * @throws io.diskcache.store.StoreException if it could not begin or commit
	 */
	default void transact(Runnable work) {
		transact(work(work));
	}

	/**
	 * Runs work without a result in a transaction.
	 * @param timeout how long it may take, with the wait for others
	 * @param work the work
	 * @throws IllegalArgumentException if the timeout is out of range
	 * @throws IllegalStateException if the cache has more than one shard
	 * @throws io.diskcache.store.StoreTimeoutException if others kept writing, or the
	 * work was not done in time
	 * @throws io.diskcache.store.StoreException if it could not begin or commit
	 */
	default void transact(Duration timeout, Runnable work) {
		transact(timeout, work(work));
	}

	private static Store.Work<Boolean> work(Runnable work) {
		return () -> {
			work.run();
			return true;
		};
	}

}
