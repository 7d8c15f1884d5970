package io.diskcache.web;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/**
 * Path of a value, as it was requested.
 *
 * @param cache name of the cache
 * @param key segment of the key
 */
record ValuePath(String cache, String key) {

	/**
	 * Takes a path apart, without normalising anything: a path that has to be understood
	 * first is of nobody.
	 * @param path path within the application, neither decoded nor normalised
	 * @param prefix path below which all values are
	 * @return the parts, or {@code null} if it is not the path of a value
	 */
	static @Nullable ValuePath parse(String path, String prefix) {
		if (!path.startsWith(prefix + '/') || path.indexOf(';') >= 0) {
			return null;
		}
		String[] segments = path.substring(prefix.length() + 1).split("/", -1);
		if (segments.length != 2 || segments[0].isEmpty() || segments[1].isEmpty()) {
			return null;
		}
		try {
			return new ValuePath(decode(segments[0]), decode(segments[1]));
		}
		catch (IllegalArgumentException ex) { // not percent-encoded as it should be
			return null;
		}
	}

	/** Makes a segment of a name; only letters, digits and {@code - . _ ~} stay. */
	static String encode(String name) {
		return UriUtils.encode(name, StandardCharsets.UTF_8);
	}

	private static String decode(String segment) {
		return UriUtils.decode(segment, StandardCharsets.UTF_8);
	}

}
