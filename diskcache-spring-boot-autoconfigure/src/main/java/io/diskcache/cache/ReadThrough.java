package io.diskcache.cache;

import java.util.Objects;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.cache.Cache.ValueWrapper;

import io.diskcache.codec.EncodingException;
import io.diskcache.store.StoreException;

/**
 * Values as they are stored, loaded where there are none, for who passes them on.
 * Thread-safe.
 */
final class ReadThrough {

	private final ServedEntries entries;

	private final LoadedEntries loaded;

	private final Failures failures;

	ReadThrough(ServedEntries entries, LoadedEntries loaded, Failures failures) {
		this.entries = entries;
		this.loaded = loaded;
		this.failures = failures;
	}

	/** Finds a value, or loads it; {@code null} if there is none that can be read. */
	<T> @Nullable T read(CacheKey key, Callable<?> loader, StoredValue.Reader<T> reader) {
		T found = this.entries.read(key.encoded(), reader);
		if (found != null) {
			return found;
		}
		if (!load(key, loader)) {
			return null;
		}
		ServedEntries.Result<T> stored = this.entries.readIfThere(key.encoded(), reader);
		return (stored != null) ? stored.value() : readStale(key, reader);
	}

	/** Whether the loader, or another one meanwhile, had a value. */
	private boolean load(CacheKey key, Callable<?> loader) {
		try {
			Object value = this.loaded.getStored(key, loader, (other) -> same(key, loader, other)).get();
			// It is read from the store, as is everything else.
			CacheValues.discard(value);
			return value != null;
		}
		catch (ValueRetrievalException ex) {
			this.failures.notLoaded(ex);
			throw ex;
		}
		catch (StoreException | EncodingException ex) {
			// Where the cache is to fail fast.
			throw new ValueNotStoredException("A value could not be looked up or stored", ex);
		}
	}

	/**
	 * What another load of this process has come to: a source that is broken is not asked
	 * by all who waited for it.
	 */
	private static ValueWrapper same(CacheKey key, Callable<?> loader, Loads.End other) {
		Throwable failure = (other.failure() != null) ? AsyncWork.unwrapped(other.failure()) : null;
		if (failure instanceof ValueRetrievalException ex) {
			failure = Objects.requireNonNullElse(ex.getCause(), ex);
		}
		if (failure != null && !(failure instanceof StoreException || failure instanceof EncodingException)) {
			throw new ValueRetrievalException(key.given(), loader, failure);
		}
		if (other.loaded() != null && other.loaded().value() instanceof ValueWrapper wrapper && wrapper.get() == null) {
			return wrapper;
		}
		throw new ValueNotStoredException("A value that another load has come to was not stored", failure);
	}

	/**
	 * Where one that has expired is given out while the next is made, which may be there
	 * by now.
	 */
	private <T> T readStale(CacheKey key, StoredValue.Reader<T> reader) {
		T stale = this.entries.readStale(key.encoded(), reader);
		if (stale == null) {
			throw new ValueNotStoredException("A value was loaded, but not stored: it is too large, its key was"
					+ " changed meanwhile, it has expired already, or the store failed", null);
		}
		return stale;
	}

}
