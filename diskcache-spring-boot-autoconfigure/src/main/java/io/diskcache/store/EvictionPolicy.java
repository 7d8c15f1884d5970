package io.diskcache.store;

import org.jspecify.annotations.Nullable;

/**
 * Which entries go first when a store is full. Those that have expired always go before
 * all others. Where nothing else is said victims are found by sampling: of 32 entries at
 * random the four go that the policy values least, which is nearly as good as a full
 * order and needs none. Uses are counted in memory and shared among processes each
 * second, and are remembered for a while after an entry is gone, and over restarts.
 */
public enum EvictionPolicy {

	/**
	 * Those of the lowest score: the number of uses, where a use counts half after two
	 * and a half cache lengths, that is after two and a half times as many uses of others
	 * as there are entries. What returns after it was evicted goes on from the score it
	 * had. So what is used again and again outlasts what comes by once.
	 */
	ADAPTIVE(2.5),
	/** Those not used for the longest time. */
	LRU(2.5),
	/**
	 * Those used least often; ages, as a use counts half after 32 cache lengths. Slow to
	 * give up what was used often.
	 */
	LFU(32),
	/**
	 * Those whose key was stored first; not by sampling, but exactly. What was put at the
	 * front counts as stored before all that was there.
	 */
	FIFO(2.5),
	/** None: the store grows without a limit. */
	NONE(2.5);

	/** A store counts as if it had so many entries at least. */
	private static final long FEW = 64;

	/** One of so many entries is new: the one percent last used or stored. */
	private static final long NEW_PART = 100;

	/** More than any score and any age. */
	private static final double NEW_WORTH = 1e15;

	private final double halfLife;

	EvictionPolicy(double halfLife) {
		this.halfLife = halfLife;
	}

	/** After how many uses a use counts half. */
	double halfLife(long entries) {
		return this.halfLife * Math.max(entries, FEW);
	}

	/**
	 * Tells what an entry is worth; what is worth least goes first.
	 * @param use its use, or {@code null} where nothing is known of it
	 * @param entries how many there are
	 */
	double worth(UseTable.@Nullable Use use, long entries) {
		if (use == null) {
			return -Double.MAX_VALUE;
		}
		// What has just come must get a chance to be used.
		if (use.age() < entries / NEW_PART) {
			return NEW_WORTH - use.age();
		}
		return (this == LRU) ? -use.age() : use.score();
	}

}
