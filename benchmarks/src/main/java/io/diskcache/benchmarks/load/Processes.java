package io.diskcache.benchmarks.load;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.diskcache.benchmarks.Places;
import io.diskcache.store.StoreOptions;
import org.jspecify.annotations.Nullable;

/**
 * Many processes on one store of 100 keys, the mix of python-diskcache's benchmark:
 * {@code java -cp benchmarks/target/benchmarks.jar
 * io.diskcache.benchmarks.load.Processes}. Options: {@code --processes} 8,
 * {@code --seconds} 10, {@code --warm-up} in seconds, 20, {@code --shards} 1 or several
 * numbers between commas, {@code --timeout} of operations in milliseconds, 250, and
 * {@code --python} with a directory in which python-diskcache is: then it has turns of a
 * second too. Each number of shards has processes and a store of its own. As long as the
 * compilers of the JVMs have work they take most of the processors.
 */
public final class Processes {

	private static final List<String> OPERATIONS = List.of("get", "set", "delete");

	private static final PrintStream out = System.out;

	private static final int TURN_MILLIS = 1000;

	private final Table totals = new Table("processes", "store", "shards", "operations/s", "smallest share %",
			"largest share %", "sets dropped", "gets failed", "deletes failed", "tombstones",
			"operations/s to those of the first");

	private final Table latencies = new Table("processes-latencies", "store", "shards", "operation", "count", "P50 µs",
			"P99 µs", "P99.9 µs", "longest µs");

	private final Table each = new Table("processes-each", "store", "shards", "process", "operations", "share %",
			"operation", "P50 µs", "P99 µs", "P99.9 µs", "longest µs", "sets dropped");

	private final Map<Side, Integer> shards;

	private Processes(Map<Side, Integer> shards) {
		this.shards = shards;
	}

	public static void main(String[] args) throws Exception {
		Arguments arguments = Arguments.of(args, "processes", "seconds", "warm-up", "shards", "timeout", "python");
		Map<Side, Integer> shards = new LinkedHashMap<>();
		try {
			start(arguments, shards);
			List<Side> sides = List.copyOf(shards.keySet());
			for (int turn = 0; turn < arguments.number("seconds", arguments.quick() ? 3 : 10); turn++) {
				for (Side side : sides) {
					side.turn(TURN_MILLIS);
				}
			}
			var measured = new Processes(shards);
			for (Side side : sides) {
				measured.report(side, sides.get(0));
			}
			measured.publish(arguments.csv());
		}
		finally {
			shards.keySet().forEach(Side::close);
		}
	}

	private static void start(Arguments arguments, Map<Side, Integer> sides) throws IOException, InterruptedException {
		int processes = arguments.number("processes", 8);
		int timeout = arguments.number("timeout", (int) options(1).operationTimeout().toMillis());
		int warmUp = 1000 * arguments.number("warm-up", arguments.quick() ? 3 : 20);
		for (int shards : arguments.numbers("shards", 1)) {
			sides.put(Side.start("diskcache for Spring Boot", processes,
					(place) -> (number) -> Workers.java(MixWorker.class, place, shards, timeout, number, warmUp)),
					shards);
		}
		Path python = arguments.path("python");
		if (python != null && PythonMix.isPresent(python)) {
			Path place = Places.create();
			try {
				Path script = PythonMix.script(place);
				sides.put(Side.start("python-diskcache FanoutCache", processes,
						(directory) -> (number) -> PythonMix.process(python, script, directory, number, TURN_MILLIS)),
						PythonMix.SHARDS);
			}
			finally {
				Places.delete(place);
			}
		}
		else {
			out.println("Without python-diskcache: --python with a directory from which python3 can import diskcache");
		}
	}

	/** The options of all processes. */
	static StoreOptions options(int shards) {
		return StoreOptions.defaults().withShards(shards);
	}

	private void report(Side side, Side first) throws IOException, InterruptedException {
		List<Tally> tallies = side.end();
		Tally all = Tally.sum(tallies);
		List<Double> shares = tallies.stream().map((tally) -> 100.0 * operations(tally) / operations(all)).toList();
		for (int i = 0; i < tallies.size(); i++) {
			reportOne(side, i, tallies.get(i), shares.get(i));
		}
		this.totals.row(side.name(), shards(side), Quantiles.median(side.rates()), Quantiles.at(shares, 0),
				Quantiles.at(shares, 1), dropped(all), all.counted("get-timeout"), all.counted("delete-timeout"),
				all.counted("tombstones"), Quantiles.text(side.ratesTo(first)));
		for (String name : OPERATIONS) {
			Histogram times = all.times(name);
			this.latencies.row(side.name(), shards(side), name, times.count(), times.micros(0.5), times.micros(0.99),
					times.micros(0.999), times.maxMicros());
		}
	}

	private void reportOne(Side side, int number, Tally tally, double share) {
		for (String name : OPERATIONS) {
			Histogram times = tally.times(name);
			this.each.row(side.name(), shards(side), number, operations(tally), share, name, times.micros(0.5),
					times.micros(0.99), times.micros(0.999), times.maxMicros(), dropped(tally));
		}
	}

	private int shards(Side side) {
		return Objects.requireNonNull(this.shards.get(side));
	}

	private void publish(@Nullable Path csv) {
		this.each.publish(csv);
		this.latencies.publish(csv);
		this.totals.publish(csv);
	}

	private static long operations(Tally tally) {
		return OPERATIONS.stream().mapToLong((name) -> tally.times(name).count()).sum();
	}

	private static long dropped(Tally tally) {
		return tally.counted("set-dropped");
	}

}
