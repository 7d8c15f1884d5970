package io.diskcache.benchmarks.load;

import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;

import io.diskcache.store.StoreStatistics;

/**
 * What a process counted and timed, as lines of text on its way to the process that asked
 * for it. Not thread-safe.
 */
final class Tally {

	private static final String COUNT = "count ";

	private static final String TIMES = "times ";

	private final Map<String, Long> counts = new TreeMap<>();

	private final Map<String, Histogram> times = new TreeMap<>();

	void count(String name) {
		count(name, 1);
	}

	void count(String name, long more) {
		this.counts.merge(name, more, Long::sum);
	}

	/** Counts what the store of this process did by itself from one moment to another. */
	void count(StoreStatistics before, StoreStatistics after) {
		count("evicted", after.evicted() - before.evicted());
		count("skipped", after.skipped() - before.skipped());
		count("tombstones", after.tombstones() - before.tombstones());
	}

	long counted(String name) {
		return this.counts.getOrDefault(name, 0L);
	}

	Histogram times(String name) {
		return this.times.computeIfAbsent(name, (absent) -> new Histogram());
	}

	void add(Tally other) {
		other.counts.forEach(this::count);
		other.times.forEach((name, histogram) -> times(name).add(histogram));
	}

	static Tally sum(Iterable<Tally> tallies) {
		var sum = new Tally();
		tallies.forEach(sum::add);
		return sum;
	}

	void print(PrintStream out) {
		this.counts.forEach((name, number) -> out.println(COUNT + name + ' ' + number));
		this.times.forEach((name, histogram) -> out.println(TIMES + name + ' ' + histogram.encode()));
		out.flush();
	}

	/** Takes a line that was printed by another process. */
	void parse(String line) {
		int name = line.indexOf(' ') + 1;
		int value = line.indexOf(' ', name) + 1;
		if (name == 0 || value == 0) {
			throw new IllegalArgumentException("A process said: " + line);
		}
		switch (line.substring(0, name)) {
			case COUNT -> count(line.substring(name, value - 1), Long.parseLong(line.substring(value)));
			case TIMES -> times(line.substring(name, value - 1)).add(Histogram.decode(line.substring(value)));
			default -> throw new IllegalArgumentException("A process said: " + line);
		}
	}

}
