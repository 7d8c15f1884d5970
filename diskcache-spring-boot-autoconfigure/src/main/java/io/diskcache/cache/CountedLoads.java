package io.diskcache.cache;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueRetrievalException;

/** Calls the loaders of one cache, and counts the calls. Thread-safe. */
final class CountedLoads {

	private final LongAdder count = new LongAdder();

	private final LongAdder nanos = new LongAdder();

	/** How many loads have ended. */
	long count() {
		return this.count.sum();
	}

	/** How long they took, in nanoseconds. */
	long nanos() {
		return this.nanos.sum();
	}

	/**
	 * Calls a loader.
	 * @throws ValueRetrievalException if it fails
	 */
	@Nullable Object call(Object key, Callable<?> loader) {
		long begin = System.nanoTime();
		try {
			return loader.call();
		}
		catch (Throwable ex) { // whatever it is, Spring's interceptor unwraps it
			throw new ValueRetrievalException(key, loader, ex);
		}
		finally {
			end(begin);
		}
	}

	/** Counts a load when its future has its value. */
	<T> CompletableFuture<T> endLater(long begin, CompletableFuture<T> loading) {
		return loading.whenComplete((value, failure) -> end(begin));
	}

	/** Counts a load that has ended. */
	void end(long begin) {
		this.count.increment();
		this.nanos.add(System.nanoTime() - begin);
	}

}
