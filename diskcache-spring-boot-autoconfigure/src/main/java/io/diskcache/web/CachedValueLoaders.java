package io.diskcache.web;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.http.HttpStatus;

import io.diskcache.cache.DiskCache;
import io.diskcache.cache.StoredValue;
import io.diskcache.cache.ValueNotStoredException;

/** Finds values, and loads those of caches that have a loader. Thread-safe. */
final class CachedValueLoaders {

	private final Map<String, CachedValueLoader> loaders = new HashMap<>();

	/**
	 * Makes one of all loaders.
	 * @throws IllegalStateException if two of them have the same cache
	 */
	CachedValueLoaders(Collection<CachedValueLoader> loaders) {
		for (CachedValueLoader loader : loaders) {
			if (this.loaders.put(loader.cacheName(), loader) != null) {
				throw new IllegalStateException(
						"Cache '" + loader.cacheName() + "' has two beans of type CachedValueLoader: one has to go");
			}
		}
	}

	/**
	 * Answers with a value, which is loaded if need be.
	 * @param path path of the value
	 * @param cache its cache
	 * @param key its encoded key
	 * @param reader makes the answer
	 * @return the answer, or {@code null} if there is no value
	 */
	@Nullable Answer answer(ValuePath path, DiskCache cache, byte[] key, StoredValue.Reader<Answer> reader) {
		CachedValueLoader loader = this.loaders.get(path.cache());
		if (loader == null || !KeySegment.isPlain(path.key())) {
			return cache.read(key, reader);
		}
		try {
			return cache.read(path.key(), () -> loader.load(path.key()), reader);
		}
		catch (ValueRetrievalException ex) {
			return Answer.failure(HttpStatus.BAD_GATEWAY);
		}
		catch (ValueNotStoredException ex) {
			return Answer.failure(HttpStatus.SERVICE_UNAVAILABLE);
		}
	}

}
