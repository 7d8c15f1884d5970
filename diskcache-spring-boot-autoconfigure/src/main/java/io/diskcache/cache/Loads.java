package io.diskcache.cache;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.diskcache.store.Key;
import io.diskcache.store.LoadLock;

/**
 * Lets one load of a key run at a time, be it a thread's own or one that answers with a
 * future: those of this process take turns, and the one whose turn it is takes the lock
 * that all processes respect. A load holds nothing of the map's, so that a loader may
 * load other keys. Where a load was in vain, as it failed or its value could not be
 * stored, those who waited for it load by themselves, all at once: else they would fail,
 * or load, one after the other. Who reads what is stored is told of its end instead.
 * Thread-safe.
 */
final class Loads {

	/** The end of the load that has its turn. */
	private final ConcurrentMap<Key, CompletableFuture<End>> running = new ConcurrentHashMap<>();

	private final Set<Loader> loaders = ConcurrentHashMap.newKeySet();

	private final LoadLocks locks;

	private final long timeoutNanos;

	private final LongAdder timeouts = new LongAdder();

	/**
	 * Makes the loads of one cache.
	 * @param locks the locks of keys among processes
	 * @param timeout longest wait for other loads; then the load runs beside them. As
	 * good as endless if it is longer than nanoseconds can count, 292 years
	 */
	Loads(LoadLocks locks, Duration timeout) {
		this.locks = locks;
		this.timeoutNanos = TimeUnit.NANOSECONDS.convert(timeout);
	}

	/** How many loads ran beside another one of their key, as the wait was too long. */
	long timeouts() {
		return this.timeouts.sum();
	}

	/**
	 * Runs a load alone, unless the wait for its turn is too long or interrupted.
	 * @param found looks whether another load, which has just ended, has made this one
	 * needless
	 * @param load loads, or finds what was loaded just before
	 * @param inVain told of a load that was waited for in vain, to make something of it
	 * @return what was found, loaded or made
	 * @throws IllegalStateException if the calling thread is loading this key already
	 */
	<T> T alone(Key key, Supplier<@Nullable T> found, Supplier<Loaded<T>> load, Function<End, T> inVain) {
		return loading(key, () -> {
			long deadline = System.nanoTime() + this.timeoutNanos;
			Turn<T> turn = waitForTurn(key, found, deadline);
			if (turn.found() != null) {
				return turn.found();
			}
			return (turn.other() != null) ? inVain.apply(turn.other()) : alone(key, turn, load, deadline);
		});
	}

	private <T> T alone(Key key, Turn<T> turn, Supplier<Loaded<T>> load, long deadline) {
		try {
			LoadLock lock = (turn.end() != null) ? this.locks.await(key, deadline) : null;
			Loaded<T> loaded = holding(locked(lock), load);
			end(key, turn.end(), new End(loaded, null));
			return loaded.value();
		}
		catch (Throwable ex) { // whatever it is, nobody may wait for this load any more
			end(key, turn.end(), new End(null, ex));
			throw ex;
		}
	}

	private static <T> T holding(LoadLock lock, Supplier<T> work) {
		try {
			return work.get();
		}
		finally {
			lock.close();
		}
	}

	/**
	 * Runs a load alone, unless the wait for its turn is too long. Returns at once.
	 * @param found looks whether another load, which has just ended, has made this one
	 * needless
	 * @param load starts to load, or to find what was loaded just before
	 * @return what will be found or loaded
	 */
	<T> CompletableFuture<T> aloneLater(Key key, Supplier<CompletableFuture<Optional<T>>> found,
			Supplier<CompletableFuture<Loaded<T>>> load) {
		return aloneLater(key, found, load, System.nanoTime() + this.timeoutNanos);
	}

	/**
	 * Runs a part of a load, on whose thread nobody may ask for the same key.
	 * @throws IllegalStateException if the calling thread is loading this key already
	 */
	<T> T loading(Key key, Supplier<T> part) {
		Loader loader = new Loader(Thread.currentThread(), key);
		if (!this.loaders.add(loader)) {
			throw ownKey();
		}
		try {
			return part.get();
		}
		finally {
			this.loaders.remove(loader);
		}
	}

