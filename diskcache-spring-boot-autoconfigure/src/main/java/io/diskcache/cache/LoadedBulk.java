package io.diskcache.cache;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;

import io.diskcache.codec.EncodingException;
import io.diskcache.store.Content;
import io.diskcache.store.Fence;
import io.diskcache.store.Key;
import io.diskcache.store.PutOptions;
import io.diskcache.store.Store;

/**
 * Several entries of one cache that are loaded at once where there are none. What was
 * loaded is stored at once, but for keys that changed meanwhile. Thread-safe.
 */
final class LoadedBulk {

	private final CacheEntries entries;

	private final BulkEntries bulk;

	private final LoadedEntries loaded;

	private final Store store;

	private final CacheValues values;

	private final Failures failures;

	private final Lookups lookups;

	/**
	 * Makes the loaded entries of one cache.
	 * @param loaded told of loads
	 * @param failures told of what went wrong
	 * @param lookups told what was found
	 */
	LoadedBulk(CacheEntries entries, BulkEntries bulk, LoadedEntries loaded, Store store, CacheValues values,
			Failures failures, Lookups lookups) {
		this.entries = entries;
		this.bulk = bulk;
		this.loaded = loaded;
		this.store = store;
		this.values = values;
		this.failures = failures;
		this.lookups = lookups;
	}

	/**
	 * Finds values, and loads those that there are not.
	 * @return the values there are in the end, in the order of the keys
	 */
	<K> Map<K, @Nullable Object> get(Map<K, CacheKey> keys,
			Function<? super Set<K>, ? extends Map<K, ? extends @Nullable Object>> loader) {
		keys.values().forEach(CacheKey::encoded);
		Map<K, ValueWrapper> found = attempt("read several entries", () -> this.bulk.find(keys), Map.of());
		Set<K> missing = new LinkedHashSet<>(keys.keySet());
		missing.removeIf((key) -> this.lookups.counted(found.get(key)) != null);
		Map<K, ? extends @Nullable Object> loads = missing.isEmpty() ? Map.of() : load(keys, missing, loader);
		return joined(keys.keySet(), found, loads);
	}

	/**
	 * Finds values as a transaction of the application does, and loads those that it does
	 * not find. What was loaded is stored after the commit.
	 */
	<K> Map<K, @Nullable Object> get(Map<K, CacheKey> keys,
			Function<? super Set<K>, ? extends Map<K, ? extends @Nullable Object>> loader, PendingChanges pending) {
		keys.values().forEach(CacheKey::encoded);
		Map<K, ValueWrapper> found = new LinkedHashMap<>();
		Map<K, PendingChanges.Miss> missing = new LinkedHashMap<>();
		keys.forEach((key, encoded) -> {
			ValueWrapper value = this.lookups.counted(pending.find(encoded));
			if (value != null) {
				found.put(key, value);
			}
			else {
				missing.put(key, pending.missed(encoded));
			}
		});
		Map<K, ? extends @Nullable Object> loads = missing.isEmpty() ? Map.of() : timed(missing.keySet(), loader);
		missing.forEach((key, miss) -> {
			if (loads.containsKey(key)) {
				pending.loaded(encoded(keys, key), loads.get(key), miss);
			}
		});
		return joined(keys.keySet(), found, loads);
	}

	private static <K> Map<K, @Nullable Object> joined(Set<K> keys, Map<K, ValueWrapper> found,
			Map<K, ? extends @Nullable Object> loads) {
		Map<K, @Nullable Object> all = new LinkedHashMap<>();
		for (K key : keys) {
			ValueWrapper value = found.get(key);
			if (value != null) {
				all.put(key, value.get());
			}
			else if (loads.containsKey(key)) {
				all.put(key, loads.get(key));
			}
		}
		return all;
	}

	private <K> Map<K, ? extends @Nullable Object> timed(Set<K> missing,
			Function<? super Set<K>, ? extends Map<K, ? extends @Nullable Object>> loader) {
		long begin = System.nanoTime();
		try {
			return loader.apply(Collections.unmodifiableSet(missing));
		}
		finally {
			this.loaded.counted().end(begin);
		}
	}

	private <K> Map<K, ? extends @Nullable Object> load(Map<K, CacheKey> keys, Set<K> missing,
			Function<? super Set<K>, ? extends Map<K, ? extends @Nullable Object>> loader) {
		Map<K, Fence> fences = attempt("mark the state of several keys", () -> {
			Map<K, Fence> marks = new LinkedHashMap<>();
			missing.forEach((key) -> marks.put(key, this.store.fence(encoded(keys, key).encoded())));
			return marks;
		}, Map.of());
		Map<K, ? extends @Nullable Object> loads = timed(missing, loader);
		Map<Key, Content> contents = new LinkedHashMap<>();
		Map<Key, PutOptions> options = new LinkedHashMap<>();
		// Nothing that fails from here on may fail the call: what was loaded is returned.
		fences.forEach((key, fence) -> {
			if (loads.containsKey(key)) {
				store(encoded(keys, key), loads.get(key), fence, contents, options);
			}
		});
		if (!contents.isEmpty()) {
			this.entries.writeAll(contents, options);
		}
		return loads;
	}

	/** Stores a stream; adds another value to those that are stored at once. */
	private void store(CacheKey key, @Nullable Object value, Fence fence, Map<Key, Content> contents,
			Map<Key, PutOptions> options) {
		if (this.entries.isRefused(value)) {
			return;
		}
		if (CacheValues.isStream(value)) {
			this.entries.putLoaded(key, value, fence, Duration.ZERO);
			return;
		}
		Content content = encode(value);
		if (content != null) {
			contents.put(key.encoded(), content);
			options.put(key.encoded(), this.entries.terms(key, value).withFence(fence));
		}
	}

	private @Nullable Content encode(@Nullable Object value) {
		try {
			return this.values.encode(value);
		}
		catch (EncodingException ex) {
			this.failures.refused(value, String.valueOf(ex.getMessage()));
		}
		catch (RuntimeException ex) {
			this.failures.failed("store an entry", ex);
		}
		return null;
	}

	/** Before anything was loaded, so that it may fail. */
	private <T> T attempt(String what, Supplier<T> operation, T instead) {
		try {
			return operation.get();
		}
		catch (RuntimeException ex) {
			this.failures.failed(what, ex);
			if (this.failures.failFast()) {
				throw ex;
			}
			return instead;
		}
	}

	private static <K> CacheKey encoded(Map<K, CacheKey> keys, K key) {
		return Objects.requireNonNull(keys.get(key));
	}

}
