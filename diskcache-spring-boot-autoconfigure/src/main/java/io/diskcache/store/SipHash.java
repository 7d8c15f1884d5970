package io.diskcache.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * SipHash-2-4: a 64-bit hash under a secret key of 128 bits, so that nobody who chooses
 * keys can make them collide. After J.-P. Aumasson and D. J. Bernstein, "SipHash: a fast
 * short-input PRF", 2012.
 */
record SipHash(long k0, long k1) {

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	/** Returns one with a key that nobody knows. */
	static SipHash random() {
		var random = new SecureRandom();
		return new SipHash(random.nextLong(), random.nextLong());
	}

	long hash(byte[] data) {
		long v0 = this.k0 ^ 0x736f6d6570736575L;
		long v1 = this.k1 ^ 0x646f72616e646f6dL;
		long v2 = this.k0 ^ 0x6c7967656e657261L;
		long v3 = this.k1 ^ 0x7465646279746573L;
		int blocks = data.length >>> 3;
		// Two rounds for each block and for the tail, then four for the end.
		for (int step = 0; step <= blocks + 2; step++) {
			long word = 0;
			if (step < blocks) {
				word = (long) LONG.get(data, step << 3);
			}
			else if (step == blocks) {
				word = tail(data, blocks << 3);
			}
			else if (step == blocks + 1) {
				v2 ^= 0xff;
			}
			v3 ^= word;
			for (int round = 0; round < 2; round++) {
				v0 += v1;
				v2 += v3;
				v1 = Long.rotateLeft(v1, 13) ^ v0;
				v3 = Long.rotateLeft(v3, 16) ^ v2;
				v0 = Long.rotateLeft(v0, 32);
				v2 += v1;
				v0 += v3;
				v1 = Long.rotateLeft(v1, 17) ^ v2;
				v3 = Long.rotateLeft(v3, 21) ^ v0;
				v2 = Long.rotateLeft(v2, 32);
			}
			v0 ^= word;
		}
		return v0 ^ v1 ^ v2 ^ v3;
	}

	private static long tail(byte[] data, int from) {
		long word = (long) data.length << 56;
		for (int i = from; i < data.length; i++) {
			word |= (data[i] & 0xffL) << (8 * (i - from));
		}
		return word;
	}

}
