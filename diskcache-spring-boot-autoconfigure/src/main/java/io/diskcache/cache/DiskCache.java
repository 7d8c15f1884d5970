package io.diskcache.cache;

import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.support.SimpleValueWrapper;

import io.diskcache.codec.DecodingException;
import io.diskcache.codec.EncodingException;
import io.diskcache.codec.KeyCodec;
import io.diskcache.codec.Values;
import io.diskcache.store.Entry;
import io.diskcache.store.Fence;
import io.diskcache.store.Key;
import io.diskcache.store.Store;
import io.diskcache.store.StoreException;

/**
 * A Spring cache whose entries are in a {@link Store}. Null values are kept. Operations
 * take effect before they return, for all processes that share the store. Thread-safe.
 * <p>
 * A failure of the store never becomes a failure of the application: a read that fails is
 * a miss, a write that fails leaves nothing stored, and both are counted and logged at
 * most once a minute. A value that cannot be encoded is not cached, one that cannot be
 * decoded any more is a miss. Only a key that cannot be encoded is an
 * {@link IllegalArgumentException}, from every operation.
 */
public final class DiskCache implements Cache {

	private final String name;

	private final Store store;

	private final KeyCodec keys;

	private final CacheValues values;

	private final CacheOptions options;

	private final Loads loads;

	private final Failures failures;

	DiskCache(String name, Store store, KeyCodec keys, Values values, CacheOptions options, LongSupplier nanoTime) {
		this.name = name;
		this.store = store;
		this.keys = keys;
		this.values = new CacheValues(values, store);
		this.options = options;
		this.loads = new Loads(options.loadTimeout());
		this.failures = new Failures(name, nanoTime);
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public Store getNativeCache() {
		return this.store;
	}

	@Override
	public @Nullable ValueWrapper get(Object key) {
		return find(this.keys.encode(key));
	}

	@Override
	public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
		ValueWrapper found = get(key);
		Object value = (found != null) ? found.get() : null;
		if (value != null && type != null && !type.isInstance(value)) {
			throw new IllegalStateException("Cache '" + this.name + "' holds a " + value.getClass().getName()
					+ ", and a " + type.getName() + " was asked for");
		}
		return cast(value);
	}

	/**
	 * Returns the value of a key, loading it where there is none. One thread of this
	 * process at a time loads a key; a loader may load other keys. What was loaded is
	 * returned in any case, and stored unless the key was changed or removed meanwhile.
	 * @param key the key
	 * @param valueLoader loads the value. If it returns an input stream, or a resource
	 * that can be read once only, the caller gets a stream of what was stored, to be
	 * closed by the caller; where that could not be stored the loader is called a second
	 * time
	 * @return the value
	 * @throws ValueRetrievalException if the loader failed; nothing is stored then
	 * @throws IllegalStateException if a loader asks for the key it is loading
	 */
	@Override
	public <T> @Nullable T get(Object key, Callable<T> valueLoader) {
		Key encoded = this.keys.encode(key);
		ValueWrapper found = find(encoded);
		if (found != null) {
			return cast(found.get());
		}
		return this.loads.alone(encoded, () -> {
			ValueWrapper loadedMeanwhile = find(encoded);
			return (loadedMeanwhile != null) ? cast(loadedMeanwhile.get()) : load(key, encoded, valueLoader);
		});
	}

	@Override
	public void put(Object key, @Nullable Object value) {
		Key encoded = this.keys.encode(key);
		if (isRefused(value)) {
			remove(encoded);
		}
		else {
			store(encoded, value, null);
		}
	}

