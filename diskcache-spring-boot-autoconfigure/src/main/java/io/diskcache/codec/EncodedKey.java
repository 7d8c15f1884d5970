package io.diskcache.codec;

import java.util.Objects;

import io.diskcache.store.Key;
import org.jspecify.annotations.Nullable;

/**
 * A key of which only the encoded form is known, because no equal object can be made of
 * it. It stands for the key wherever that is encoded by itself, but cannot be part of
 * another key. Compared by the encoded form. Immutable and thread-safe.
 */
public final class EncodedKey {

	private final Key key;

	/**
	 * Makes a key of its encoded form.
	 * @param key the encoded form
	 */
	public EncodedKey(Key key) {
		this.key = Objects.requireNonNull(key);
	}

	/**
	 * Returns the encoded form.
	 * @return the encoded form
	 */
	public Key key() {
		return this.key;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof EncodedKey encoded && this.key.equals(encoded.key);
	}

	@Override
	public int hashCode() {
		return this.key.hashCode();
	}

	/** The digest of the key, as keys themselves do not belong into logs. */
	@Override
	public String toString() {
		return this.key.toString();
	}

}
