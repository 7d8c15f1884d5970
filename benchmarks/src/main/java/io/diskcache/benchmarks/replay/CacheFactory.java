package io.diskcache.benchmarks.replay;

/** Makes an empty cache to replay a trace on. */
@FunctionalInterface
interface CacheFactory {

	/** Capacity is in what the trace counts: entries, or bytes if it has sizes. */
	ReplayedCache create(long capacity, Totals totals);

}
