package io.diskcache.benchmarks.replay;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a trace amounts to.
 *
 * @param trace what was counted
 * @param accesses how many accesses there are
 * @param distinct the size of all different keys: their number, or their bytes in a trace
 * with sizes
 */
record Totals(Trace trace, long accesses, long distinct) {

	static Totals of(Trace trace) {
		Set<Long> seen = new HashSet<>();
		long[] counts = new long[2];
		try (Stream<Access> accesses = trace.accesses()) {
			accesses.forEach((access) -> {
				counts[0]++;
				counts[1] += seen.add(access.key()) ? access.size() : 0;
			});
		}
		return new Totals(trace, counts[0], counts[1]);
	}

	/** Returns the capacity of a cache that holds at most this share of the keys. */
	long capacity(double share) {
		// A tenth of 30 is 3, also where the product of doubles is a little less.
		return Math.max(1, (long) Math.floor(share * this.distinct + 1e-6));
	}

}
