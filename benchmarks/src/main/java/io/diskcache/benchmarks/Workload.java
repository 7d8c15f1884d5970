package io.diskcache.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Keys and values that both sides of a comparison work on. */
public final class Workload {

	/** Entries of a store before it is measured. */
	static final int ENTRIES = 100_000;

	/** Length of a small value in bytes. */
	static final int SMALL = 1024;

	/** Length of a value that becomes a file. */
	static final int LARGE = 64 << 10;

	private static final byte[][] SMALL_VALUES = values(SMALL);

	private static final byte[][] LARGE_VALUES = values(LARGE);

	private Workload() {
	}

	public static byte[] key(long number) {
		return String.format("user:%015d", number).getBytes(StandardCharsets.US_ASCII);
	}

	/** Returns keys made beforehand, as making them is not what is measured. */
	public static byte[][] keys(int count) {
		byte[][] keys = new byte[count][];
		for (int i = 0; i < count; i++) {
			keys[i] = key(i);
		}
		return keys;
	}

	public static byte[] value(long number) {
		return SMALL_VALUES[(int) (number & (SMALL_VALUES.length - 1))];
	}

	public static byte[] largeValue(long number) {
		return LARGE_VALUES[(int) (number & (LARGE_VALUES.length - 1))];
	}

	private static byte[][] values(int length) {
		var random = new SplittableRandom(length);
		byte[][] values = new byte[16][length];
		for (byte[] value : values) {
			random.nextBytes(value);
		}
		return values;
	}

}
