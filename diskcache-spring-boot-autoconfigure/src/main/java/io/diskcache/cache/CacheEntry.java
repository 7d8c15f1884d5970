package io.diskcache.cache;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A value and what is known of it.
 *
 * @param value the value
 * @param stored when it was stored, to the millisecond
 * @param expires when it expires, to the millisecond, or {@code null} if it does not
 * @param size length in bytes of its encoded form
 * @param version grows with each change of the entry, a touch included
 * @param inFile whether it is in a file of its own
 */
public record CacheEntry(@Nullable Object value, Instant stored, @Nullable Instant expires, long size, long version,
		boolean inFile) {
}
