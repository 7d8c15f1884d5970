package io.diskcache.store;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Remembers which keys were read, until that is passed on together. Where many are used
 * at once one may take the place of another; and a key that is used all the time is
 * counted up to a limit only: so a use costs nanoseconds, and threads that use the same
 * key are soon out of each other's way. Thread-safe.
 */
final class RecentUses {

	/** Keys remembered at most; a power of two. */
	private static final int SIZE = 4096;

	/** Up to this a key's uses are counted. */
	private static final int MOST = 15;

	private final AtomicLongArray hashes = new AtomicLongArray(SIZE);

	private final AtomicIntegerArray counts = new AtomicIntegerArray(SIZE);

	/** The clock at the last use. */
	private final AtomicIntegerArray times = new AtomicIntegerArray(SIZE);

	/**
	 * Notes a use at a time by the clock of uses.
	 * @param displaced told of the key whose place is taken, which is forgotten
	 */
	void note(long hash, int now, Receiver displaced) {
		int slot = (int) (hash & (SIZE - 1));
		long present = this.hashes.getPlain(slot);
		if (present != hash) {
			int uses = this.counts.getPlain(slot);
			if (uses > 0) {
				displaced.used(present, uses, this.times.getPlain(slot));
			}
			this.hashes.setOpaque(slot, hash);
			this.counts.setOpaque(slot, 1);
			this.times.setOpaque(slot, now);
			return;
		}
		if (this.times.getPlain(slot) != now) {
			this.times.setOpaque(slot, now);
		}
		int count = this.counts.getPlain(slot);
		if (count < MOST) {
			// Not atomic: of two uses at the same moment one may do.
			this.counts.setOpaque(slot, count + 1);
		}
	}

	/** Passes on what was remembered, and forgets it. */
	void drain(Receiver receiver) {
		for (int slot = 0; slot < SIZE; slot++) {
			int count = this.counts.getPlain(slot);
			if (count != 0) {
				this.counts.setOpaque(slot, 0);
				receiver.used(this.hashes.getPlain(slot), count, this.times.getPlain(slot));
			}
		}
	}

	/** Takes what is passed on. */
	@FunctionalInterface
	interface Receiver {

		/** A key was used, so many times, the last time at a time. */
		void used(long hash, int times, int at);

	}

}
