package io.diskcache.cache;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What happened to a cache, in one process or in all, since it was made or the numbers
 * were reset.
 *
 * @param hits lookups that found a value, counting one per call
 * @param nearHits those of them that found it in the heap, without asking the disk
 * @param misses lookups that found none, counting one per call
 * @param puts values stored
 * @param loads calls of loaders, also of those that failed
 * @param loadNanos time taken by them in nanoseconds
 * @param loadTimeouts loads that ran beside another one of their key, as the wait for it
 * was too long or interrupted
 * @param failures what could not be done, and values that could not be kept
 */
public record CacheStatistics(long hits, long nearHits, long misses, long puts, long loads, long loadNanos,
		long loadTimeouts, long failures) {

	static final CacheStatistics NONE = new CacheStatistics(0, 0, 0, 0, 0, 0, 0, 0);

	/** Makes them of numbers by their names; those that are missing are 0. */
	static CacheStatistics of(Map<String, Long> numbers) {
		return new CacheStatistics(numbers.getOrDefault("hits", 0L), numbers.getOrDefault("near-hits", 0L),
				numbers.getOrDefault("misses", 0L), numbers.getOrDefault("puts", 0L), numbers.getOrDefault("loads", 0L),
				numbers.getOrDefault("load-nanos", 0L), numbers.getOrDefault("load-timeouts", 0L),
				numbers.getOrDefault("failures", 0L));
	}

	/** The numbers that are not 0 by their names. */
	Map<String, Long> toMap() {
		Map<String, Long> numbers = new LinkedHashMap<>();
		numbers.put("hits", this.hits);
		numbers.put("near-hits", this.nearHits);
		numbers.put("misses", this.misses);
		numbers.put("puts", this.puts);
		numbers.put("loads", this.loads);
		numbers.put("load-nanos", this.loadNanos);
		numbers.put("load-timeouts", this.loadTimeouts);
		numbers.put("failures", this.failures);
		numbers.values().removeIf((number) -> number == 0);
		return numbers;
	}

	CacheStatistics minus(CacheStatistics other) {
		return new CacheStatistics(this.hits - other.hits, this.nearHits - other.nearHits, this.misses - other.misses,
				this.puts - other.puts, this.loads - other.loads, this.loadNanos - other.loadNanos,
				this.loadTimeouts - other.loadTimeouts, this.failures - other.failures);
	}

	/**
	 * Returns the lookups that found a value on the disk.
	 * @return their number
	 */
	public long diskHits() {
		return this.hits - this.nearHits;
	}

}
