package io.diskcache.benchmarks.replay;

/**
 * One access to a cache: the key, and the size of its value in bytes, 1 where unknown.
 */
record Access(long key, int size) {

	Access {
		if (size < 1) {
			throw new IllegalArgumentException("size must be positive, but is " + size);
		}
	}

	static Access to(long key) {
		return new Access(key, 1);
	}

}
