package io.diskcache.cache;

import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.diskcache.codec.KeyCodec;
import io.diskcache.store.Key;

/**
 * A key of the application's in the two forms it is looked up by: the object itself in
 * the heap, where that is of a type that cannot change and is equal as its encoded form
 * is, and the encoded form on the disk and in all other cases. So a hit in the heap need
 * not encode the commonest keys. It goes with the policy under which values of the key
 * are stored. Thread-safe.
 */
final class CacheKey {

	private static final Set<Class<?>> SIMPLE = Set.of(String.class, Long.class, Integer.class, UUID.class);

	private final KeyCodec codec;

	private final Object given;

	private final Object near;

	private final @Nullable EntryPolicy policy;

	/** The same whoever makes it. */
	private @Nullable Key encoded;

	private CacheKey(KeyCodec codec, Object given, Object near, @Nullable Key encoded, @Nullable EntryPolicy policy) {
		this.codec = codec;
		this.given = given;
		this.policy = policy;
		this.near = near;
		this.encoded = encoded;
	}

	/**
	 * Makes both forms of a key, the encoded one later where it may not be needed.
	 * @param policy asked before those of the cache, or {@code null}
	 * @throws IllegalArgumentException if it cannot be encoded, as far as that is known
	 * by then
	 */
	static CacheKey of(@Nullable Object key, KeyCodec codec, @Nullable EntryPolicy policy) {
		if (key == null) {
			throw new IllegalArgumentException("null is no key");
		}
		if (SIMPLE.contains(key.getClass())) {
			return new CacheKey(codec, key, key, null, policy);
		}
		Key encoded = codec.encode(key);
		return new CacheKey(codec, key, encoded, encoded, policy);
	}

	/** The key as the application has it. */
	Object given() {
		return this.given;
	}

	/** Decides under which terms values of this key are stored. */
	@Nullable EntryPolicy policy() {
		return this.policy;
	}

	/** The form for the heap. */
	Object near() {
		return this.near;
	}

	/**
	 * The form for the disk.
	 * @throws IllegalArgumentException if the key cannot be encoded
	 */
	Key encoded() {
		Key key = this.encoded;
		if (key == null) {
			key = this.codec.encode(this.near);
			this.encoded = key;
		}
		return key;
	}

}
