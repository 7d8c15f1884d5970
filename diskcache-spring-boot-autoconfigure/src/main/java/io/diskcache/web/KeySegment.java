package io.diskcache.web;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Function;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Keys as one segment of a URL's path. A plain string stands for itself, every other key
 * is {@code ~} and the base64url of its encoded form: most strings do not survive the
 * decoding and normalising that happens to a path, and digits only would look like a
 * number.
 */
final class KeySegment {

	private static final Pattern PLAIN = Pattern.compile("(?![0-9]+$)[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}");

	private static final char ENCODED = '~';

	/** Longest encoded key in bytes; the codec makes a digest of longer ones. */
	private static final int MAX_BYTES = 4096;

	private static final int MAX_DIGITS = (MAX_BYTES * 4 + 2) / 3;

	private KeySegment() {
	}

	/**
	 * Makes the segment of a key.
	 * @param encode gives the encoded form, for keys that are not plain
	 */
	static String of(Object key, Function<Object, byte[]> encode) {
		if (key instanceof String text && PLAIN.matcher(text).matches()) {
			return text;
		}
		return ENCODED + Base64.getUrlEncoder().withoutPadding().encodeToString(encode.apply(key));
	}

	/** Whether a segment is a key as it is. */
	static boolean isPlain(String segment) {
		return PLAIN.matcher(segment).matches();
	}

	/**
	 * Finds the encoded form of the key of a segment.
	 * @param segment the segment, already decoded
	 * @param encode gives the encoded form of a plain key
	 * @return the encoded form, or {@code null} if no key has this segment
	 */
	static byte @Nullable [] encodedKey(String segment, Function<Object, byte[]> encode) {
		if (isPlain(segment)) {
			return encode.apply(segment);
		}
		boolean encoded = segment.length() > 1 && segment.charAt(0) == ENCODED;
		byte[] key = encoded ? decode(segment.substring(1)) : null;
		return (key != null && isEncodedPlain(key, encode)) ? null : key;
	}

	/**
	 * Whether it is the encoded form of a plain key, which has a segment already: rules
	 * for its path must not be passed by on another one. Such a form has a byte before
	 * the text and one after it; whether it is one is seen by encoding the text.
	 */
	private static boolean isEncodedPlain(byte[] key, Function<Object, byte[]> encode) {
		String text = new String(key, 1, Math.max(0, key.length - 2), StandardCharsets.ISO_8859_1);
		return isPlain(text) && Arrays.equals(encode.apply(text), key);
	}

	private static byte @Nullable [] decode(String digits) {
		if (digits.length() > MAX_DIGITS) {
			return null;
		}
		try {
			byte[] bytes = Base64.getUrlDecoder().decode(digits);
			// The decoder takes padding, and bits after the last byte: many texts for one
			// key.
			boolean canonical = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(digits);
			return canonical ? bytes : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
