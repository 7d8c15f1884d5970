package io.diskcache.benchmarks.load;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import io.diskcache.benchmarks.Places;
import io.diskcache.store.StoreOptions;
import org.jspecify.annotations.Nullable;

/**
 * Many processes on one store of 100 keys, the mix of python-diskcache's benchmark:
 * {@code java -cp benchmarks/target/benchmarks.jar
 * io.diskcache.benchmarks.load.Processes}. Options: {@code --processes} 8,
 * {@code --seconds} 10, {@code --shards} 1, {@code --timeout} of operations in
 * milliseconds, 250, and {@code --python} with a directory in which python-diskcache is,
 * to measure that beside it.
 */
public final class Processes {

	private static final List<String> OPERATIONS = List.of("get", "set", "delete");

	private static final PrintStream out = System.out;

	private final int processes;

	private final int seconds;

	private final Table totals = new Table("processes", "store", "operations/s", "smallest share %", "largest share %",
			"sets dropped", "gets failed", "deletes failed", "tombstones");

	private final Table latencies = new Table("processes-latencies", "store", "operation", "count", "P50 µs", "P99 µs",
			"P99.9 µs", "longest µs");

	private final Table each = new Table("processes-each", "store", "process", "operations", "share %", "operation",
			"P50 µs", "P99 µs", "P99.9 µs", "longest µs", "sets dropped");

	private Processes(int processes, int seconds) {
		this.processes = processes;
		this.seconds = seconds;
	}

	public static void main(String[] args) throws Exception {
		Arguments arguments = Arguments.of(args, "processes", "seconds", "shards", "timeout", "python");
		int shards = arguments.number("shards", 1);
		int timeout = arguments.number("timeout", (int) options(shards).operationTimeout().toMillis());
		var measured = new Processes(arguments.number("processes", 8),
				arguments.number("seconds", arguments.quick() ? 3 : 10));
		measured.measure("diskcache for Spring Boot",
				(place) -> (number) -> Workers.java(MixWorker.class, place, shards, timeout, measured.seconds, number));
		Path python = arguments.path("python");
		if (python != null && PythonMix.isPresent(python)) {
			Path script = PythonMix.script();
			measured.measure("python-diskcache FanoutCache",
					(place) -> (number) -> PythonMix.process(python, script, place, measured.seconds, number));
			Places.delete(script.getParent());
		}
		else {
			out.println("Without python-diskcache: --python with a directory from which python3 can import diskcache");
		}
		measured.publish(arguments.csv());
	}

	/** The options of all processes. */
	static StoreOptions options(int shards) {
		if (shards != 1) {
			throw new IllegalArgumentException("A store has one shard, not " + shards);
		}
		return StoreOptions.defaults();
	}

	private void measure(String store, Maker maker) throws IOException, InterruptedException {
		Path place = Places.create();
		List<ProcessBuilder> builders = IntStream.range(0, this.processes).mapToObj(maker.at(place)).toList();
		try (Workers workers = Workers.start(builders)) {
			workers.await();
			workers.say("go");
			report(store, workers.tallies());
		}
		finally {
			Places.delete(place);
		}
	}

	private void report(String store, List<Tally> tallies) {
		Tally all = Tally.sum(tallies);
		List<Double> shares = new ArrayList<>();
		for (int i = 0; i < tallies.size(); i++) {
			Tally tally = tallies.get(i);
			double share = 100.0 * operations(tally) / operations(all);
			shares.add(share);
			int number = i;
			times(tally).forEach((name, times) -> this.each.row(store, number, operations(tally), share, name,
					times.micros(0.5), times.micros(0.99), times.micros(0.999), times.maxMicros(), dropped(tally)));
		}
		this.totals.row(store, (double) operations(all) / this.seconds,
				shares.stream().min(Double::compare).orElseThrow(), shares.stream().max(Double::compare).orElseThrow(),
				dropped(all), all.counted("get-timeout"), all.counted("delete-timeout"), all.counted("tombstones"));
		times(all).forEach((name, times) -> this.latencies.row(store, name, times.count(), times.micros(0.5),
				times.micros(0.99), times.micros(0.999), times.maxMicros()));
	}

	private void publish(@Nullable Path csv) {
		this.each.publish(csv);
		this.latencies.publish(csv);
		this.totals.publish(csv);
	}

	private static Map<String, Histogram> times(Tally tally) {
		Map<String, Histogram> times = new TreeMap<>();
		OPERATIONS.forEach((name) -> times.put(name, tally.times(name)));
		return times;
	}

	private static long operations(Tally tally) {
		return times(tally).values().stream().mapToLong(Histogram::count).sum();
	}

	private static long dropped(Tally tally) {
		return tally.counted("set-dropped");
	}

	/** Makes processes that work at a place. */
	private interface Maker {

		IntFunction<ProcessBuilder> at(Path place);

	}

}
