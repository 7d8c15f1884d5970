package io.diskcache.cache;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.support.SimpleValueWrapper;

import io.diskcache.store.Fence;
import io.diskcache.store.Key;
import io.diskcache.store.LoadLock;
import io.diskcache.store.Stamp;

/**
 * The values of one cache that are computed anew although there is one: in the background
 * a while before they expire or when they have, by one at a time for each key over all
 * processes. What was computed is stored unless the key changed meanwhile. Thread-safe.
 */
final class Refreshes {

	/** How long a key is left alone after its value could not be computed or stored. */
	private static final Duration PAUSE = Duration.ofSeconds(1);

	/** What {@code -log} of a random number practically never exceeds. */
	private static final int MOST_BY_CHANCE = 40;

	private final RefreshOptions options;

	/** Longest time for which others leave a key to one who computes it. */
	private final long timeoutNanos;

	private final CacheEntries entries;

	private final LoadLocks locks;

	private final AsyncWork async;

	private final Failures failures;

	private final Set<Key> underWay = ConcurrentHashMap.newKeySet();

	/** The keys that are left alone for a while. */
	private final Set<Key> paused = ConcurrentHashMap.newKeySet();

	private final LongAdder refreshed = new LongAdder();

	private final LongAdder failed = new LongAdder();

	private final LongAdder stale = new LongAdder();

	/**
	 * Makes the refreshes of one cache.
	 * @param locks let one computation of a key run at a time
	 * @param async runs them
	 * @param failures told of those that failed
	 */
	Refreshes(CacheOptions options, CacheEntries entries, LoadLocks locks, AsyncWork async, Failures failures) {
		this.options = options.refresh();
		this.timeoutNanos = TimeUnit.NANOSECONDS.convert(options.loadTimeout());
		this.entries = entries;
		this.locks = locks;
		this.async = async;
		this.failures = failures;
	}

	/**
	 * Returns how a value is computed anew by a loader, on another thread with the class
	 * loader this one has here.
	 */
	Refresh by(CacheKey key, Supplier<CompletableFuture<?>> loader) {
		ClassLoader context = Thread.currentThread().getContextClassLoader();
		return (seen) -> {
			long begin = System.nanoTime();
			return AsyncWork.within(context, loader)
				.thenCompose((value) -> kept(key, value, seen, Duration.ofNanos(System.nanoTime() - begin)));
		};
	}

	/**
	 * Finds a value, be it stale, and begins to compute it anew if it is time to.
	 * @param refresh computes it
	 * @return the value, or {@code null} if there is none that can be given out
	 */
	@Nullable ValueWrapper find(CacheKey key, Refresh refresh) {
		if (!this.options.isEnabled()) {
			return this.entries.find(key);
		}
		CacheEntries.Stamped found = this.entries.findStamped(key);
		if (found.value() == null) {
			ValueWrapper stale = findStale(key, refresh);
			return (stale != null) ? stale : findFailing(key);
		}
		if (isDue(found.stamp())) {
			refresh(key, refresh);
		}
		return found.value();
	}

	/**
	 * Computes a value at once of which there is a stale one, which is what comes of it
	 * if that fails.
	 * @return the value, or {@code null} if there is no stale one that could be given out
	 */
	CompletableFuture<@Nullable ValueWrapper> compute(CacheKey key, Refresh refresh) {
		ValueWrapper former = findFormer(key);
		Fence seen = (former != null) ? this.entries.fenceQuietly(key) : null;
		if (former == null || seen == null) {
			CacheValues.discard((former != null) ? former.get() : null);
			return CompletableFuture.completedFuture(null);
		}
		return AsyncWork.started(() -> refresh.run(seen)).handle((result, failure) -> {
			if (failure == null) {
				CacheValues.discard(former.get());
				succeeded(key);
				return new SimpleValueWrapper(result.value());
			}
			Throwable cause = AsyncWork.unwrapped(failure);
			if (cause instanceof Error error) {
				throw error;
			}
			keepInterrupt(cause);
			this.stale.increment();
			failed(key, cause);
			return former;
		});
	}

	/** Finds a value after another load of it has ended, which may have failed. */
	@Nullable ValueWrapper findLoaded(CacheKey key) {
		ValueWrapper found = this.entries.find(key);
		return (found != null) ? found : findFailing(key);
	}

	/** Begins to compute a value anew that was found in the heap, if it is time to. */
	void foundNear(CacheKey key, Refresh refresh) {
		if (this.options.ahead() > 0 && isDue(this.entries.nearStamp(key))) {
			refresh(key, refresh);
		}
	}

	/**
	 * Finds what is given out where a value could not be computed.
	 * @return the value, or {@code null} if there is none that can be given out
	 */
	@Nullable ValueWrapper instead(CacheKey key, Throwable failure) {
		ValueWrapper found = (failure instanceof Error) ? null : staleIfError(key);
		if (found != null) {
			keepInterrupt(failure);
			failed(key, failure);
		}
		return found;
	}

