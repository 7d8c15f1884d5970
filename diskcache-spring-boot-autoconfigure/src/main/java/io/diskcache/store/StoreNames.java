package io.diskcache.store;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/** Makes names of directories of names of caches. */
final class StoreNames {

	private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}");

	/** What Windows does not take for a file, with any extension. */
	private static final Pattern RESERVED = Pattern.compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?|.*\\.");

	/** Letters of an unsafe name that are kept, to tell it by. */
	private static final int KEPT = 40;

	private StoreNames() {
	}

	static void requireName(String name) {
		if (name.isEmpty()) {
			throw new IllegalArgumentException("The name of a cache must not be empty");
		}
	}

	/** Whether a name can be the name of a directory everywhere. */
	static boolean isSafe(String name) {
		return SAFE.matcher(name).matches() && !RESERVED.matcher(name).matches();
	}

	/**
	 * Returns a safe name that no other name leads to: a part of it with a hash of all.
	 */
	static String hashed(String name) {
		var crc = new CRC32C();
		crc.update(name.getBytes(StandardCharsets.UTF_8));
		String kept = name.replaceAll("[^A-Za-z0-9_-]", "_");
		return kept.substring(0, Math.min(kept.length(), KEPT)) + "~"
				+ HexFormat.of().toHexDigits((int) crc.getValue());
	}

}
