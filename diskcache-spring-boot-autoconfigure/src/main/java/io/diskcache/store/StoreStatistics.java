package io.diskcache.store;

/**
 * What happened in this process since it first used a store.
 *
 * @param evicted entries deleted because the store was full
 * @param expired entries deleted because their time to live had passed
 * @param corrupt values found damaged when read
 * @param refused puts not done because the value was too large
 * @param skipped puts not done because the store could not write in time
 * @param tombstones removals and overwrites that could not write in time and made their
 * stripe unreadable instead
 * @param orphans files deleted that belonged to no entry
 * @param lockWaitNanos time in nanoseconds that writers of this process waited in all for
 * each other and for those of other processes
 */
public record StoreStatistics(long evicted, long expired, long corrupt, long refused, long skipped, long tombstones,
		long orphans, long lockWaitNanos) {
}