	@Override
	public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
		Key encoded = this.keys.encode(key);
		Fence fence = fence(encoded);
		ValueWrapper present = find(encoded);
		if (present != null || fence == null || isRefused(value)) {
			return present;
		}
		return store(encoded, value, fence) ? null : find(encoded);
	}

	@Override
	public void evict(Object key) {
		evictIfPresent(key);
	}

	@Override
	public boolean evictIfPresent(Object key) {
		return remove(this.keys.encode(key));
	}

	@Override
	public void clear() {
		attempt("clear", () -> {
			this.store.clear();
			return null;
		});
	}

	@Override
	public boolean invalidate() {
		boolean any = Boolean.TRUE.equals(attempt("count its entries", () -> this.store.count() > 0));
		clear();
		return any;
	}

	/**
	 * Returns how this cache behaves.
	 * @return its options
	 */
	public CacheOptions options() {
		return this.options;
	}

	/**
	 * Returns the encoded form of a key, which tells keys apart as {@code equals} does.
	 * @param key the key
	 * @return its encoded form, the same in every process and after every restart
	 */
	public byte[] encodedKey(Object key) {
		return this.keys.encode(key).bytes();
	}

	/**
	 * Finds a value that is a stream of bytes, without making an object of it.
	 * @param <T> what the reader makes
	 * @param encodedKey the {@linkplain #encodedKey encoded form} of the key
	 * @param reader makes the result; called again where the value was replaced before it
	 * could be opened
	 * @return what the reader returned, or {@code null} where there is no such value
	 */
	public <T> @Nullable T read(byte[] encodedKey, StoredValue.Reader<T> reader) {
		return attempt("read an entry",
				() -> this.store.get(Key.of(encodedKey), (entry) -> this.values.read(entry, reader)));
	}

	/** How often the store failed, or a value could not be kept, since the start. */
	long failures() {
		return this.failures.count();
	}

	private <T> @Nullable T load(Object key, Key encoded, Callable<T> loader) {
		Fence fence = fence(encoded);
		T value = call(key, loader);
		if (fence == null) {
			return value;
		}
		boolean stored = store(encoded, value, fence);
		if (!CacheValues.isReadOnce(value)) {
			return value;
		}
		ValueWrapper unread = stored ? find(encoded) : null;
		return (unread != null) ? cast(unread.get()) : call(key, loader);
	}

	private static <T> T call(Object key, Callable<T> loader) {
		try {
			return loader.call();
		}
		catch (Throwable ex) { // whatever it is, Spring's interceptor unwraps it
			throw new ValueRetrievalException(key, loader, ex);
		}
	}

	private @Nullable ValueWrapper find(Key key) {
		return attempt("read an entry", () -> this.store.get(key, this::read));
	}

	private @Nullable ValueWrapper read(Entry entry) {
		try {
			return new SimpleValueWrapper(this.values.read(entry));
		}
		catch (DecodingException ex) {
			this.failures.failed("decode a value", ex);
			return null;
		}
	}

	private @Nullable Fence fence(Key key) {
		return attempt("mark the state of a key", () -> this.store.fence(key));
	}

	/** Stores a value, if there is a fence only while it holds. */
	private boolean store(Key key, @Nullable Object value, @Nullable Fence fence) {
		try {
			return this.values.store(value,
					(content) -> (fence != null) ? this.store.put(key, content, this.options.timeToLive(), fence)
							: this.store.put(key, content, this.options.timeToLive()));
		}
		catch (StoreException ex) {
			this.failures.failed("store an entry", ex);
			return false;
		}
		catch (EncodingException ex) {
			this.failures.refused(value, String.valueOf(ex.getMessage()));
		}
		catch (RuntimeException ex) {
			this.failures.failed("read the value to store", ex);
		}
		if (fence == null) {
			remove(key);
		}
		return false;
	}

	private boolean isRefused(@Nullable Object value) {
		boolean refused = CacheValues.isReadOnce(value);
		if (refused) {
			this.failures.refused(value, "storing it would hand the caller a drained stream; "
					+ "use @Cacheable(sync = true) or Cache.get(key, loader)");
		}
		return refused;
	}

	private boolean remove(Key key) {
		return Boolean.TRUE.equals(attempt("remove an entry", () -> this.store.remove(key)));
	}

	private <T> @Nullable T attempt(String what, Supplier<@Nullable T> operation) {
		try {
			return operation.get();
		}
		catch (RuntimeException ex) {
			this.failures.failed(what, ex);
			return null;
		}
	}

	/** The type is the caller's claim, as it is with every {@link Cache}. */
	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
	private static <T> @Nullable T cast(@Nullable Object value) {
		return (T) value;
	}

}
