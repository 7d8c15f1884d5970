package io.diskcache.store;

import java.time.Duration;
import java.time.Instant;

/**
 * An opening that failed.
 *
 * @param cause why
 * @param nanos when, by the clock that never goes back
 * @param since when the first of a series failed
 */
record OpeningFailure(StoreException cause, long nanos, Instant since) {

	/**
	 * How long after a failure nobody tries again to open the store for the first time.
	 */
	private static final Duration RETRY = Duration.ofSeconds(10);

	boolean isRecent(long now) {
		return now - this.nanos < RETRY.toNanos();
	}

}