	/** Returns what a loader gets to hear that asks for the key it is loading. */
	static IllegalStateException ownKey() {
		return new IllegalStateException("A loader asked the cache for the very key it is loading");
	}

	/** Whether the calling thread is loading a key. */
	boolean isLoading(Key key) {
		return this.loaders.contains(new Loader(Thread.currentThread(), key));
	}

	private <T> CompletableFuture<T> aloneLater(Key key, Supplier<CompletableFuture<Optional<T>>> found,
			Supplier<CompletableFuture<Loaded<T>>> load, long deadline) {
		CompletableFuture<End> turn = new CompletableFuture<>();
		CompletableFuture<End> other = this.running.putIfAbsent(key, turn);
		if (other == null) {
			return this.locks.awaitLater(key, deadline)
				.thenCompose((lock) -> locked(lock, load))
				.whenComplete((loaded, failure) -> end(key, turn, new End(loaded, failure)))
				.thenApply(Loaded::value);
		}
		return other.copy()
			.orTimeout(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)
			.thenApply(Optional::of)
			.exceptionally((late) -> Optional.empty())
			.thenCompose((end) -> end.isEmpty() ? beside(null, load)
					: found.get()
						.thenCompose((result) -> result.map(CompletableFuture::completedFuture)
							.orElseGet(() -> end.get().inVain() ? beside(LoadLock.NONE, load)
									: aloneLater(key, found, load, deadline))));
	}

	private <T> CompletableFuture<T> beside(@Nullable LoadLock lock, Supplier<CompletableFuture<Loaded<T>>> load) {
		return locked(lock, load).thenApply(Loaded::value);
	}

	private <T> CompletableFuture<T> locked(@Nullable LoadLock lock, Supplier<CompletableFuture<T>> load) {
		LoadLock held = locked(lock);
		return AsyncWork.started(load).whenComplete((value, failure) -> held.close());
	}

	/** A load that has waited for too long runs all the same, and is counted. */
	private LoadLock locked(@Nullable LoadLock lock) {
		if (lock == null) {
			this.timeouts.increment();
			return LoadLock.NONE;
		}
		return lock;
	}

	/** Waits; each load that ends may make the next one needless. */
	private <T> Turn<T> waitForTurn(Key key, Supplier<@Nullable T> found, long deadline) {
		CompletableFuture<End> turn = new CompletableFuture<>();
		while (true) {
			CompletableFuture<End> other = this.running.putIfAbsent(key, turn);
			if (other == null) {
				return new Turn<>(turn, null, null);
			}
			End end;
			try {
				end = other.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return new Turn<>(null, null, null);
			}
			catch (TimeoutException ex) {
				return new Turn<>(null, null, null);
			}
			catch (ExecutionException ex) {
				throw new IllegalStateException("The end of a load does not fail", ex);
			}
			T result = found.get();
			if (result != null || end.inVain()) {
				return new Turn<>(null, end, result);
			}
		}
	}

	private void end(Key key, @Nullable CompletableFuture<End> turn, End end) {
		if (turn != null) {
			this.running.remove(key, turn);
			turn.complete(end);
		}
	}

	/**
	 * What came of a load.
	 *
	 * @param value the value
	 * @param inVain whether it could not be stored, though its key had not changed
	 */
	record Loaded<T>(T value, boolean inVain) {

		static <T> Loaded<T> of(T value) {
			return new Loaded<>(value, false);
		}

	}

	/**
	 * How a load ended.
	 *
	 * @param loaded what came of it, or {@code null} if it failed
	 * @param failure why it failed, or {@code null}
	 */
	record End(@Nullable Loaded<?> loaded, @Nullable Throwable failure) {

		/** Whether who waited for it finds nothing of it. */
		boolean inVain() {
			return this.loaded == null || this.loaded.inVain();
		}

	}

	private record Loader(Thread thread, Key key) {
	}

	/**
	 * What came of waiting.
	 *
	 * @param end to be completed when the load ends, or {@code null} if there is no turn
	 * @param other how the load ended that was waited for, or {@code null}. If there is
	 * neither, the wait was too long, and the load runs beside another one
	 * @param found what another load has left to be found, or {@code null}
	 */
	private record Turn<T>(@Nullable CompletableFuture<End> end, @Nullable End other, @Nullable T found) {
	}

}
