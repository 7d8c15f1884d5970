package io.diskcache.cache;

/**
 * What happened to a cache in this process since it was made.
 *
 * @param nearHits lookups that found a value in the heap, counting one per call
 * @param diskHits lookups that found a value on the disk, counting one per call
 * @param misses lookups that found none, counting one per call
 * @param puts values stored
 * @param loads calls of loaders, also of those that failed
 * @param loadNanos time taken by them in nanoseconds
 * @param failures what could not be done, and values that could not be kept
 */
public record CacheStatistics(long nearHits, long diskHits, long misses, long puts, long loads, long loadNanos,
		long failures) {

	/**
	 * Returns the lookups that found a value, in the heap or on the disk.
	 * @return their number
	 */
	public long hits() {
		return this.nearHits + this.diskHits;
	}

}
