package io.diskcache.store;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * An encoded key: between 1 and {@value #MAX_LENGTH} bytes, compared by content, in the
 * unsigned order of the bytes. Immutable and thread-safe.
 */
public final class Key implements Comparable<Key> {

	/**
	 * Longest key in bytes; longer ones are to be replaced by a digest before they come
	 * here.
	 */
	public static final int MAX_LENGTH = 4096;

	private final byte[] bytes;

	private Key(byte[] bytes) {
		this.bytes = bytes;
	}

	/**
	 * Makes a key of its encoded form.
	 * @param encoded the encoded key, 1 to {@value #MAX_LENGTH} bytes; copied
	 * @return the key
	 * @throws IllegalArgumentException if the encoded key is empty or too long
	 */
	public static Key of(byte[] encoded) {
		if (encoded.length == 0 || encoded.length > MAX_LENGTH) {
			throw new IllegalArgumentException(
					"An encoded key has 1 to " + MAX_LENGTH + " bytes, this one has " + encoded.length);
		}
		return new Key(encoded.clone());
	}

	/**
	 * Returns a copy of the encoded form.
	 * @return the encoded form
	 */
	public byte[] bytes() {
		return this.bytes.clone();
	}

	/** The encoded form itself, for readers that do not change it. */
	byte[] raw() {
		return this.bytes;
	}

	/**
	 * Returns the length of the encoded form.
	 * @return the length in bytes
	 */
	public int length() {
		return this.bytes.length;
	}

	/** Also lets maps cope with keys that were made to have the same hash. */
	@Override
	public int compareTo(Key other) {
		return Arrays.compareUnsigned(this.bytes, other.bytes);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Key key && Arrays.equals(this.bytes, key.bytes);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.bytes);
	}

	/** The digest of the key, as keys themselves do not belong into logs. */
	@Override
	public String toString() {
		return "key#" + HexFormat.of().toHexDigits(hashCode());
	}

}
