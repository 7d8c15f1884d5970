package io.diskcache.near;

import io.diskcache.store.Key;

/**
 * Heap that objects take, in bytes, as a JVM with compressed references lays them out.
 * Measured with the benchmark {@code NearHeap}.
 */
final class Weights {

	/**
	 * An entry without its key and value: the node of Caffeine, that of its map with the
	 * place in the table, the part of the sketch, the entry, its stamp and its wrapper.
	 */
	private static final int ENTRY = 216;

	/** An object without fields, and the granularity of all. */
	static final int OBJECT = 16;

	/** An array without elements. */
	static final int ARRAY = 16;

	/** A string without characters, and its array. */
	private static final int STRING = 24 + ARRAY;

	/** A key that is a number or an identifier. */
	private static final int OTHER_KEY = 32;

	/** Heap of an unknown object for each byte of its encoded form: a guess. */
	private static final int UNKNOWN = 4;

	private Weights() {
	}

	/** Weighs an entry with its key. */
	static long ofEntry(Object key) {
		if (key instanceof String text) {
			return ENTRY + ofString(text);
		}
		return ENTRY + ((key instanceof Key encoded) ? OBJECT + ARRAY + align(encoded.length()) : OTHER_KEY);
	}

	/**
	 * Weighs a value that is held as bytes, with what holds them in place of the wrapper.
	 */
	static long ofBytes(int length) {
		return OBJECT + ARRAY + align(length);
	}

	/** Weighs an object of which only the length of its encoded form is known. */
	static long guess(int encodedLength) {
		return OBJECT + (long) UNKNOWN * encodedLength;
	}

	static long ofString(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) > 0xFF) {
				return STRING + align(2L * text.length());
			}
		}
		return STRING + align(text.length());
	}

	/** Adds up to what Caffeine takes. */
	static int sum(long one, long other) {
		return (int) Math.min(one + other, Integer.MAX_VALUE);
	}

	static long align(long bytes) {
		return (bytes + 7) & ~7L;
	}

}
