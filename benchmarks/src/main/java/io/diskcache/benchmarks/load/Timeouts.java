package io.diskcache.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.diskcache.benchmarks.Workload;
import io.diskcache.store.StoreOptions;

/**
 * What the operation timeout makes of latency and misses: 8 processes look keys up in a
 * store that holds a third of them, and compute and store those that miss. {@code java
 * -cp benchmarks/target/benchmarks.jar io.diskcache.benchmarks.load.Timeouts}. Options:
 * {@code --processes} 8, {@code --seconds} for each timeout, 10, {@code --warm-up} in
 * seconds, 10. Each timeout has a store of its own; they have turns of a second.
 */
public final class Timeouts {

	/** Of which about 13 000 fit. */
	static final int KEYS = 40_000;

	static final StoreOptions OPTIONS = StoreOptions.defaults().withSizeLimit(StoreOptions.MIN_SIZE_LIMIT);

	private static final List<Integer> MILLIS = List.of(1, 2, 5, 10, 25, 50, 100, 250);

	private static final List<Integer> FEW = List.of(1, 250);

	private static final int TURN_MILLIS = 1000;

	private final Table table = new Table("timeouts", "timeout ms", "misses %", "reads that timed out %",
			"puts skipped %", "tombstones", "get P99 µs", "put P50 µs", "put P99 µs", "put P99.9 µs", "put longest µs",
			"lookups/s", "lookups/s to those of the longest timeout");

	private Timeouts() {
	}

	public static void main(String[] args) throws Exception {
		Arguments arguments = Arguments.of(args, "processes", "seconds", "warm-up");
		List<Side> sides = new ArrayList<>();
		try {
			for (int millis : arguments.quick() ? FEW : MILLIS) {
				sides.add(start(arguments, millis));
			}
			for (int turn = 0; turn < arguments.number("seconds", arguments.quick() ? 2 : 10); turn++) {
				for (Side side : sides) {
					side.turn(TURN_MILLIS);
				}
			}
			var measured = new Timeouts();
			for (Side side : sides) {
				measured.report(side, sides.get(sides.size() - 1));
			}
			measured.table.publish(arguments.csv());
		}
		finally {
			sides.forEach(Side::close);
		}
	}

	private static Side start(Arguments arguments, int millis) throws IOException {
		int warmUp = 1000 * arguments.number("warm-up", arguments.quick() ? 1 : 10);
		return Side.start(Integer.toString(millis), arguments.number("processes", arguments.quick() ? 4 : 8),
				(place) -> {
					fill(place);
					return (number) -> Workers.java(LookupWorker.class, place, millis, number, warmUp);
				});
	}

	/** Fills the store, so that what is asked for most often is there. */
	private static void fill(Path place) {
		try (var client = new StoreClient(place, OPTIONS)) {
			for (int i = KEYS / 2; i >= 0; i--) {
				client.put(StoreClient.key(Integer.toString(i)), Workload.value(i));
			}
		}
	}

	private void report(Side side, Side last) throws IOException, InterruptedException {
		Tally all = Tally.sum(side.end());
		Histogram gets = all.times("get");
		Histogram puts = all.times("set");
		this.table.row(side.name(), percent(all.counted("miss"), gets), percent(all.counted("get-timeout"), gets),
				percent(all.counted("set-dropped"), puts), all.counted("tombstones"), gets.micros(0.99),
				puts.micros(0.5), puts.micros(0.99), puts.micros(0.999), puts.maxMicros(),
				Quantiles.median(side.rates()), Quantiles.text(side.ratesTo(last)));
	}

	private static double percent(long count, Histogram all) {
		return 100.0 * count / all.count();
	}

}