	/**
	 * Notes that a value of a key was computed, so that it is not left alone any more.
	 */
	void succeeded(CacheKey key) {
		if (!this.paused.isEmpty()) {
			this.paused.remove(key.encoded());
		}
	}

	/** How many values were computed anew in the background. */
	long refreshed() {
		return this.refreshed.sum();
	}

	/** How many computations of values that there were have failed. */
	long failures() {
		return this.failed.sum();
	}

	/** How often a value was given out that had expired. */
	long staleHits() {
		return this.stale.sum();
	}

	private @Nullable ValueWrapper findStale(CacheKey key, Refresh refresh) {
		if (this.options.staleWhileRevalidate().isZero()) {
			return null;
		}
		ValueWrapper found = this.entries.findStale(key, this.options.staleWhileRevalidate());
		if (found != null) {
			this.stale.increment();
			refresh(key, refresh);
		}
		return found;
	}

	/** What failed just now is not tried again at once. */
	private @Nullable ValueWrapper findFailing(CacheKey key) {
		return this.paused.contains(key.encoded()) ? staleIfError(key) : null;
	}

	private @Nullable ValueWrapper staleIfError(CacheKey key) {
		ValueWrapper found = findFormer(key);
		if (found != null) {
			this.stale.increment();
		}
		return found;
	}

	/** What may be given out where computing a value fails. */
	private @Nullable ValueWrapper findFormer(CacheKey key) {
		return this.options.staleIfError().isZero() ? null : this.entries.findStale(key, this.options.staleIfError());
	}

	/** By chance, as {@link RefreshOptions#ahead()} says. */
	private boolean isDue(@Nullable Stamp stamp) {
		if (stamp == null || this.options.ahead() == 0 || stamp.loadMillis() == 0) {
			return false;
		}
		double time = this.options.ahead() * stamp.loadMillis();
		long remaining = stamp.remainingMillis();
		return remaining < time * MOST_BY_CHANCE
				&& remaining <= time * -Math.log(1 - ThreadLocalRandom.current().nextDouble());
	}

	private void refresh(CacheKey key, Refresh refresh) {
		Fence seen = this.paused.contains(key.encoded()) ? null : this.entries.fenceQuietly(key);
		if (seen != null && this.underWay.add(key.encoded())) {
			boolean begun = false;
			try {
				begun = this.async.tryRefresh(() -> refreshAlone(key, seen, refresh)
					.whenComplete((done, failure) -> this.underWay.remove(key.encoded())));
			}
			finally {
				if (!begun) {
					this.underWay.remove(key.encoded());
				}
			}
		}
	}

	private CompletableFuture<Refresh.@Nullable Result> refreshAlone(CacheKey key, Fence seen, Refresh refresh) {
		LoadLock lock;
		try {
			lock = this.locks.tryLock(key.encoded());
		}
		catch (Error ex) { // of too many threads, for example
			return CompletableFuture.failedFuture(ex);
		}
		if (lock == null) {
			// Somebody computes it, and all will find what comes of it.
			return CompletableFuture.completedFuture(null);
		}
		if (!isUnchanged(key, seen)) {
			lock.close();
			return CompletableFuture.completedFuture(null);
		}
		return AsyncWork.started(() -> refresh.run(seen))
			.copy()
			.orTimeout(this.timeoutNanos, TimeUnit.NANOSECONDS)
			.whenComplete((result, failure) -> {
				lock.close();
				end(key, seen, result, failure);
			});
	}

	/** Nothing is computed where the key has changed since it was seen. */
	private boolean isUnchanged(CacheKey key, Fence seen) {
		Fence now = this.entries.fenceQuietly(key);
		return now != null && now.isSameStateAs(seen);
	}

	/** Not on the thread that completed the loader's future, which may not wait. */
	private CompletableFuture<Refresh.Result> kept(CacheKey key, @Nullable Object value, Fence seen, Duration load) {
		return this.async.onDisk(() -> this.entries.putLoaded(key, value, seen, load), () -> false)
			.thenApply((stored) -> {
				if (!stored) {
					CacheValues.discard(value);
				}
				return new Refresh.Result(value, stored);
			});
	}

	private void end(CacheKey key, Fence seen, Refresh.@Nullable Result result, @Nullable Throwable failure) {
		if (failure != null) {
			failed(key, AsyncWork.unwrapped(failure));
		}
		else if (result != null && result.stored()) {
			this.refreshed.increment();
			succeeded(key);
		}
		else if (isUnchanged(key, seen)) {
			// Not to be stored: each lookup would compute it again.
			pause(key);
		}
	}

	private void failed(CacheKey key, Throwable failure) {
		this.failed.increment();
		this.failures.notRefreshed(failure);
		pause(key);
	}

	private void pause(CacheKey key) {
		if (this.paused.add(key.encoded())) {
			CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
				.execute(() -> this.paused.remove(key.encoded()));
		}
	}

	private static void keepInterrupt(Throwable failure) {
		if (failure instanceof InterruptedException) {
			Thread.currentThread().interrupt();
		}
	}

}
