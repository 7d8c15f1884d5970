package io.diskcache.store;

import org.jspecify.annotations.Nullable;

/** Compares the numbers of the counters with each other. */
final class Numbers {

	private Numbers() {
	}

	/** Looks for numbers that contradict each other; {@code null} if there are none. */
	static @Nullable String findContradiction(Stripes stripes) {
		for (int stripe = 0; stripe < Stripes.COUNT; stripe++) {
			long floor = stripes.floor(stripe);
			long begun = stripes.begun(stripe);
			// In this order: a stripe's number was drawn before it was noted there.
			long next = stripes.next();
			if (begun > next || floor > next) {
				return "stripe " + stripe + " has floor " + floor + " and version " + begun + ", drawn are " + next;
			}
		}
		return (stripes.complete() > stripes.next() || stripes.clearFloor() > stripes.next())
				? "more is complete or cleared than was drawn" : null;
	}

	/** Makes sure that every number in use counts as drawn. */
	static void mend(Stripes stripes) {
		long greatest = Math.max(stripes.complete(), stripes.clearFloor());
		for (int stripe = 0; stripe < Stripes.COUNT; stripe++) {
			greatest = Math.max(greatest, Math.max(stripes.floor(stripe), stripes.begun(stripe)));
		}
		stripes.raiseNext(greatest);
	}

}
