package io.diskcache.sample;

import java.time.Instant;

/** A value that knows its origin. */
interface Computed {

	/** When it was computed. */
	Instant computedAt();

	/** The process that computed it. */
	long computedBy();

	/** How long that took, in microseconds. */
	long computedInMicros();

}
