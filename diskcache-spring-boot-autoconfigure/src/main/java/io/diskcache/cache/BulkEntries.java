package io.diskcache.cache;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;

import io.diskcache.near.HeldValue;
import io.diskcache.near.NearCache;
import io.diskcache.store.Content;
import io.diskcache.store.Fence;
import io.diskcache.store.Key;
import io.diskcache.store.PutOptions;
import io.diskcache.store.Read;
import io.diskcache.store.Store;
import io.diskcache.store.StoreException;

/** Several entries of one cache at once, as objects. Failures are thrown. Thread-safe. */
final class BulkEntries {

	private final CacheEntries entries;

	private final Store store;

	private final NearCache near;

	private final CacheValues values;

	private final AtomicEntries atomic;

	BulkEntries(CacheEntries entries, AtomicEntries atomic, Store store, NearCache near, CacheValues values) {
		this.entries = entries;
		this.atomic = atomic;
		this.store = store;
		this.near = near;
		this.values = values;
	}

	/**
	 * Finds values as they are at one moment: that of the one snapshot which is read from
	 * the disk, if what was found in the heap before has not changed by then.
	 * @return wrappers of those that there are
	 */
	<K> Map<K, ValueWrapper> find(Map<K, CacheKey> keys) {
		Map<K, CacheKey> others = new LinkedHashMap<>(keys);
		Map<CacheKey, Fence> fences = new LinkedHashMap<>();
		Map<K, ValueWrapper> found = new LinkedHashMap<>();
		keys.forEach((key, encoded) -> {
			Fence fence = this.store.fence(encoded.encoded());
			HeldValue held = this.entries.findNear(encoded);
			if (held != null) {
				fences.put(encoded, fence);
				others.remove(key);
				if (!held.isAbsent()) {
					found.put(key, held);
				}
			}
		});
		Map<K, ValueWrapper> read = read(others);
		if (!fences.entrySet().stream().allMatch(this::isUnchanged)) {
			return read(keys);
		}
		found.putAll(read);
		return found;
	}

	private boolean isUnchanged(Map.Entry<CacheKey, Fence> since) {
		return this.store.fence(since.getKey().encoded()).isSameStateAs(since.getValue());
	}

	/**
	 * Stores values; those that are streams after the others.
	 * @param terms those of all, or {@code null} for those of each
	 */
	void put(Map<CacheKey, @Nullable Object> puts, @Nullable PutOptions terms) {
		Map<Key, PutOptions> options = new HashMap<>();
		puts.forEach((key, value) -> {
			this.atomic.requireAllowed(value);
			options.put(key.encoded(), (terms != null) ? terms : this.entries.terms(key, value));
		});
		Set<CacheKey> streams = new LinkedHashSet<>(puts.keySet());
		streams.removeIf((key) -> !CacheValues.isStream(puts.get(key)));
		Set<CacheKey> left = new LinkedHashSet<>(puts.keySet());
		try {
			Map<Key, Content> contents = encode(puts, streams);
			// What is to be replaced, and is not, the store removes from here on.
			left.retainAll(streams);
			write(contents, options);
			for (CacheKey key : streams) {
				left.remove(key);
				this.atomic.put(key, puts.get(key), options(options, key.encoded()));
			}
		}
		catch (RuntimeException ex) {
			removeAfter(ex, left);
			throw ex;
		}
		finally {
			drop(puts.keySet());
		}
	}

	private Map<Key, Content> encode(Map<CacheKey, @Nullable Object> puts, Set<CacheKey> streams) {
		Map<Key, Content> contents = new LinkedHashMap<>();
		puts.forEach((key, value) -> {
			if (!streams.contains(key)) {
				contents.put(key.encoded(), this.values.encode(value));
			}
		});
		return contents;
	}

	private static PutOptions options(Map<Key, PutOptions> options, Key key) {
		return Objects.requireNonNull(options.get(key));
	}

	private void write(Map<Key, Content> contents, Map<Key, PutOptions> options) {
		Set<Key> refused = this.store.writeAll(contents, (key) -> options(options, key));
		this.entries.countPuts(contents.size() - refused.size());
		if (!refused.isEmpty()) {
			throw new StoreException(
					refused.size() + " of " + contents.size()
							+ " values were not stored: they are larger than the cache admits, or the cache is closed",
					null);
		}
	}

	/** What was to be replaced must not be found any more. */
	private void removeAfter(RuntimeException failure, Collection<CacheKey> keys) {
		try {
			remove(keys);
		}
		catch (StoreException ex) {
			failure.addSuppressed(ex);
		}
	}

	long remove(Collection<CacheKey> keys) {
		List<Key> encoded = keys.stream().map(CacheKey::encoded).toList();
		try {
			return this.store.removeAll(encoded);
		}
		finally {
			drop(keys);
		}
	}

	private <K> Map<K, ValueWrapper> read(Map<K, CacheKey> keys) {
		Map<K, ValueWrapper> found = new LinkedHashMap<>();
		if (keys.isEmpty()) {
			return found;
		}
		Map<Key, Read<CacheEntries.Found>> read = this.store
			.readAll(keys.values().stream().map(CacheKey::encoded).toList(), this.entries::described);
		keys.forEach((key, encoded) -> {
			Read<CacheEntries.Found> result = read.get(encoded.encoded());
			ValueWrapper value = (result != null) ? this.entries.hold(encoded, result) : null;
			if (value != null) {
				found.put(key, value);
			}
		});
		return found;
	}

	private void drop(Collection<CacheKey> keys) {
		keys.forEach((key) -> this.near.drop(key.near()));
	}

}
