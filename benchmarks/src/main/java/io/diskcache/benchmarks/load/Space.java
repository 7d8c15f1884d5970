package io.diskcache.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;

import io.diskcache.benchmarks.Places;
import io.diskcache.benchmarks.Workload;
import io.diskcache.benchmarks.load.Sampler.Look;
import io.diskcache.store.Content;
import io.diskcache.store.Key;
import io.diskcache.store.PutOptions;
import io.diskcache.store.Store;
import io.diskcache.store.StoreDirectory;
import io.diskcache.store.StoreOptions;
import io.diskcache.store.StoreTimeoutException;

/**
 * How soon the disk has its space back when most entries are removed, and what puts cost
 * meanwhile: {@code java -cp benchmarks/target/benchmarks.jar
 * io.diskcache.benchmarks.load.Space}. Options: {@code --entries} of 1 KiB, 100 000,
 * {@code --large} ones of 64 KiB, 500, and {@code --seconds} to watch at most, 90. It
 * removes 95 % of both, chosen at random, and ends when the volume has not changed for
 * ten seconds. Another thread overwrites one of 100 entries each 5 ms; a time is that of
 * the call alone.
 */
public final class Space {

	private static final StoreOptions OPTIONS = StoreOptions.defaults().withSizeLimit(16L << 30);

	private static final int SAMPLE_MILLIS = 100;

	/** Keys of a call that stores or removes several. */
	private static final int PART = 1000;

	private static final int OVERWRITTEN = 100;

	private static final double REMOVED = 0.95;

	/** What is near to the final volume. */
	private static final double NEAR = 1.2;

	private final Arguments arguments;

	private final Path place = Places.create();

	private final List<Key> keys = new ArrayList<>();

	private Space(Arguments arguments) {
		this.arguments = arguments;
	}

	public static void main(String[] args) throws IOException {
		var space = new Space(Arguments.of(args, "entries", "large", "seconds"));
		try (StoreDirectory directory = StoreDirectory.open(space.place, 0)) {
			space.measure(directory.open("space", OPTIONS));
		}
		finally {
			Places.delete(space.place);
		}
	}

	private void measure(Store store) throws IOException {
		boolean quick = this.arguments.quick();
		fill(store, this.arguments.number("entries", quick ? 20_000 : 100_000), false);
		fill(store, this.arguments.number("large", quick ? 100 : 500), true);
		Collections.shuffle(this.keys, new Random(1));
		try (var pulse = new Pulse((number) -> put(store, number))) {
			// The first puts are not yet compiled.
			pause(quick ? 1 : 3);
			try (var sampler = new Sampler(this.place, SAMPLE_MILLIS)) {
				long before = System.nanoTime();
				pause(quick ? 3 : 10);
				long begin = System.nanoTime();
				remove(store);
				long removed = System.nanoTime();
				boolean settled = settle(quick ? 3 : 10, this.arguments.number("seconds", quick ? 30 : 90));
				sampler.stop();
				report(sampler.samples(), new Times(before, begin, removed), settled).publish(this.arguments.csv());
				volumes(sampler.samples(), begin);
				puts(pulse.stop(), new Times(before, begin, removed), near(sampler.samples(), Volume::all));
			}
		}
	}

	private void fill(Store store, int count, boolean large) {
		Map<Key, Content> part = new HashMap<>();
		for (int i = 0; i < count; i++) {
			Key key = StoreClient.key((large ? "large" : "small") + i);
			this.keys.add(key);
			part.put(key, Content.of(1, 5, large ? Workload.largeValue(i) : Workload.value(i)));
			if (part.size() == PART || i == count - 1) {
				store.writeAll(part, PutOptions.of(null));
				part.clear();
			}
		}
	}

	private static boolean put(Store store, long number) {
		try {
			Key key = StoreClient.key("overwritten" + number % OVERWRITTEN);
			return store.put(key, Content.of(1, 5, Workload.value(number)), null);
		}
		catch (StoreTimeoutException ex) {
			return false;
		}
	}

