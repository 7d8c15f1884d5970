package io.diskcache.benchmarks.load;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.diskcache.benchmarks.EngineSide;
import io.diskcache.benchmarks.Workload;
import io.diskcache.benchmarks.load.Rounds.Subject;
import io.diskcache.store.StoreOptions;
import org.jspecify.annotations.Nullable;

/**
 * What operations cost with 1000 entries of 1 KiB, with ten times as many, and so on,
 * beside a cache with a file per entry and plain JDBC: {@code java -cp
 * benchmarks/target/benchmarks.jar io.diskcache.benchmarks.load.Growth}. Options:
 * {@code --entries} the most, 100 000, {@code --files} the most of the cache with a file
 * per entry, as many, {@code --rounds}, 30, and {@code --seconds} after which no further
 * round begins, 600. All sizes are there at the same time and take turns. Puts into files
 * depend on the file system, and on how many files were deleted lately: compare with a
 * {@code java.io.tmpdir} in memory.
 */
public final class Growth {

	private static final PrintStream out = System.out;

	private static final int FEWEST = 1000;

	private static final int CULLS = 3;

	private static final String AT_LIMIT = "put new at the limit";

	private static final String CULL = "put that culls a third";

	private final int rounds;

	private final int mostFiles;

	private final int seconds;

	/** Operations of one turn. */
	private final int turn;

	private final byte[][] keys;

	private final Map<Integer, EngineSide> stores = new TreeMap<>();

	private final List<Contestant> contestants = new ArrayList<>();

	private final List<Contestant> full = new ArrayList<>();

	private final Rounds results = new Rounds();

	private long fresh = 1L << 32;

	private Growth(Arguments arguments) {
		this.rounds = arguments.number("rounds", arguments.quick() ? 4 : 30);
		this.turn = arguments.quick() ? 100 : 300;
		this.seconds = arguments.number("seconds", 600);
		this.keys = Workload.keys(arguments.number("entries", arguments.quick() ? 10_000 : 100_000));
		this.mostFiles = arguments.number("files", this.keys.length);
	}

	public static void main(String[] args) throws Exception {
		Arguments arguments = Arguments.of(args, "entries", "files", "rounds", "seconds");
		var growth = new Growth(arguments);
		try {
			growth.fill();
			growth.run();
			growth.cull();
			growth.report().publish(arguments.csv());
			growth.volumes().publish(arguments.csv());
			Footprint.of(growth.stores).publish(arguments.csv());
		}
		finally {
			growth.contestants.forEach((each) -> each.close().run());
			growth.full.forEach((each) -> each.close().run());
		}
	}

	private void fill() {
		for (int entries = FEWEST; entries <= this.keys.length; entries *= 10) {
			var side = new EngineSide(EngineSide.ROOMY);
			this.stores.put(entries, side);
			this.contestants.add(Contestant.store(side, entries));
			side.fill(entries);
			if (entries <= this.mostFiles) {
				this.contestants.add(Contestant.files(entries));
			}
			this.contestants.add(Contestant.raw(entries));
			if (side.store().volume() >= StoreOptions.MIN_SIZE_LIMIT) {
				this.full.add(full(entries, side.store().volume()));
			}
		}
	}

	/** Makes a store in which each new entry takes the place of another. */
	private Contestant full(int entries, long limit) {
		var side = new EngineSide(EngineSide.ROOMY.withSizeLimit(limit));
		side.fill(entries);
		while (side.store().statistics().evicted() == 0) {
			side.put(Workload.key(this.fresh++), Workload.value(this.fresh), null);
		}
		return Contestant.store(side, entries);
	}

	private void run() {
		long start = System.nanoTime();
		for (int round = -this.rounds / 3; round < this.rounds; round++) {
			boolean counted = round >= 0;
			if (round > 0 && System.nanoTime() - start > TimeUnit.SECONDS.toNanos(this.seconds)) {
				out.println("Ended after " + round + " rounds, as the time was over");
				return;
			}
			// Each has each place in the row.
			Collections.rotate(this.contestants, 1);
			this.contestants.forEach((each) -> take(each, counted));
			this.full
				.forEach((each) -> turn(AT_LIMIT, each, counted, fresh(), (key) -> each.put().accept(key, value(key))));
		}
	}

	private void take(Contestant each, boolean counted) {
		turn("get", each, counted, present(each), (key) -> require(each.get().apply(key)));
		turn("put overwrite", each, counted, present(each), (key) -> each.put().accept(key, value(key)));
		byte[][] fresh = fresh();
		turn("put new", each, counted, fresh, (key) -> each.put().accept(key, value(key)));
		remove(each, fresh);
		if (each.name().equals(Contestant.FILES)) {
			var cache = new FileCache(each.place());
			// It lists the directory, but does not cull, as it does most times.
			turn(AT_LIMIT, each, counted, fresh, (key) -> cache.put(key, value(key), Integer.MAX_VALUE));
			remove(each, fresh);
		}
	}

	private void cull() {
		for (Contestant each : this.contestants) {
			for (int i = 0; i < CULLS && each.name().equals(Contestant.FILES); i++) {
				var cache = new FileCache(each.place());
				turn(CULL, each, true, new byte[][] { this.keys[i] },
						(key) -> cache.put(key, value(key), each.entries()));
				for (int number = 0; number < each.entries(); number++) {
					if (each.get().apply(this.keys[number]) == null) {
						each.put().accept(this.keys[number], Workload.value(number));
					}
				}
			}
		}
	}

	private void turn(String operation, Contestant each, boolean counted, byte[][] some, Consumer<byte[]> action) {
		this.results.turn(new Subject(operation, each.name(), each.entries()), counted, some, action);
	}

	private Table report() {
		var table = new Table("growth", "operation", "cache", "entries", "P50 µs", "P99 µs", "P50 to that with 1000",
				"P50 of the store to it");
		for (Subject subject : this.results.subjects()) {
			table.row(subject.operation(), subject.contestant(), subject.entries(), this.results.micros(subject, 0.5),
					this.results.micros(subject, 0.99), ratio(subject, subject.with(FEWEST)),
					ratio(subject.with(Contestant.STORE), subject));
		}
		return table;
	}

	private String ratio(Subject one, Subject other) {
		return (this.results.has(one) && this.results.has(other)) ? Quantiles.text(this.results.ratios(one, other))
				: "";
	}

	private Table volumes() throws IOException {
		var table = new Table("growth-volume", "cache", "entries", "MB on the disk", "bytes for each entry");
		this.contestants.sort(Comparator.comparing(Contestant::name).thenComparing(Contestant::entries));
		for (Contestant each : this.contestants) {
			long bytes = Volume.of(each.place()).entries();
			table.row(each.name(), each.entries(), bytes / 1e6, (double) bytes / each.entries());
		}
		return table;
	}

	private byte[][] present(Contestant each) {
		byte[][] some = new byte[this.turn][];
		for (int i = 0; i < some.length; i++) {
			some[i] = this.keys[ThreadLocalRandom.current().nextInt(each.entries())];
		}
		return some;
	}

	private byte[][] fresh() {
		byte[][] some = new byte[this.turn][];
		for (int i = 0; i < some.length; i++) {
			some[i] = Workload.key(this.fresh++);
		}
		return some;
	}

	private static void remove(Contestant each, byte[][] some) {
		for (byte[] key : some) {
			each.remove().accept(key);
		}
	}

	private static byte[] value(byte[] key) {
		return Workload.value(key[key.length - 1]);
	}

	private static void require(byte @Nullable [] value) {
		if (value == null) {
			throw new IllegalStateException("An entry is missing");
		}
	}

}
