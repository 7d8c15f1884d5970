package io.diskcache.benchmarks;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

import io.diskcache.cache.CacheOptions;
import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;
import io.diskcache.near.NearOptions;
import io.diskcache.store.Durability;

/**
 * Compares operations of a cache on many keys with those on one key after the other, and
 * with plain JDBC in one transaction, by turns within one JVM: {@code java -cp
 * benchmarks/target/benchmarks.jar io.diskcache.benchmarks.BulkRatio}. Nothing is held in
 * the heap. Give it the number of rounds, 60 by default, of keys, 1000 by default, and of
 * bytes of a value, 1024 by default, and the durability, PROCESS by default.
 */
public final class BulkRatio {

	private static final PrintStream out = System.out;

	private final int keys;

	private final DiskCache single;

	private final DiskCache bulk;

	private final RawSide raw;

	private final byte[] value;

	private final Map<String, List<Long>> nanos = new TreeMap<>();

	private long next = 1L << 32;

	private BulkRatio(int keys, DiskCache single, DiskCache bulk, RawSide raw, byte[] value) {
		this.value = value;
		this.keys = keys;
		this.single = single;
		this.bulk = bulk;
		this.raw = raw;
	}

	public static void main(String[] args) {
		int rounds = (args.length > 0) ? Integer.parseInt(args[0]) : 60;
		int keys = (args.length > 1) ? Integer.parseInt(args[1]) : 1000;
		byte[] value = Arrays.copyOf(Workload.value(0), (args.length > 2) ? Integer.parseInt(args[2]) : Workload.SMALL);
		Path place = Places.create();
		CacheOptions options = CacheOptions.defaults()
			.withStore(EngineSide.ROOMY
				.withDurability((args.length > 3) ? Durability.valueOf(args[3]) : Durability.PROCESS))
			.withNear(NearOptions.defaults().withEnabled(false));
		try (DiskCacheManager manager = DiskCacheManager.builder(place).options((name) -> options).build();
				RawSide raw = RawSide.filled()) {
			var ratio = new BulkRatio(keys, manager.getDiskCache("single"), manager.getDiskCache("bulk"), raw, value);
			ratio.fill();
			for (int round = -rounds / 3; round < rounds; round++) {
				ratio.round(round >= 0);
			}
			ratio.report();
		}
		finally {
			Places.delete(place);
		}
	}

	private void fill() {
		for (int from = 0; from < Workload.ENTRIES; from += this.keys) {
			this.single.putAll(entries(from));
			this.bulk.putAll(entries(from));
		}
	}

	private void round(boolean counts) {
		Map<String, byte[]> fresh = entries(fresh());
		measure("put, one after the other", counts, () -> fresh.forEach(this.single::put));
		Map<String, byte[]> others = entries(fresh());
		measure("putAll", counts, () -> this.bulk.putAll(others));
		byte[][] rawKeys = Arrays.stream(keys(fresh()))
			.map((key) -> key.getBytes(StandardCharsets.US_ASCII))
			.toArray(byte[][]::new);
		measure("plain JDBC, one transaction", counts, () -> this.raw.putAll(rawKeys, this.value));
		String[] present = new String[this.keys];
		Arrays.setAll(present, (i) -> key(ThreadLocalRandom.current().nextInt(Workload.ENTRIES)));
		measure("get, one after the other", counts, () -> Arrays.stream(present).forEach(this.single::get));
		measure("getAll", counts, () -> this.bulk.getAll(Arrays.asList(present)));
	}

	private long fresh() {
		this.next += this.keys;
		return this.next;
	}

	private void measure(String name, boolean counts, Runnable work) {
		long start = System.nanoTime();
		work.run();
		long took = System.nanoTime() - start;
		if (counts) {
			this.nanos.computeIfAbsent(name, (key) -> new ArrayList<>()).add(took);
		}
	}

	private void report() {
		this.nanos.forEach((name, times) -> out.printf("%s: mean %.2f, median %.2f µs for each key%n", name,
				mean(times), median(times)));
		out.printf("putAll: %.1f times as fast as put, %.2f times as fast as plain JDBC%n",
				mean("put, one after the other") / mean("putAll"),
				mean("plain JDBC, one transaction") / mean("putAll"));
		out.printf("getAll: %.1f times as fast as get%n", mean("get, one after the other") / mean("getAll"));
	}

	/** Checkpoints belong to what made them necessary, and come once in some rounds. */
	private double mean(String name) {
		return mean(this.nanos.getOrDefault(name, List.of()));
	}

	private double mean(List<Long> times) {
		return times.stream().mapToLong((time) -> time).average().orElse(0) / 1e3 / this.keys;
	}

	private double median(List<Long> times) {
		return times.stream().sorted().toList().get(times.size() / 2) / 1e3 / this.keys;
	}

	private Map<String, byte[]> entries(long from) {
		Map<String, byte[]> entries = new LinkedHashMap<>();
		for (String key : keys(from)) {
			entries.put(key, this.value);
		}
		return entries;
	}

	private String[] keys(long from) {
		String[] keys = new String[this.keys];
		Arrays.setAll(keys, (i) -> key(from + i));
		return keys;
	}

	private static String key(long number) {
		return new String(Workload.key(number), StandardCharsets.US_ASCII);
	}

}
