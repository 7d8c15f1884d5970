package io.diskcache.cache;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Keeps what may happen all the time from filling the log. Thread-safe. */
final class OnceAMinute {

	private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

	private final LongSupplier nanoTime;

	private final AtomicLong last;

	/**
	 * Makes one that is due at once.
	 * @param nanoTime a clock that never goes back, in nanoseconds
	 */
	OnceAMinute(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.last = new AtomicLong(nanoTime.getAsLong() - INTERVAL);
	}

	/** Whether it is time; for one of those who ask at once. */
	boolean isDue() {
		long now = this.nanoTime.getAsLong();
		long before = this.last.get();
		return now - before >= INTERVAL && this.last.compareAndSet(before, now);
	}

}
