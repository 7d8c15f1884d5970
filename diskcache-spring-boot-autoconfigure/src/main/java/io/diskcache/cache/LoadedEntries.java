package io.diskcache.cache;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.support.SimpleValueWrapper;

import io.diskcache.cache.Loads.End;
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

	private final CountedLoads counted = new CountedLoads();

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
	ValueWrapper get(CacheKey key, Callable<?> loader, @Nullable Reinvocation again, @Nullable PendingChanges pending) {
		ValueWrapper found = (pending != null && pending.isChanged(key)) ? null : find(key, loader, again);
		if (found != null) {
			return found;
		}
		if (pending != null) {
			// What it loads nobody else finds before the commit.
			this.lookups.counted(null);
			return this.loads.loading(key.encoded(), () -> load(key, loader, pending));
		}
		Supplier<Loaded<ValueWrapper>> load = () -> lookAndLoad(key, loader, false);
		return alone(key, load, (inVain) -> load.get().value());
	}

	/**
	 * Finds a value, or loads it, for who then reads it from the store: one that can be
	 * read once only may be drained by then.
	 * @param inVain told of a load that was waited for in vain; it does not load as well
	 * @throws ValueRetrievalException if the loader failed
	 */
	ValueWrapper getStored(CacheKey key, Callable<?> loader, Function<End, ValueWrapper> inVain) {
		ValueWrapper found = find(key, loader, null);
		return (found != null) ? found : alone(key, () -> lookAndLoad(key, loader, true), (other) -> {
			this.lookups.counted(null);
			return inVain.apply(other);
		});
	}

	private @Nullable ValueWrapper find(CacheKey key, Callable<?> loader, @Nullable Reinvocation again) {
		return this.lookups.hit(this.refreshes.find(key, this.refreshes.by(key, () -> this.loads.loading(key.encoded(),
				() -> (again != null) ? counted(again) : computed(key, loader)))));
	}

	private ValueWrapper alone(CacheKey key, Supplier<Loaded<ValueWrapper>> load, Function<End, ValueWrapper> inVain) {
		return this.loads.alone(key.encoded(), () -> this.lookups.hit(this.refreshes.findLoaded(key)), load, inVain);
	}

	private Loaded<ValueWrapper> lookAndLoad(CacheKey key, Callable<?> loader, boolean mayDrain) {
		ValueWrapper loadedMeanwhile = this.lookups.counted(this.entries.find(key));
		return (loadedMeanwhile != null) ? Loaded.of(loadedMeanwhile) : load(key, loader, mayDrain);
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
				this.counted.end(begin);
				if (failure == null) {
					pending.loaded(key, value, miss);
				}
			});
			return loading;
		});
	}

	/** Counts the loads. */
	CountedLoads counted() {
		return this.counted;
	}

	/** How many loads ran beside another one of their key. */
	long loadTimeouts() {
		return this.loads.timeouts();
	}

	/** Loads in a transaction, in which what was loaded is stored after the commit. */
	private ValueWrapper load(CacheKey key, Callable<?> loader, PendingChanges pending) {
		PendingChanges.Miss miss = pending.missed(key);
		Object value = this.counted.call(key.given(), loader);
		pending.loaded(key, value, miss);
		return new SimpleValueWrapper(value);
	}

	private Loaded<ValueWrapper> load(CacheKey key, Callable<?> loader, boolean mayDrain) {
		Fence fence = this.entries.fence(key);
		long begin = System.nanoTime();
		Object value;
		try {
			value = this.counted.call(key.given(), loader);
		}
		catch (ValueRetrievalException ex) {
			ValueWrapper stale = this.refreshes.instead(key, Objects.requireNonNullElse(ex.getCause(), ex));
			if (stale != null) {
				return Loaded.of(stale);
			}
			throw ex;
		}
		this.refreshes.succeeded(key);
		boolean kept = this.entries.putLoaded(key, value, fence, since(begin));
		boolean inVain = !kept && isUnchanged(key, fence);
		if (mayDrain || !CacheValues.isReadOnce(value)) {
			return new Loaded<>(new SimpleValueWrapper(value), inVain);
		}
		ValueWrapper unread = kept ? this.entries.findLoaded(key) : null;
		if (unread != null) {
			return Loaded.of(unread);
		}
		CacheValues.discard(value);
		return new Loaded<>(new SimpleValueWrapper(this.counted.call(key.given(), loader)), inVain);
	}

	/** Whether a key has not changed since a mark was taken, as far as that is known. */
	private boolean isUnchanged(CacheKey key, @Nullable Fence since) {
		Fence now = (since != null) ? this.entries.fenceQuietly(key) : null;
		return since == null || now == null || now.isSameStateAs(since);
	}

	private CompletableFuture<?> counted(Reinvocation again) {
		return this.counted.endLater(System.nanoTime(), again.proceed());
	}

	private CompletableFuture<?> computed(CacheKey key, Callable<?> loader) {
		return CompletableFuture.completedFuture(this.counted.call(key.given(), loader));
	}

	private static Duration since(long begin) {
		return Duration.ofNanos(System.nanoTime() - begin);
	}

	private <T> CompletableFuture<T> callLater(Supplier<CompletableFuture<T>> loader, ClassLoader context) {
		return this.counted.endLater(System.nanoTime(), this.async.call(loader, context));
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
