package io.diskcache.web;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where values are served. Immutable.
 *
 * @param path path within the application below which all values are: one or more
 * segments of letters, digits and any of {@code . _ ~ -}, each after a slash, such as
 * {@code /diskcache}
 * @param secrets secrets of signed links
 */
public record WebSettings(String path, LinkSecrets secrets) {

	private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

	/** Segments that clients resolve before they ask. */
	private static final Set<String> RELATIVE = Set.of(".", "..");

	/**
	 * Makes settings.
	 * @throws IllegalArgumentException if the path is not of that form
	 */
	public WebSettings {
		if (!PATH.matcher(path).matches() || Arrays.stream(path.split("/")).anyMatch(RELATIVE::contains)) {
			throw new IllegalArgumentException("path must start with a slash, must not end with one, and may have"
					+ " letters, digits and any of ._~- between slashes, but is '" + path + "'");
		}
	}

}
