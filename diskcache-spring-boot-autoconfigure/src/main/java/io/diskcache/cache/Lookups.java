package io.diskcache.cache;

import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

import io.diskcache.near.HeldValue;

/** Counts what was looked up in one cache and found, or not. Thread-safe. */
final class Lookups {

	private final LongAdder nearHits = new LongAdder();

	private final LongAdder diskHits = new LongAdder();

	private final LongAdder misses = new LongAdder();

	/**
	 * Counts a hit, but not a miss, which is not the end of what was asked for.
	 * @return what was found
	 */
	<T> @Nullable T hit(@Nullable T found) {
		if (found instanceof HeldValue) {
			this.nearHits.increment();
		}
		else if (found != null) {
			this.diskHits.increment();
		}
		return found;
	}

	/**
	 * Counts a hit or a miss.
	 * @return what was found
	 */
	<T> @Nullable T counted(@Nullable T found) {
		if (found == null) {
			miss();
		}
		return hit(found);
	}

	/** Counts a miss. */
	void miss() {
		this.misses.increment();
	}

	long nearHits() {
		return this.nearHits.sum();
	}

	long diskHits() {
		return this.diskHits.sum();
	}

	long misses() {
		return this.misses.sum();
	}

}
