package io.diskcache.store;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Remembers which entries were used, until they are written down together. It forgets
 * some where many are used at once, which does no harm: what is used often comes again.
 * Thread-safe.
 */
final class Uses {

	/** Ids remembered at most; a power of two. */
	private static final int SIZE = 4096;

	private final AtomicLongArray ids = new AtomicLongArray(SIZE);

	void note(long id) {
		int slot = (int) (id & (SIZE - 1));
		if (this.ids.getPlain(slot) != id) {
			this.ids.setOpaque(slot, id);
		}
	}

	/** Returns what was remembered, in ascending order, and forgets it. */
	long[] drain() {
		long[] drained = new long[SIZE];
		int count = 0;
		for (int slot = 0; slot < SIZE; slot++) {
			if (this.ids.getPlain(slot) != 0) {
				drained[count++] = this.ids.getAndSet(slot, 0);
			}
		}
		long[] used = Arrays.copyOf(drained, count);
		Arrays.sort(used);
		return used;
	}

}
