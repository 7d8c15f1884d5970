package io.diskcache.benchmarks.load;

import java.io.IOException;
import java.util.List;

import io.diskcache.benchmarks.EngineSide;
import io.diskcache.store.StoreOptions;

/**
 * Four processes put ten times as much into a store as it may hold, new keys with values
 * of 128 bytes to 64 KiB, in turns with four others whose store has room: {@code java -cp
 * benchmarks/target/benchmarks.jar io.diskcache.benchmarks.load.Overload}. Options:
 * {@code --processes} 4, {@code --times} 10, {@code --warm-up} in seconds, 10.
 */
public final class Overload {

	private static final List<Integer> LIMITS = List.of(16, 64);

	private static final int TURN_MILLIS = 500;

	private static final int SAMPLE_MILLIS = 10;

	/** Mean length of a value, so that the parent knows when it is enough. */
	private static final double MEAN = (65_536 - 128) / Math.log(65_536.0 / 128);

	private final Arguments arguments;

	private final int processes;

	private final Table volumes = new Table("overload-volume", "limit MB", "put / limit", "evicted",
			"largest volume / limit", "without log, stripes and ballast", "largest database MB", "largest values MB",
			"largest log MB", "stripes and index MB", "ballast MB", "looks", "time of a look ms");

	private final Table puts = new Table("overload", "limit MB", "store", "puts", "puts/s", "P50 µs", "P99 µs",
			"P99.9 µs", "longest µs", "dropped", "skipped", "tombstones", "newest 100 there, fewest",
			"puts/s to those with room");

	private Overload(Arguments arguments) {
		this.arguments = arguments;
		this.processes = arguments.number("processes", 4);
	}

	public static void main(String[] args) throws Exception {
		Arguments arguments = Arguments.of(args, "processes", "times", "warm-up");
		var measured = new Overload(arguments);
		for (int limit : arguments.quick() ? LIMITS.subList(0, 1) : LIMITS) {
			measured.measure(limit);
		}
		measured.volumes.publish(arguments.csv());
		measured.puts.publish(arguments.csv());
	}

	/** Options of a store with a limit. */
	static StoreOptions options(long limit) {
		return StoreOptions.defaults().withSizeLimit(limit).withMaxValueSize(StoreOptions.MIN_SIZE_LIMIT);
	}

	private void measure(int megabytes) throws IOException, InterruptedException {
		long limit = (long) megabytes << 20;
		try (Side roomy = start("with room", EngineSide.ROOMY.sizeLimit());
				Side limited = start("limited", limit);
				var sampler = new Sampler(limited.place(), SAMPLE_MILLIS)) {
			long puts = 0;
			while (puts * MEAN < this.arguments.number("times", this.arguments.quick() ? 3 : 10) * (double) limit) {
				puts = limited.turn(TURN_MILLIS);
				roomy.turn(TURN_MILLIS);
			}
			List<Tally> tallies = limited.end();
			sampler.stop();
			report(megabytes, Tally.sum(tallies), sampler);
			report(megabytes, limited, tallies, roomy);
			report(megabytes, roomy, roomy.end(), roomy);
		}
	}

	private Side start(String name, long limit) throws IOException {
		int warmUp = 1000 * this.arguments.number("warm-up", this.arguments.quick() ? 2 : 10);
		return Side.start(name, this.processes,
				(place) -> (number) -> Workers.java(OverloadWorker.class, place, limit, number, warmUp));
	}

	private void report(int megabytes, Tally all, Sampler sampler) {
		double limit = (long) megabytes << 20;
		this.volumes.row(megabytes, all.counted("bytes") / limit, all.counted("evicted"),
				sampler.max(Volume::all) / limit, sampler.max(Volume::entries) / limit,
				sampler.max(Volume::database) / 1e6, sampler.max(Volume::values) / 1e6, sampler.max(Volume::log) / 1e6,
				sampler.max(Volume::shared) / 1e6, sampler.max(Volume::ballast) / 1e6, sampler.samples().size(),
				sampler.medianMillis());
	}

	private void report(int megabytes, Side side, List<Tally> tallies, Side roomy) {
		Tally all = Tally.sum(tallies);
		Histogram times = all.times("set");
		long fewest = tallies.stream().mapToLong((tally) -> tally.counted("newest")).min().orElseThrow();
		this.puts.row(megabytes, side.name(), times.count(), Quantiles.median(side.rates()), times.micros(0.5),
				times.micros(0.99), times.micros(0.999), times.maxMicros(), all.counted("set-dropped"),
				all.counted("skipped"), all.counted("tombstones"), fewest, Quantiles.text(side.ratesTo(roomy)));
	}

}
