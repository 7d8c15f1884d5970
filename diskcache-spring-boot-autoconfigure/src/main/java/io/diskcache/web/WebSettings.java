package io.diskcache.web;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Where values are served. Immutable.
 *
 * @param path path within the application below which all values are: one or more
 * segments of letters, digits and any of {@code . _ ~ -}, each after a slash, such as
 * {@code /diskcache}
 * @param secrets secrets of signed links
 * @param accelLocation internal location of a proxy through which it reads the files of
 * values itself, of the form of a path, or {@code null} if all is sent through here
 */
public record WebSettings(String path, LinkSecrets secrets, @Nullable String accelLocation) {

	private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

	/** Segments that clients resolve before they ask. */
	private static final Set<String> RELATIVE = Set.of(".", "..");

	/**
	 * Makes settings.
	 * @throws IllegalArgumentException if a path is not of that form
	 */
	public WebSettings {
		requirePath("path", path);
		if (accelLocation != null) {
			requirePath("accel-location", accelLocation);
			if (isWithin(accelLocation, path) || isWithin(path, accelLocation)) {
				throw new IllegalArgumentException(
						"accel-location must be apart from path, but is '" + accelLocation + "'");
			}
		}
	}

	private static boolean isWithin(String path, String other) {
		return (path + '/').startsWith(other + '/');
	}

	private static void requirePath(String name, String path) {
		if (!PATH.matcher(path).matches() || Arrays.stream(path.split("/")).anyMatch(RELATIVE::contains)) {
			throw new IllegalArgumentException(name + " must start with a slash, must not end with one, and may have"
					+ " letters, digits and any of ._~- between slashes, but is '" + path + "'");
		}
	}

}
