package io.diskcache.store;

import java.util.concurrent.atomic.LongAdder;

/** What happens in this process. Thread-safe. */
final class Counters {

	final LongAdder evicted = new LongAdder();

	final LongAdder expired = new LongAdder();

	final LongAdder corrupt = new LongAdder();

	final LongAdder refused = new LongAdder();

	final LongAdder skipped = new LongAdder();

	final LongAdder tombstones = new LongAdder();

	final LongAdder orphans = new LongAdder();

	final LongAdder lockWaitNanos = new LongAdder();

	StoreStatistics snapshot() {
		return new StoreStatistics(this.evicted.sum(), this.expired.sum(), this.corrupt.sum(), this.refused.sum(),
				this.skipped.sum(), this.tombstones.sum(), this.orphans.sum(), this.lockWaitNanos.sum());
	}

}
