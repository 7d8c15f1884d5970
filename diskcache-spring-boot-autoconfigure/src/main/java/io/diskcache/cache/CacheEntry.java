package io.diskcache.cache;

import java.time.Instant;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.diskcache.store.Entry;

/**
 * A value and what is known of it.
 *
 * @param key the key; one that is equal to it where the entry was not asked for by its
 * key, or an {@link io.diskcache.codec.EncodedKey} where no such object can be made
 * @param value the value
 * @param tags its tags, in the order of their characters; cannot be changed
 * @param stored when it was stored, to the millisecond
 * @param used when it was last read before, or {@code null} if that is not known. Uses
 * are written down about a second after they happen, of each entry one a second at most
 * @param expires when it expires, to the millisecond, or {@code null} if it does not
 * @param size length in bytes of its encoded form
 * @param version grows with each change of the entry, a touch included
 * @param inFile whether it is in a file of its own
 */
public record CacheEntry(Object key, @Nullable Object value, Set<String> tags, Instant stored, @Nullable Instant used,
		@Nullable Instant expires, long size, long version, boolean inFile) {

	/** The value comes last: what is opened for it would stay open if the rest failed. */
	static CacheEntry of(Object key, Entry entry, Function<Entry, @Nullable Object> value) {
		Instant used = entry.used();
		return new CacheEntry(key, value.apply(entry), entry.tags().names(), entry.stored(), used, entry.expires(),
				entry.length(), entry.version(), entry.inFile());
	}

}
