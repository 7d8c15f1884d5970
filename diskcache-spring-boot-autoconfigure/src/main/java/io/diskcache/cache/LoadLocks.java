package io.diskcache.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import io.diskcache.store.Key;
import io.diskcache.store.LoadLock;
import io.diskcache.store.Store;
import io.diskcache.store.StoreException;

/**
 * Lets one load of a key run at a time in all processes of the host. Who dies while it
 * loads is noticed by the next look of those who wait. The protocol is in
 * {@code docs/protocols.md}. Thread-safe.
 */
final class LoadLocks {

	private static final long FIRST_PAUSE_NANOS = 200_000;

	/** Bounds what a lock that was released can go unnoticed. */
	private static final long LONGEST_PAUSE_NANOS = 25_000_000;

	private final Store store;

	private final AsyncWork async;

	private final Failures failures;

	/**
	 * Makes the locks of one cache.
	 * @param async takes locks for futures
	 * @param failures told where there can be no locks
	 */
	LoadLocks(Store store, AsyncWork async, Failures failures) {
		this.store = store;
		this.async = async;
		this.failures = failures;
	}

	/**
	 * Takes the lock of a key if nobody has it.
	 * @return the lock, one that nobody respects where there can be none, or {@code null}
	 * if another thread has it, in this process or another
	 */
	@Nullable LoadLock tryLock(Key key) {
		try {
			return this.store.tryLoad(key);
		}
		catch (StoreException ex) {
			this.failures.failed("lock a load", ex);
			return LoadLock.NONE;
		}
	}

	/**
	 * Waits for the lock of a key. An interrupt ends the wait, and is kept for the
	 * caller.
	 * @param deadline the moment at which the wait ends, in {@link System#nanoTime()}
	 * @return the lock, or {@code null} if it could not be had
	 */
	@Nullable LoadLock await(Key key, long deadline) {
		LoadLock lock = tryLock(key);
		for (long pause = FIRST_PAUSE_NANOS; lock == null; pause = longer(pause)) {
			long left = deadline - System.nanoTime();
			if (left <= 0 || Thread.currentThread().isInterrupted()) {
				return null;
			}
			LockSupport.parkNanos(Math.min(spread(pause), left));
			lock = tryLock(key);
		}
		return lock;
	}

	/**
	 * Waits for the lock of a key without a thread.
	 * @param deadline the moment at which the wait ends, in {@link System#nanoTime()}
	 * @return the lock, or {@code null} if it could not be had
	 */
	CompletableFuture<@Nullable LoadLock> awaitLater(Key key, long deadline) {
		CompletableFuture<@Nullable LoadLock> result = new CompletableFuture<>();
		tryLater(key, deadline, FIRST_PAUSE_NANOS, result);
		return result;
	}

	private void tryLater(Key key, long deadline, long pause, CompletableFuture<@Nullable LoadLock> result) {
		CompletableFuture<?> unused = this.async.<@Nullable LoadLock>onDisk(() -> tryLock(key), () -> LoadLock.NONE)
			.whenComplete((lock, failure) -> {
				long left = deadline - System.nanoTime();
				if (lock != null || failure != null || left <= 0) {
					result.complete(lock);
				}
				else {
					Executor later = CompletableFuture.delayedExecutor(Math.min(spread(pause), left),
							TimeUnit.NANOSECONDS, Runnable::run);
					later.execute(() -> tryLater(key, deadline, longer(pause), result));
				}
			});
	}

	private static long longer(long pause) {
		return Math.min(LONGEST_PAUSE_NANOS, pause + pause / 2);
	}

	/** So that those who wait for the same do not always meet. */
	private static long spread(long pause) {
		return pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2);
	}

}
