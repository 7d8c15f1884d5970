package io.diskcache.sample;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;

import io.diskcache.cache.CachedResource;

/** Times calls of cached methods and tells whether they found or computed. */
@Component
class Watch {

	private final long process = ProcessHandle.current().pid();

	private final Clock clock;

	Watch(Clock clock) {
		this.clock = clock;
	}

	/** Calls a method whose values know their origin. */
	<T extends Computed> Call<T> call(Supplier<T> method) {
		Instant called = this.clock.instant();
		return timed(method, (value) -> value.computedBy() == this.process && !value.computedAt().isBefore(called));
	}

	/** Calls a method that makes a file: one that was found is the cache's own. */
	Call<Resource> callForFile(Supplier<Resource> method) {
		return timed(method, (file) -> !(file instanceof CachedResource));
	}

	static long microsSince(long begin) {
		return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin);
	}

	private static <T> Call<T> timed(Supplier<T> method, Predicate<T> computed) {
		long begin = System.nanoTime();
		T value = method.get();
		long took = microsSince(begin);
		return new Call<>(value, computed.test(value) ? Result.computed : Result.hit, took);
	}

}
