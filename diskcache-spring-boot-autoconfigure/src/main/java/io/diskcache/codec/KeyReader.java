package io.diskcache.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Reads one encoded key, element by element: the other half of {@link KeyWriter} and
 * {@link KeyBuffer}. Whatever is wrong with the bytes becomes an unchecked exception. Not
 * thread-safe.
 */
final class KeyReader {

	private final byte[] bytes;

	private final KeyNames names;

	private int position;

	private int depth;

	KeyReader(byte[] bytes, KeyNames names) {
		this.bytes = bytes;
		this.names = names;
	}

	KeyNames names() {
		return this.names;
	}

	/** Reads all of the bytes as one element. */
	@Nullable Object whole() {
		Object value = element();
		if (this.position < this.bytes.length) {
			throw new IllegalArgumentException("Bytes are left over");
		}
		return value;
	}

	@Nullable Object element() {
		int tag = next();
		if (tag == KeyTag.NULL) {
			return null;
		}
		if (this.depth++ > KeyCodec.MAX_DEPTH) {
			throw new IllegalArgumentException("The key is nested deeper than " + KeyCodec.MAX_DEPTH);
		}
		Object value = KeyReadings.of(tag).read(this);
		this.depth--;
		return value;
	}

	/** Reads elements up to the end of their list, and that. */
	List<@Nullable Object> elements() {
		List<@Nullable Object> elements = new ArrayList<>();
		while (!atEnd()) {
			elements.add(element());
		}
		return elements;
	}

	/** Tells whether a structure ends here, and then goes beyond its end. */
	boolean atEnd() {
		require(1);
		boolean end = this.bytes[this.position] == KeyTag.END;
		this.position += end ? 1 : 0;
		return end;
	}

	/**
	 * Counts the elements of an array that are still there, each of them after a byte
	 * that is not {@link KeyTag#END}.
	 * @param width bytes of an element
	 */
	int count(int width) {
		int count = 0;
		for (int at = this.position; at < this.bytes.length && this.bytes[at] != KeyTag.END; at += 1 + width) {
			count++;
		}
		return count;
	}

	int next() {
		require(1);
		return this.bytes[this.position++] & 0xFF;
	}

	short nextShort() {
		return (short) (nextUnsigned(2) ^ 0x8000L);
	}

	char nextChar() {
		return (char) nextUnsigned(2);
	}

	int nextInt() {
		return (int) (nextUnsigned(4) ^ 0x8000_0000L);
	}

	long nextLong() {
		return nextUnsigned(8) ^ Long.MIN_VALUE;
	}

	float nextFloat() {
		int bits = nextInt();
		return Float.intBitsToFloat((bits < 0) ? bits ^ Integer.MAX_VALUE : bits);
	}

	double nextDouble() {
		long bits = nextLong();
		return Double.longBitsToDouble((bits < 0) ? bits ^ Long.MAX_VALUE : bits);
	}

	/** Most texts are of ASCII alone, which stands for itself. */
	String text() {
		int end = this.position;
		while (end < this.bytes.length && this.bytes[end] > KeyBuffer.ESCAPE) {
			end++;
		}
		if (end < this.bytes.length && this.bytes[end] == KeyTag.END) {
			String text = new String(this.bytes, this.position, end - this.position, StandardCharsets.US_ASCII);
			this.position = end + 1;
			return text;
		}
		return otherText();
	}

	private String otherText() {
		StringBuilder text = new StringBuilder();
		for (int first = next(); first != KeyTag.END; first = next()) {
			text.append(codeUnit(first));
		}
		return text.toString();
	}

	private char codeUnit(int first) {
		if (first < 0x80) {
			return (char) unescaped(first);
		}
		if (first < 0xE0) {
			return (char) (((first & 0x1F) << 6) | (next() & 0x3F));
		}
		return (char) (((first & 0x0F) << 12) | ((next() & 0x3F) << 6) | (next() & 0x3F));
	}

	private int unescaped(int first) {
		return (first == KeyBuffer.ESCAPE) ? next() - 1 : first;
	}

	/** Reads bytes that end themselves. */
	byte[] escapedBytes() {
		byte[] value = new byte[this.bytes.length - this.position];
		int length = 0;
		for (int first = next(); first != KeyTag.END; first = next()) {
			value[length++] = (byte) unescaped(first);
		}
		return Arrays.copyOf(value, length);
	}

	/** Reads bytes as they are, each with all bits turned if so wished. */
	byte[] raw(int count, int turn) {
		require(count);
		byte[] value = new byte[count];
		for (int i = 0; i < count; i++) {
			value[i] = (byte) (this.bytes[this.position++] ^ turn);
		}
		return value;
	}

	private long nextUnsigned(int width) {
		require(width);
		long value = 0;
		for (int i = 0; i < width; i++) {
			value = (value << 8) | (this.bytes[this.position++] & 0xFF);
		}
		return value;
	}

	private void require(int count) {
		if (count < 0 || count > this.bytes.length - this.position) {
			throw new IllegalArgumentException("The key ends too early");
		}
	}

}
