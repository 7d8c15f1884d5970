package io.diskcache.cache;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.diskcache.store.Key;

/**
 * Lets one load of a key run at a time in this process, be it a thread's own or one that
 * answers with a future. A load holds nothing of the map's, so that a loader may load
 * other keys. Thread-safe.
 */
final class Loads {

	/** The end of the load that has its turn. */
	private final ConcurrentMap<Key, CompletableFuture<@Nullable Void>> running = new ConcurrentHashMap<>();

	private final Set<Loader> loaders = ConcurrentHashMap.newKeySet();

	private final Duration timeout;

	/**
	 * Makes the loads of one cache.
	 * @param timeout longest wait for another load; then the load runs beside it
	 */
	Loads(Duration timeout) {
		this.timeout = timeout;
	}

	/**
	 * Runs a load alone, unless the wait for its turn is too long or interrupted.
	 * @throws IllegalStateException if the calling thread is loading this key already
	 */
	<T extends @Nullable Object> T alone(Key key, Supplier<T> load) {
		Loader loader = new Loader(Thread.currentThread(), key);
		if (!this.loaders.add(loader)) {
			throw new IllegalStateException("A loader asked the cache for the very key it is loading");
		}
		try {
			CompletableFuture<@Nullable Void> turn = waitForTurn(key);
			try {
				return load.get();
			}
			finally {
				if (turn != null) {
					end(key, turn);
				}
			}
		}
		finally {
			this.loaders.remove(loader);
		}
	}

	/**
	 * Runs a load alone, unless the wait for its turn is too long. Returns at once.
	 * @param load starts the load; on the thread on which the former one ended, so it
	 * must not wait
	 */
	<T extends @Nullable Object> CompletableFuture<T> aloneLater(Key key, Supplier<CompletableFuture<T>> load) {
		return aloneLater(key, load, System.nanoTime() + this.timeout.toNanos());
	}

	private <T extends @Nullable Object> CompletableFuture<T> aloneLater(Key key, Supplier<CompletableFuture<T>> load,
			long deadline) {
		CompletableFuture<@Nullable Void> turn = new CompletableFuture<>();
		CompletableFuture<@Nullable Void> other = this.running.putIfAbsent(key, turn);
		if (other == null) {
			return started(load).whenComplete((value, failure) -> end(key, turn));
		}
		return other.copy()
			.orTimeout(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)
			.thenApply((ended) -> true)
			.exceptionally((late) -> false)
			.thenCompose((ended) -> ended ? aloneLater(key, load, deadline) : started(load));
	}

	private static <T extends @Nullable Object> CompletableFuture<T> started(Supplier<CompletableFuture<T>> load) {
		try {
			return load.get();
		}
		catch (RuntimeException | Error ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/** Returns the end of the caller's turn, or {@code null} if it did not get one. */
	private @Nullable CompletableFuture<@Nullable Void> waitForTurn(Key key) {
		long deadline = System.nanoTime() + this.timeout.toNanos();
		CompletableFuture<@Nullable Void> turn = new CompletableFuture<>();
		while (true) {
			CompletableFuture<@Nullable Void> other = this.running.putIfAbsent(key, turn);
			if (other == null) {
				return turn;
			}
			try {
				other.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return null;
			}
			catch (TimeoutException ex) {
				return null;
			}
			catch (ExecutionException ex) {
				throw new IllegalStateException("The end of a load does not fail", ex);
			}
		}
	}

	private void end(Key key, CompletableFuture<@Nullable Void> turn) {
		this.running.remove(key, turn);
		turn.complete(null);
	}

	private record Loader(Thread thread, Key key) {
	}

}
