package io.diskcache.codec;

import java.util.Arrays;

/**
 * Bytes of one encoded key while they are put together. Numbers are written so that the
 * unsigned order of the bytes is their natural order. Not thread-safe.
 */
final class KeyBuffer {

	/**
	 * Longest encoding before it is digested: a key beyond it is a mistake, or a
	 * structure that contains itself more than once.
	 */
	static final int MAX_LENGTH = 16 * 1024 * 1024;

	/** Highest of the code units that are escaped: 0 becomes 1 1 and 1 becomes 1 2. */
	static final int ESCAPE = 0x01;

	private byte[] bytes = new byte[64];

	private int length;

	KeyBuffer put(int value) {
		ensure(1);
		this.bytes[this.length++] = (byte) value;
		return this;
	}

	KeyBuffer putShort(int value) {
		return putUnsigned(value ^ 0x8000L, 2);
	}

	KeyBuffer putChar(int value) {
		return putUnsigned(value, 2);
	}

	KeyBuffer putInt(int value) {
		return putUnsigned(value ^ 0x8000_0000L, 4);
	}

	KeyBuffer putLong(long value) {
		return putUnsigned(value ^ Long.MIN_VALUE, 8);
	}

	KeyBuffer putFloat(float value) {
		int bits = Float.floatToIntBits(value);
		return putInt((bits < 0) ? bits ^ Integer.MAX_VALUE : bits);
	}

	KeyBuffer putDouble(double value) {
		long bits = Double.doubleToLongBits(value);
		return putLong((bits < 0) ? bits ^ Long.MAX_VALUE : bits);
	}

	/**
	 * Writes a text that ends itself. Each UTF-16 code unit is written by itself in the
	 * manner of UTF-8, which keeps the order of {@link String#compareTo} and lone
	 * surrogates apart; zero is escaped as it ends the text, and one as it escapes.
	 */
	KeyBuffer putText(CharSequence text) {
		int count = text.length();
		ensure(count + 1);
		for (int i = 0; i < count; i++) {
			putCodeUnit(text.charAt(i));
		}
		return put(KeyTag.END);
	}

	private void putCodeUnit(char unit) {
		if (unit < 0x80) {
			putEscaped(unit);
		}
		else if (unit < 0x800) {
			put(0xC0 | (unit >> 6)).put(0x80 | (unit & 0x3F));
		}
		else {
			put(0xE0 | (unit >> 12)).put(0x80 | ((unit >> 6) & 0x3F)).put(0x80 | (unit & 0x3F));
		}
	}

	private void putEscaped(int value) {
		if (value == KeyTag.END || value == ESCAPE) {
			put(ESCAPE).put(value + 1);
		}
		else {
			put(value);
		}
	}

	/** Writes bytes that end themselves, in their unsigned order. */
	KeyBuffer putBytes(byte[] value) {
		ensure(value.length + 1);
		for (byte each : value) {
			putEscaped(each);
		}
		return put(KeyTag.END);
	}

	/** Writes bytes as they are, each with all bits turned if so wished. */
	KeyBuffer putRaw(byte[] value, int turn) {
		ensure(value.length);
		for (byte each : value) {
			this.bytes[this.length++] = (byte) (each ^ turn);
		}
		return this;
	}

	/**
	 * Puts the slices that were written last into the order of their bytes.
	 * @param start where the first slice begins
	 * @param ends where each of them ends
	 */
	void sort(int start, int[] ends) {
		byte[][] slices = new byte[ends.length][];
		int from = start;
		for (int i = 0; i < ends.length; i++) {
			slices[i] = Arrays.copyOfRange(this.bytes, from, ends[i]);
			from = ends[i];
		}
		Arrays.sort(slices, Arrays::compareUnsigned);
		this.length = start;
		for (byte[] slice : slices) {
			putRaw(slice, 0);
		}
	}

	int length() {
		return this.length;
	}

	byte[] toBytes() {
		return Arrays.copyOf(this.bytes, this.length);
	}

	private KeyBuffer putUnsigned(long value, int width) {
		ensure(width);
		for (int shift = (width - 1) * 8; shift >= 0; shift -= 8) {
			this.bytes[this.length++] = (byte) (value >>> shift);
		}
		return this;
	}

	private void ensure(int count) {
		if (count > MAX_LENGTH - this.length) {
			throw new IllegalArgumentException("A key's encoding has at most " + MAX_LENGTH
					+ " bytes; this key is longer, or contains itself more than once");
		}
		if (this.length + count > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(this.length + count, this.bytes.length * 2));
		}
	}

}
