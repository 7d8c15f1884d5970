package io.diskcache.cache;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.diskcache.codec.EncodingException;
import io.diskcache.codec.Values;
import io.diskcache.store.Content;
import io.diskcache.store.Entry;
import io.diskcache.store.Fence;
import io.diskcache.store.Key;
import io.diskcache.store.PutOptions;
import io.diskcache.store.Store;

/**
 * Stores values of one cache some time after they were put, as they were then. No failure
 * of the store is thrown, unless the cache fails fast. Thread-safe.
 */
final class DeferredPuts {

	private final CacheEntries entries;

	private final Store store;

	private final CacheValues values;

	private final CacheOptions options;

	private final Failures failures;

	DeferredPuts(CacheEntries entries, Store store, CacheValues values, CacheOptions options, Failures failures) {
		this.entries = entries;
		this.store = store;
		this.values = values;
		this.options = options;
		this.failures = failures;
	}

	/**
	 * Keeps a value as it is now. One that is read from somewhere is read when it is
	 * stored.
	 * @return the value, or {@code null} if it cannot be cached, which is counted
	 * @throws EncodingException if it cannot be encoded, and is to fail fast
	 */
	@Nullable Frozen freeze(CacheKey key, @Nullable Object value) {
		return this.entries.isRefused(value) ? null : freeze(key, value, this.failures.failFast());
	}

	/**
	 * Keeps a value that was loaded as it is now. Never fails.
	 * @return the value, or {@code null} if it cannot be cached
	 */
	@Nullable Frozen freezeLoaded(CacheKey key, @Nullable Object value) {
		boolean kept = !CacheValues.isReadOnce(value) && (value != null || this.options.allowNullValues());
		return kept ? freeze(key, value, false) : null;
	}

	/** Stores a value; if that is not possible there is none. */
	void store(CacheKey key, Frozen value) {
		if (!write(key, value, null)) {
			this.entries.remove(key);
		}
	}

	/** Stores a value if its key has not changed since it was computed. */
	void storeUnchanged(CacheKey key, Frozen value, Fence fence) {
		write(key, value, fence);
	}

	/**
	 * Leaves at most this value. It is not known which is the newer one, this or what is
	 * there: so there is none unless they are the same.
	 */
	void removeUnlessSame(CacheKey key, Frozen value) {
		if (!isThere(key, value)) {
			this.entries.remove(key);
		}
	}

	/**
	 * Stores values whose keys have not changed: none of them is a change of the others.
	 */
	void storeAll(List<Fenced> puts) {
		Map<Key, Content> contents = new LinkedHashMap<>();
		Map<Key, PutOptions> options = new HashMap<>();
		for (Fenced put : puts) {
			Content content = put.value().content();
			if (content != null) {
				contents.put(put.key().encoded(), content);
				options.put(put.key().encoded(), put.value().terms().withFence(put.fence()));
			}
		}
		boolean several = contents.size() > 1;
		Set<Key> unstored = several ? this.entries.writeAll(contents, options) : Set.of();
		for (Fenced put : puts) {
			if (!several || put.value().content() == null) {
				store(put);
			}
			else if (put.replacing() && unstored.contains(put.key().encoded())) {
				removeUnlessSame(put.key(), put.value());
			}
		}
	}

	private void store(Fenced put) {
		boolean stored = write(put.key(), put.value(), put.fence());
		if (!stored && put.replacing()) {
			removeUnlessSame(put.key(), put.value());
		}
	}

	private @Nullable Frozen freeze(CacheKey key, @Nullable Object value, boolean failFast) {
		try {
			Content content = CacheValues.isStream(value) ? null : this.values.encode(value);
			return new Frozen(value, content, this.entries.terms(key, value));
		}
		catch (EncodingException ex) {
			this.failures.refused(value, String.valueOf(ex.getMessage()));
			if (failFast) {
				throw ex;
			}
			return null;
		}
	}

	private boolean write(CacheKey key, Frozen value, @Nullable Fence fence) {
		PutOptions put = value.terms().withFence(fence);
		Content content = value.content();
		try {
			return (content != null) ? this.entries.write(key, content, put, value.object()) : this.values
				.store(value.object(), (stream) -> this.entries.write(key, stream, put, value.object()));
		}
		catch (RuntimeException ex) {
			this.failures.failed("store an entry", ex);
			return false;
		}
	}

	private boolean isThere(CacheKey key, Frozen value) {
		Content content = value.content();
		byte[] bytes = (content != null) ? content.bytes() : null;
		if (content == null || bytes == null) {
			return false;
		}
		try {
			return Boolean.TRUE.equals(this.store.get(key.encoded(), (entry) -> isEqual(entry, content, bytes)));
		}
		catch (RuntimeException ex) {
			this.failures.failed("read an entry", ex);
			return false;
		}
	}

	private static boolean isEqual(Entry entry, Content content, byte[] bytes) {
		return !Values.isStream(entry) && entry.codec() == content.codec()
				&& entry.fingerprint() == content.fingerprint() && entry.length() == bytes.length
				&& Arrays.equals(entry.bytes(), bytes);
	}

	/**
	 * A value that is stored while its key has not changed.
	 *
	 * @param replacing whether there must be nothing else if it is not
	 */
	record Fenced(CacheKey key, Frozen value, Fence fence, boolean replacing) {
	}

	/**
	 * A value as it was when it was put.
	 *
	 * @param object the value, which may have changed since
	 * @param content what is to be stored of it, or {@code null} if it is read from
	 * somewhere
	 * @param terms under which it is stored; its time to live begins when it is
	 */
	record Frozen(@Nullable Object object, @Nullable Content content, PutOptions terms) {
	}

}
