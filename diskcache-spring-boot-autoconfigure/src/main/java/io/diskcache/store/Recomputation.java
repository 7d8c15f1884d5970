package io.diskcache.store;

import java.time.Duration;

/**
 * What is known of how a value is computed anew. Immutable.
 *
 * @param load how long it took to compute the value, or zero where that is not known; in
 * milliseconds, of which a part counts as none
 * @param stale how long the entry is kept after it has expired, for who
 * {@linkplain Store#readStale takes a stale value}; zero for not at all
 */
public record Recomputation(Duration load, Duration stale) {

	/** Of values that are not computed. */
	public static final Recomputation NONE = new Recomputation(Duration.ZERO, Duration.ZERO);

	public Recomputation {
		if (load.isNegative() || stale.isNegative()) {
			throw new IllegalArgumentException(
					"A value takes no negative time, neither to compute nor to be stale: " + load + ", " + stale);
		}
	}

	int loadMillis() {
		return (int) Math.min(Integer.MAX_VALUE, millis(this.load));
	}

	long staleMillis() {
		return millis(this.stale);
	}

	/** In milliseconds, of which a part counts as none. */
	static long millis(Duration duration) {
		try {
			return duration.toMillis();
		}
		catch (ArithmeticException ex) {
			return Long.MAX_VALUE;
		}
	}

}
