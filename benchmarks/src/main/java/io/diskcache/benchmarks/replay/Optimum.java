package io.diskcache.benchmarks.replay;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The policy of Belady, which knows the trace: of what is there and what just came, that
 * stays whose next use is nearest. No policy does better on entries of one size; with
 * sizes it is a good one and no bound.
 */
final class Optimum implements ReplayedCache {

	private static final int NEVER = -1;

	private final boolean sized;

	private final long capacity;

	/** For each access the number of the next one to the same key. */
	private final int[] nextUses;

	/** The sizes of the entries, by the number of their next use. */
	private final NavigableMap<Integer, Integer> sizes = new TreeMap<>();

	private int now;

	private long used;

	Optimum(long capacity, Totals totals) {
		this.sized = totals.trace().sized();
		this.capacity = capacity;
		this.nextUses = new int[Math.toIntExact(totals.accesses())];
		Arrays.fill(this.nextUses, NEVER);
		Map<Long, Integer> last = new HashMap<>();
		try (Stream<Access> accesses = totals.trace().accesses()) {
			accesses.forEach((access) -> {
				Integer before = last.put(access.key(), this.now);
				if (before != null) {
					this.nextUses[before] = this.now;
				}
				this.now++;
			});
		}
		this.now = 0;
	}

	@Override
	public String name() {
		return this.sized ? "Belady" : "optimum";
	}

	@Override
	public boolean access(long key, int size) {
		boolean hit = this.sizes.remove(this.now) != null;
		if (hit) {
			this.used -= size;
		}
		int nextUse = this.nextUses[this.now++];
		if (nextUse != NEVER) {
			this.sizes.put(nextUse, size);
			this.used += size;
		}
		while (this.used > this.capacity) {
			this.used -= this.sizes.pollLastEntry().getValue();
		}
		return hit;
	}

}
