package io.diskcache.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Values that say what they are, and show whether they are whole. */
final class KnownValue {

	/** Length of those that become files. */
	static final int LARGE = 100_000;

	private KnownValue() {
	}

	/** An inline value. */
	static Content small(String text) {
		return of(text, 40 + text.length());
	}

	/** A value with a file of its own. */
	static Content large(String text) {
		return of(text, LARGE);
	}

	/** A value of a length of its own. */
	static Content of(String text, int length) {
		return Content.of(StoreFixture.CODEC, 1, bytes(text, length));
	}

	/**
	 * Returns the text of a value.
	 * @throws IllegalStateException if not every byte is the one it should be
	 */
	static String text(Entry entry) {
		byte[] bytes = entry.bytes();
		int length = ByteBuffer.wrap(bytes).getInt();
		String text = (length >= 0 && length <= bytes.length - Integer.BYTES)
				? new String(bytes, Integer.BYTES, length, StandardCharsets.UTF_8) : "";
		if (!Arrays.equals(bytes, bytes(text, bytes.length))) {
			throw new IllegalStateException("A value that nobody wrote: " + text);
		}
		return text;
	}

	private static byte[] bytes(String text, int length) {
		byte[] known = text.getBytes(StandardCharsets.UTF_8);
		byte[] bytes = new byte[length];
		new Random(text.hashCode() * 31L + length).nextBytes(bytes);
		ByteBuffer.wrap(bytes).putInt(known.length).put(known);
		return bytes;
	}

}
