package io.diskcache.web;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.diskcache.cache.StoredValue;

/**
 * What tells a value from the ones before and after it.
 *
 * @param tag strong entity tag, in quotes
 * @param lastModified when it was modified, in seconds
 * @param strongDate whether {@code lastModified} can be relied on like a strong tag, as
 * the second was over when the value was stored
 */
record Validators(String tag, Instant lastModified, boolean strongDate) {

	static Validators of(StoredValue value) {
		return of(value.tag(), value.lastModified(), value.stored());
	}

	/** The file of a source may be dated in the future, a response must not be. */
	static Validators of(String tag, Instant noted, Instant stored) {
		Instant modified = noted.isBefore(stored) ? noted : stored;
		Instant second = modified.truncatedTo(ChronoUnit.SECONDS);
		return new Validators('"' + tag + '"', second, !second.plusSeconds(1).isAfter(stored));
	}

}
