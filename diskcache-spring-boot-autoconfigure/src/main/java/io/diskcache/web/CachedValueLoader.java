package io.diskcache.web;

import org.jspecify.annotations.Nullable;
import org.springframework.util.function.ThrowingFunction;

/**
 * Makes the values of an exposed cache that are asked for over HTTP and are not there: a
 * bean of this type makes the cache a proxy of what it loads. One load of a key runs at a
 * time in all processes of the host, and one at most for a request; who waited in the
 * same process for one that failed is answered as its request is. Called by any thread,
 * at the same time for different keys.
 */
public interface CachedValueLoader {

	/**
	 * Returns the name of the cache whose values are loaded.
	 * @return the name, always the same; no two loaders have it
	 */
	String cacheName();

	/**
	 * Loads a value. Whoever may ask for values of the cache can ask for any key, so one
	 * that leads nowhere has to cost little.
	 * @param key the key as it was asked for: 1 to 200 letters, digits and any of
	 * {@code . _ -}, neither beginning with a dot nor of digits only
	 * @return the value: a {@link io.diskcache.cache.FileValue}, a {@code Resource}, an
	 * {@code InputStream}, a byte array or a string; or {@code null} if there is none
	 * @throws Exception if it cannot be loaded; the client is told no more than that
	 */
	@Nullable Object load(String key) throws Exception;

	/**
	 * Makes a loader of a function.
	 * @param cacheName name of the cache
	 * @param loader loads the value of a key
	 * @return the loader
	 */
	static CachedValueLoader of(String cacheName, ThrowingFunction<String, ? extends @Nullable Object> loader) {
		return new CachedValueLoader() {

			@Override
			public String cacheName() {
				return cacheName;
			}

			@Override
			public @Nullable Object load(String key) throws Exception {
				return loader.applyWithException(key);
			}

		};
	}

}
