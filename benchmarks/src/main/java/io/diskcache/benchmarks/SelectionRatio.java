package io.diskcache.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.diskcache.store.Content;
import io.diskcache.store.Key;
import io.diskcache.store.PutOptions;
import io.diskcache.store.Selection;
import io.diskcache.store.Store;
import io.diskcache.store.Tags;

/**
 * Tells what tags and the index on keys cost those who use them, and what they save:
 * {@code java -cp benchmarks/target/benchmarks.jar
 * io.diskcache.benchmarks.SelectionRatio}. Stores of 100 000 entries of 1 KiB take turns
 * of a thousand puts of new keys. Give it the number of rounds, 60 by default.
 */
public final class SelectionRatio {

	private static final PrintStream out = System.out;

	private static final int TURN = 1000;

	private final Map<String, List<Double>> micros = new LinkedHashMap<>();

	private long next = 1L << 32;

	public static void main(String[] args) {
		int rounds = (args.length > 0) ? Integer.parseInt(args[0]) : 60;
		try (EngineSide plain = EngineSide.filled();
				EngineSide one = EngineSide.filled();
				EngineSide three = EngineSide.filled();
				EngineSide indexed = new EngineSide(EngineSide.ROOMY.withKeyIndex(true))) {
			indexed.fill(Workload.ENTRIES);
			var ratio = new SelectionRatio();
			for (int round = -rounds / 3; round < rounds; round++) {
				boolean counts = round >= 0;
				ratio.puts("put", counts, plain.store(), Tags.NONE);
				ratio.puts("put with a tag", counts, one.store(), Tags.of("tag"));
				ratio.puts("put with three tags", counts, three.store(), Tags.of("tag", "another", "third"));
				ratio.puts("put, with an index on keys", counts, indexed.store(), Tags.NONE);
				ratio.count("count of 1000 by prefix", counts, plain.store());
				ratio.count("count of 1000 by prefix, with an index on keys", counts, indexed.store());
			}
			ratio.report();
		}
	}

	private void puts(String name, boolean counts, Store store, Tags tags) {
		PutOptions options = PutOptions.of(null).withTags(tags);
		long first = this.next;
		this.next += TURN;
		byte[][] keys = new byte[TURN][];
		for (int i = 0; i < TURN; i++) {
			keys[i] = Workload.key(first + i);
		}
		measure(name, counts, TURN, () -> {
			for (byte[] key : keys) {
				store.write(Key.of(key), Content.of(1, 5, Workload.value(first)), options);
			}
		});
	}

	private void count(String name, boolean counts, Store store) {
		byte[] key = Workload.key(42_000);
		Selection selection = Selection.prefix(java.util.Arrays.copyOf(key, key.length - 3));
		measure(name, counts, 1, () -> {
			if (store.count(selection) != TURN) {
				throw new IllegalStateException("Not all were found");
			}
		});
	}

	private void measure(String name, boolean counts, int operations, Runnable work) {
		long start = System.nanoTime();
		work.run();
		double took = (System.nanoTime() - start) / 1e3 / operations;
		if (counts) {
			this.micros.computeIfAbsent(name, (key) -> new ArrayList<>()).add(took);
		}
	}

	private void report() {
		double put = mean(this.micros.getOrDefault("put", List.of()));
		this.micros.forEach(
				(name, times) -> out.printf("%s: mean %.1f µs, %.2f of a put%n", name, mean(times), mean(times) / put));
	}

	private static double mean(List<Double> times) {
		return times.stream().mapToDouble(Double::doubleValue).average().orElse(0);
	}

}
