package io.diskcache.cache;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.support.SimpleValueWrapper;

import io.diskcache.cache.Loads.Loaded;
import io.diskcache.near.HeldValue;
import io.diskcache.store.Fence;

/**
 * The entries of one cache that are loaded where there are none, by the thread that asks
 * or for a future; and the lookups of futures. What was loaded is stored unless its key
 * changed meanwhile. Thread-safe.
 */
final class LoadedEntries {

	private final CacheEntries entries;

	private final Loads loads;

	private final Refreshes refreshes;

	private final AsyncWork async;

	private final Failures failures;

	private final Lookups lookups;

	private final LongAdder loadCount = new LongAdder();

	private final LongAdder loadNanos = new LongAdder();

	/**
	 * Makes the loaded entries of one cache.
	 * @param loads let one load of a key run at a time
	 * @param refreshes compute values anew
	 * @param async runs what belongs to futures
	 * @param failures told where too much waits for the disk
	 * @param lookups told what was found
	 */
	LoadedEntries(CacheEntries entries, Loads loads, Refreshes refreshes, AsyncWork async, Failures failures,
			Lookups lookups) {
		this.entries = entries;
		this.loads = loads;
		this.refreshes = refreshes;
		this.async = async;
		this.failures = failures;
		this.lookups = lookups;
	}

	/**
	 * Finds a value, or loads it.
	 * @param again how the value is computed anew while there is one; {@code null} if by
	 * the loader as well
	 * @param pending the changes of the transaction it is loaded in, or {@code null}.
	 * What it has changed is loaded without a look, and without a wait for others: they
	 * load what was committed
	 * @throws ValueRetrievalException if the loader failed
	 */
	ValueWrapper get(CacheKey encoded, Callable<?> loader, @Nullable Reinvocation again,
			@Nullable PendingChanges pending) {
		Object key = encoded.given();
		ValueWrapper found = (pending != null && pending.isChanged(encoded)) ? null
				: this.lookups.hit(this.refreshes.find(encoded, this.refreshes.by(encoded, () -> this.loads
					.loading(encoded.encoded(), () -> (again != null) ? counted(again) : computed(key, loader)))));
		if (found != null) {
			return found;
		}
		if (pending != null) {
			// What it loads nobody else finds before the commit.
			this.lookups.counted(null);
			return this.loads.loading(encoded.encoded(), () -> load(key, encoded, loader, pending));
		}
		return this.loads.alone(encoded.encoded(), () -> this.lookups.hit(this.refreshes.findLoaded(encoded)), () -> {
			ValueWrapper loadedMeanwhile = this.lookups.counted(this.entries.find(encoded));
			return (loadedMeanwhile != null) ? Loaded.of(loadedMeanwhile) : load(key, encoded, loader);
		});
	}

	/** Looks a key up without waiting for the disk. */
	CompletableFuture<@Nullable ValueWrapper> retrieve(CacheKey key) {
		HeldValue held = this.entries.findNear(key);
		if (held != null) {
			return CompletableFuture.completedFuture(this.lookups.counted(held.isAbsent() ? null : held));
		}
		return this.async.handOver(look(key).thenApply((look) -> this.lookups.counted(look.found())));
	}

	/**
	 * Looks a key up for who computes its value at a miss, without waiting for the disk.
	 * @param refresh computes it anew while there is one; {@code null} if nobody does
	 * @param onMiss told of the state of a key that was missed
	 */
	CompletableFuture<@Nullable ValueWrapper> retrieve(CacheKey key, @Nullable Refresh refresh,
			Consumer<@Nullable Fence> onMiss) {
		HeldValue held = this.entries.findNear(key);
		if (held != null && !held.isAbsent()) {
			if (refresh != null) {
				this.refreshes.foundNear(key, refresh);
			}
			return CompletableFuture.completedFuture(this.lookups.counted(held));
		}
		CompletableFuture<Look> looking = (refresh != null) ? look(key, refresh) : look(key);
		ClassLoader context = Thread.currentThread().getContextClassLoader();
		return this.async.handOver(looking.thenCompose((look) -> {
			ValueWrapper found = this.lookups.counted(look.found());
			if (found != null || refresh == null) {
				return CompletableFuture.completedFuture(look);
			}
			// Not on a thread of the disk, as the application's method is called.
			return this.async.call(() -> this.refreshes.compute(key, refresh), context)
				.thenApply((computed) -> new Look(computed, look.fence()));
		}).thenApply((look) -> {
			if (look.found() == null) {
				onMiss.accept(look.fence());
			}
			return look.found();
		}));
	}

