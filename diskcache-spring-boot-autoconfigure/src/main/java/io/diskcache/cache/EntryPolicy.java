package io.diskcache.cache;

import org.jspecify.annotations.Nullable;

/**
 * Decides how long entries live and which tags they have, by their keys and values. It is
 * asked for each value that is stored without terms of its own: by {@code put},
 * {@code putIfAbsent}, {@code write}, a load, {@code putAll} and the replacing
 * operations. One that throws is counted and logged as a failure, and the entry is stored
 * under the terms of its cache. Called by any thread, also at the same time.
 */
@FunctionalInterface
public interface EntryPolicy {

	/**
	 * Decides for one value. Must not read a value that is a stream, nor call a
	 * {@link ContentWriter}.
	 * @param cache name of the cache
	 * @param key the key
	 * @param value the value; a {@link ContentWriter} where it is still to be written
	 * @return the terms, or {@code null} to leave them to the next policy, and in the end
	 * to the cache
	 */
	@Nullable EntryTerms termsOf(String cache, Object key, @Nullable Object value);

}
