package io.diskcache.codec;

/**
 * 64-bit FNV-1a over UTF-16 code units: the same in every JVM. Its numbers are on disk.
 */
final class Fingerprint {

	private static final long OFFSET = 0xcbf29ce484222325L;

	private static final long PRIME = 0x100000001b3L;

	private Fingerprint() {
	}

	/**
	 * Makes sure that a value is of the type that was stored.
	 * @throws DecodingException if it is not
	 */
	static void requireSame(long found, long stored, Object value) {
		if (found != stored) {
			throw new DecodingException("The stored value is not the " + value.getClass().getName()
					+ " that was stored: its class has changed", null);
		}
	}

	static long of(String text) {
		long hash = OFFSET;
		for (int i = 0; i < text.length(); i++) {
			char unit = text.charAt(i);
			hash = (hash ^ (unit & 0xFF)) * PRIME;
			hash = (hash ^ (unit >> 8)) * PRIME;
		}
		return hash;
	}

}
