package io.diskcache.history;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Values that say which one they are: of types that can be held as objects and of such
 * that cannot, some so large that they become files. What was changed, or put together of
 * two values, is none of them.
 */
final class Payload {

	/** Id of an object that is no value. */
	static final long NONE = -1;

	/** Above the inline limit. */
	private static final int LARGE = 40_000;

	private static final byte SCRIBBLE = 0x77;

	private static final int HEX_DIGITS = 16;

	private static final String PADDING = "x".repeat(LARGE);

	private Payload() {
	}

	/** Makes the value of an id; which type it has depends on the id. */
	static Object of(long id) {
		return switch ((int) (id % 16)) {
			case 0 -> hex(id) + PADDING;
			case 1 -> bytes(id, LARGE);
			case 2, 3, 4 -> bytes(id, 64);
			case 5, 6, 7 -> id;
			case 8, 9 -> new Article(id, hex(id));
			case 10 -> List.of(id, hex(id));
			default -> hex(id);
		};
	}

	/** Reads the id of a value. What can be changed is, which must harm nobody. */
	static long id(@Nullable Object value) {
		if (value instanceof Long number) {
			return number;
		}
		if (value instanceof Article article) {
			return article.id();
		}
		if (value instanceof List<?> list) {
			return (Long) list.get(0);
		}
		if (value instanceof byte[] bytes) {
			ByteBuffer words = ByteBuffer.wrap(bytes);
			long id = words.getLong(0);
			boolean whole = id == words.getLong(bytes.length - Long.BYTES);
			Arrays.fill(bytes, SCRIBBLE);
			return whole ? id : NONE;
		}
		if (value instanceof String text) {
			return Long.parseUnsignedLong(text, 0, HEX_DIGITS, 16);
		}
		return NONE;
	}

	/** Something large of no importance. */
	static byte[] filler(int length) {
		return bytes(length, length);
	}

	private static byte[] bytes(long id, int length) {
		ByteBuffer bytes = ByteBuffer.allocate(length);
		bytes.putLong(0, id).putLong(length - Long.BYTES, id);
		return bytes.array();
	}

	private static String hex(long id) {
		String digits = Long.toHexString(id);
		return "0".repeat(HEX_DIGITS - digits.length()) + digits;
	}

	/** A value that can be held as it is. */
	record Article(long id, String name) implements Serializable {
	}

}