	private void remove(Store store) {
		int count = (int) (REMOVED * this.keys.size());
		for (int from = 0; from < count; from += PART) {
			store.removeAll(this.keys.subList(from, Math.min(count, from + PART)));
		}
	}

	/** Waits until the volume stays as it is, or until it is time. */
	private boolean settle(int quietSeconds, int mostSeconds) throws IOException {
		long last = Volume.of(this.place).all();
		int quiet = 0;
		for (int second = 0; second < mostSeconds && quiet < quietSeconds; second++) {
			pause(1);
			long now = Volume.of(this.place).all();
			quiet = (Math.abs(now - last) * 100 <= last) ? quiet + 1 : 0;
			last = (quiet > 0) ? last : now;
		}
		return quiet >= quietSeconds;
	}

	private static void pause(int seconds) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
		while (System.nanoTime() < end) {
			LockSupport.parkNanos(end - System.nanoTime());
		}
	}

	/** The moment from which on the volume is near to what it is at the end. */
	private static long near(List<Look> looks, ToLongFunction<Volume> part) {
		double enough = NEAR * part.applyAsLong(looks.get(looks.size() - 1).volume());
		int i = looks.size() - 1;
		while (i > 0 && part.applyAsLong(looks.get(i - 1).volume()) <= enough) {
			i--;
		}
		return looks.get(i).nanos();
	}

	private Table report(List<Look> looks, Times times, boolean settled) {
		var table = new Table("space", "files", "MB before", "MB at the end", "removing took s",
				"within 20 % of the end after s", "settled");
		row(table, looks, times, settled, "all", Volume::all);
		row(table, looks, times, settled, "databases and values", Volume::entries);
		return table;
	}

	private static void row(Table table, List<Look> looks, Times times, boolean settled, String name,
			ToLongFunction<Volume> part) {
		table.row(name, part.applyAsLong(looks.get(0).volume()) / 1e6,
				part.applyAsLong(looks.get(looks.size() - 1).volume()) / 1e6, times.seconds(times.removed()),
				times.seconds(near(looks, part)), settled ? "yes" : "no");
	}

	private void volumes(List<Look> looks, long begin) {
		var table = new Table("space-volume", "seconds", "MB", "MB of databases", "MB of values", "MB of logs");
		for (Look look : looks) {
			table.row((look.nanos() - begin) / 1e9, look.volume().all() / 1e6, look.volume().database() / 1e6,
					look.volume().values() / 1e6, look.volume().log() / 1e6);
		}
		table.write(this.arguments.csv());
	}

	private void puts(List<Pulse.Beat> puts, Times times, long near) {
		var table = new Table("space-puts", "time", "puts", "failed", "P50 µs", "P99 µs", "longest µs");
		row(table, "before", puts, times.before(), times.begin());
		row(table, "while entries are removed", puts, times.begin(), times.removed());
		row(table, "then until within 20 % of the end", puts, times.removed(), near);
		row(table, "afterwards", puts, Math.max(times.removed(), near), Long.MAX_VALUE);
		table.publish(this.arguments.csv());
	}

	private static void row(Table table, String time, List<Pulse.Beat> puts, long from, long to) {
		List<Pulse.Beat> some = puts.stream().filter((put) -> put.nanos() >= from && put.nanos() < to).toList();
		var histogram = new Histogram();
		some.forEach((put) -> histogram.record(put.took()));
		table.row(time, some.size(), some.stream().filter((put) -> !put.done()).count(), histogram.micros(0.5),
				histogram.micros(0.99), histogram.maxMicros());
	}

	/** When watching, and removing, began, and when all was removed. */
	private record Times(long before, long begin, long removed) {

		double seconds(long moment) {
			return (moment - this.begin) / 1e9;
		}

	}

}
