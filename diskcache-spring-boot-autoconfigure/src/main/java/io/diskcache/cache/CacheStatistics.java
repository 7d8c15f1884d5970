package io.diskcache.cache;

/**
 * What happened to a cache in this process since it was made.
 *
 * @param hits lookups that found a value, counting one per call
 * @param nearHits those of them that found it in the heap, without asking the disk
 * @param misses lookups that found none, counting one per call
 * @param puts values stored
 * @param loads calls of loaders, also of those that failed
 * @param loadNanos time taken by them in nanoseconds
 * @param failures what could not be done, and values that could not be kept
 */
public record CacheStatistics(long hits, long nearHits, long misses, long puts, long loads, long loadNanos,
		long failures) {

	/**
	 * Returns the lookups that found a value on the disk.
	 * @return their number
	 */
	public long diskHits() {
		return this.hits - this.nearHits;
	}

}
