package io.diskcache.history;

/** What is counted, to see that enough happened. */
enum Tally {

	HITS, MISSES, PUTS, EVICTS, CLEARS, PUTS_IF_ABSENT, INCREMENTS, LOADS, ROLLBACKS, TAKES, REPLACES, TOUCHES, ADDS,
	TAGGED_PUTS, TAGGED_REMOVALS, PAIRS,

	/** Operations that threw, as something could not be done. */
	FAILED,

	/** As the store's own statistics tell. */
	EVICTED, EXPIRED, TOMBSTONES, SKIPPED,

	/** As the caches tell of what they found in the heap, and could not hold there. */
	NEAR_HITS, BYPASSED;

	static Tally of(Kind kind) {
		return switch (kind) {
			case GET -> HITS;
			case PUT -> PUTS;
			case EVICT -> EVICTS;
			case CLEAR -> CLEARS;
			case PUT_IF_ABSENT -> PUTS_IF_ABSENT;
			case INCREMENT -> INCREMENTS;
			case LOAD -> LOADS;
			case ROLLBACK -> ROLLBACKS;
			case TAKE -> TAKES;
			case REPLACE -> REPLACES;
			case TOUCH -> TOUCHES;
			case ADD -> ADDS;
			case PUT_TAGGED -> TAGGED_PUTS;
			case REMOVE_TAGGED -> TAGGED_REMOVALS;
			case PUT_PAIR -> PAIRS;
			case TORN -> FAILED;
		};
	}

}