	/** Finds a value, or loads it, without waiting. */
	<T> CompletableFuture<T> retrieve(CacheKey key, Supplier<CompletableFuture<T>> valueLoader,
			@Nullable Reinvocation again) {
		if (this.loads.isLoading(key.encoded())) {
			return CompletableFuture.failedFuture(Loads.ownKey());
		}
		HeldValue held = this.entries.findNear(key);
		if (held != null && !held.isAbsent()) {
			this.refreshes.foundNear(key, refresh(key, valueLoader, again));
			return completed(Objects.requireNonNull(this.lookups.hit(held)));
		}
		ClassLoader context = Thread.currentThread().getContextClassLoader();
		Supplier<CompletableFuture<T>> loader = () -> callLater(() -> this.loads.loading(key.encoded(), valueLoader),
				context);
		return this.async.handOver(look(key, refresh(key, valueLoader, again)).thenCompose((look) -> {
			ValueWrapper found = this.lookups.hit(look.found());
			return (found != null) ? completed(found)
					: this.loads
						.aloneLater(key.encoded(),
								() -> this.async
									.onDisk(() -> Optional.ofNullable(this.refreshes.findLoaded(key)),
											Optional::<ValueWrapper>empty)
									.thenApply((result) -> result.map(this.lookups::hit)),
								() -> this.<T>loadLater(key, loader))
						.thenCompose(LoadedEntries::<T>completed);
		}));
	}

	/**
	 * Looks a key up on the calling thread, whose transaction is not known to others: so
	 * what depends on the result runs in it, too.
	 */
	CompletableFuture<@Nullable ValueWrapper> retrieve(CacheKey key, PendingChanges pending) {
		return AsyncWork.started(() -> CompletableFuture.completedFuture(this.lookups.counted(pending.find(key))));
	}

	/** Finds a value, or loads it, on the calling thread as its transaction is there. */
	<T> CompletableFuture<T> retrieve(CacheKey key, Supplier<CompletableFuture<T>> loader, PendingChanges pending) {
		return AsyncWork.started(() -> {
			ValueWrapper found = this.lookups.counted(pending.find(key));
			if (found != null) {
				return completed(found);
			}
			PendingChanges.Miss miss = pending.missed(key);
			long begin = System.nanoTime();
			CompletableFuture<T> loading = this.loads.loading(key.encoded(), loader);
			CompletableFuture<?> unused = loading.whenComplete((value, failure) -> {
				loaded(begin);
				if (failure == null) {
					pending.loaded(key, value, miss);
				}
			});
			return loading;
		});
	}

	/** How many loaders have run. */
	long loads() {
		return this.loadCount.sum();
	}

	/** How long they took, in nanoseconds. */
	long loadNanos() {
		return this.loadNanos.sum();
	}

	/** How many loads ran beside another one of their key. */
	long loadTimeouts() {
		return this.loads.timeouts();
	}

	/** Loads in a transaction, in which what was loaded is stored after the commit. */
	private ValueWrapper load(Object key, CacheKey encoded, Callable<?> loader, PendingChanges pending) {
		PendingChanges.Miss miss = pending.missed(encoded);
		Object value = call(key, loader);
		pending.loaded(encoded, value, miss);
		return new SimpleValueWrapper(value);
	}

	private Loaded<ValueWrapper> load(Object key, CacheKey encoded, Callable<?> loader) {
		Fence fence = this.entries.fence(encoded);
		long begin = System.nanoTime();
		Object value;
		try {
			value = call(key, loader);
		}
		catch (ValueRetrievalException ex) {
			ValueWrapper stale = this.refreshes.instead(encoded, Objects.requireNonNullElse(ex.getCause(), ex));
			if (stale != null) {
				return Loaded.of(stale);
			}
			throw ex;
		}
		this.refreshes.succeeded(encoded);
		boolean kept = this.entries.putLoaded(encoded, value, fence, since(begin));
		boolean inVain = !kept && isUnchanged(encoded, fence);
		if (!CacheValues.isReadOnce(value)) {
			return new Loaded<>(new SimpleValueWrapper(value), inVain);
		}
		ValueWrapper unread = kept ? this.entries.findLoaded(encoded) : null;
		if (unread != null) {
			return Loaded.of(unread);
		}
		CacheValues.discard(value);
		return new Loaded<>(new SimpleValueWrapper(call(key, loader)), inVain);
	}

	/** Whether a key has not changed since a mark was taken, as far as that is known. */
	private boolean isUnchanged(CacheKey key, @Nullable Fence since) {
		Fence now = (since != null) ? this.entries.fenceQuietly(key) : null;
		return since == null || now == null || now.isSameStateAs(since);
	}

	private @Nullable Object call(Object key, Callable<?> loader) {
		long begin = System.nanoTime();
		try {
			return loader.call();
		}
		catch (Throwable ex) { // whatever it is, Spring's interceptor unwraps it
			throw new ValueRetrievalException(key, loader, ex);
		}
		finally {
			loaded(begin);
		}
	}

