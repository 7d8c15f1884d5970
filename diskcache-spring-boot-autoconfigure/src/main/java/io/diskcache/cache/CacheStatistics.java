package io.diskcache.cache;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What happened to a cache, in one process or in all, since it was made or the numbers
 * were reset.
 *
 * @param hits lookups that found a value, counting one per call
 * @param nearHits those of them that found it in the heap, without asking the disk
 * @param staleHits lookups that were given a value that had expired
 * @param misses lookups that found none, counting one per call
 * @param puts values stored
 * @param loads calls of loaders, also of those that failed
 * @param loadNanos time taken by them in nanoseconds
 * @param loadTimeouts loads that ran beside another one of their key, as the wait for it
 * was too long or interrupted
 * @param refreshes values computed anew in the background
 * @param refreshFailures computations that failed of values that there were
 * @param failures what could not be done, and values that could not be kept
 */
public record CacheStatistics(long hits, long nearHits, long staleHits, long misses, long puts, long loads,
		long loadNanos, long loadTimeouts, long refreshes, long refreshFailures, long failures) {

	static final CacheStatistics NONE = of(Map.of());

	/** Makes them of numbers by their names; those that are missing are 0. */
	static CacheStatistics of(Map<String, Long> numbers) {
		return new CacheStatistics(number(numbers, "hits"), number(numbers, "near-hits"), number(numbers, "stale-hits"),
				number(numbers, "misses"), number(numbers, "puts"), number(numbers, "loads"),
				number(numbers, "load-nanos"), number(numbers, "load-timeouts"), number(numbers, "refreshes"),
				number(numbers, "refresh-failures"), number(numbers, "failures"));
	}

	private static long number(Map<String, Long> numbers, String name) {
		return numbers.getOrDefault(name, 0L);
	}

	/** The numbers that are not 0 by their names. */
	Map<String, Long> toMap() {
		Map<String, Long> numbers = all();
		numbers.values().removeIf((number) -> number == 0);
		return numbers;
	}

	private Map<String, Long> all() {
		Map<String, Long> numbers = new LinkedHashMap<>();
		numbers.put("hits", this.hits);
		numbers.put("near-hits", this.nearHits);
		numbers.put("stale-hits", this.staleHits);
		numbers.put("misses", this.misses);
		numbers.put("puts", this.puts);
		numbers.put("loads", this.loads);
		numbers.put("load-nanos", this.loadNanos);
		numbers.put("load-timeouts", this.loadTimeouts);
		numbers.put("refreshes", this.refreshes);
		numbers.put("refresh-failures", this.refreshFailures);
		numbers.put("failures", this.failures);
		return numbers;
	}

	CacheStatistics minus(CacheStatistics other) {
		Map<String, Long> difference = all();
		other.all().forEach((name, number) -> difference.merge(name, -number, Long::sum));
		return of(difference);
	}

	/**
	 * Returns the lookups that found a value on the disk.
	 * @return their number
	 */
	public long diskHits() {
		return this.hits - this.nearHits;
	}

}