	private CompletableFuture<?> counted(Reinvocation again) {
		long begin = System.nanoTime();
		return again.proceed().whenComplete((value, failure) -> loaded(begin));
	}

	private CompletableFuture<?> computed(Object key, Callable<?> loader) {
		return CompletableFuture.completedFuture(call(key, loader));
	}

	private static Duration since(long begin) {
		return Duration.ofNanos(System.nanoTime() - begin);
	}

	private <T> CompletableFuture<T> callLater(Supplier<CompletableFuture<T>> loader, ClassLoader context) {
		long begin = System.nanoTime();
		return this.async.call(loader, context).whenComplete((value, failure) -> loaded(begin));
	}

	/** Counts a load that has ended. */
	void loaded(long begin) {
		this.loadCount.increment();
		this.loadNanos.add(System.nanoTime() - begin);
	}

	private <T> CompletableFuture<Loaded<ValueWrapper>> loadLater(CacheKey key, Supplier<CompletableFuture<T>> loader) {
		return look(key).thenCompose((look) -> {
			ValueWrapper loadedMeanwhile = this.lookups.counted(look.found());
			if (loadedMeanwhile != null) {
				return CompletableFuture.completedFuture(Loaded.of(loadedMeanwhile));
			}
			long begin = System.nanoTime();
			return loader.get()
				.thenCompose((value) -> keepLater(key, value, look.fence(), since(begin), loader))
				.exceptionallyCompose((failure) -> insteadLater(key, failure));
		});
	}

	private CompletableFuture<Loaded<ValueWrapper>> insteadLater(CacheKey key, Throwable failure) {
		return this.async
			.onDisk(() -> Optional.ofNullable(this.refreshes.instead(key, AsyncWork.unwrapped(failure))),
					Optional::<ValueWrapper>empty)
			.thenCompose((stale) -> stale.map((value) -> CompletableFuture.completedFuture(Loaded.of(value)))
				.orElseGet(() -> CompletableFuture.failedFuture(failure)));
	}

	private <T> CompletableFuture<Loaded<ValueWrapper>> keepLater(CacheKey key, @Nullable T value,
			@Nullable Fence fence, Duration load, Supplier<CompletableFuture<T>> loader) {
		if (!CacheValues.isReadOnce(value)) {
			ValueWrapper loaded = new SimpleValueWrapper(value);
			return this.async.onDisk(() -> new Loaded<>(loaded, !keep(key, value, fence, load)),
					() -> dropped(new Loaded<>(loaded, true)));
		}
		return this.async
			.onDisk(() -> new Look(
					this.entries.putLoaded(key, value, fence, load) ? this.entries.findLoaded(key) : null, null),
					() -> dropped(new Look(null, null)))
			.thenCompose((look) -> {
				ValueWrapper unread = look.found();
				if (unread != null) {
					return CompletableFuture.completedFuture(Loaded.of(unread));
				}
				CacheValues.discard(value);
				return loader.get().thenApply((again) -> new Loaded<>(new SimpleValueWrapper(again), true));
			});
	}

	/** Whether a value was stored, or would have been if its key had not changed. */
	private boolean keep(CacheKey key, @Nullable Object value, @Nullable Fence fence, Duration load) {
		return this.entries.putLoaded(key, value, fence, load) || !isUnchanged(key, fence);
	}

	private CompletableFuture<Look> look(CacheKey key) {
		return look(key, () -> this.entries.find(key));
	}

	private CompletableFuture<Look> look(CacheKey key, Refresh refresh) {
		return look(key, () -> this.refreshes.find(key, refresh));
	}

	private CompletableFuture<Look> look(CacheKey key, Supplier<@Nullable ValueWrapper> finding) {
		return this.async.onDisk(() -> new Look(finding.get(), this.entries.fence(key)),
				() -> dropped(new Look(null, null)));
	}

	/** On a thread that has the class loader of who asked. */
	private <T> Refresh refresh(CacheKey key, Supplier<CompletableFuture<T>> loader, @Nullable Reinvocation again) {
		ClassLoader context = Thread.currentThread().getContextClassLoader();
		return this.refreshes.by(key, () -> (again != null) ? counted(again) : callLater(loader, context));
	}

	private <T> T dropped(T instead) {
		this.failures.overloaded();
		return instead;
	}

	private static <T> CompletableFuture<T> completed(ValueWrapper found) {
		return CompletableFuture.completedFuture(CacheValues.<T>cast(found.get()));
	}

	/**
	 * What is there, and a mark of the state a load would begin from.
	 *
	 * @param found the value, or {@code null} if there is none
	 * @param fence the mark, or {@code null} if there is none
	 */
	private record Look(@Nullable ValueWrapper found, @Nullable Fence fence) {
	}

}
