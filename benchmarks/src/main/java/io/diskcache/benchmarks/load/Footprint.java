package io.diskcache.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

import io.diskcache.benchmarks.EngineSide;
import io.diskcache.benchmarks.Workload;
import io.diskcache.store.Entry;
import io.diskcache.store.Key;
import io.diskcache.store.StoreDirectory;

/** What it takes to open stores of several sizes, and to have them open. */
final class Footprint {

	private static final int OPENINGS = 9;

	private Footprint() {
	}

	/**
	 * Closes the stores, and opens them again and again, in turns. The row without
	 * entries is a JVM that opens nothing.
	 */
	static Table of(Map<Integer, EngineSide> stores) throws IOException, InterruptedException {
		stores.values().forEach(EngineSide::shut);
		Map<Integer, List<Double>> millis = new TreeMap<>();
		for (int i = 0; i < OPENINGS; i++) {
			stores.forEach((entries, side) -> millis.computeIfAbsent(entries, (absent) -> new ArrayList<>())
				.add(open(side.place(), entries)));
		}
		var table = new Table("growth-footprint", "entries", "opening to first get ms", "resident MB", "anonymous MB",
				"of files MB", "heap used MB", "resident beyond heap MB");
		row(table, 0, "", Resident.of(Path.of(""), 0));
		for (Map.Entry<Integer, List<Double>> each : millis.entrySet()) {
			Path place = Objects.requireNonNull(stores.get(each.getKey())).place();
			row(table, each.getKey(), Quantiles.text(each.getValue()), Resident.of(place, each.getKey()));
		}
		return table;
	}

	private static void row(Table table, int entries, String opening, Resident memory) {
		table.row(entries, opening, memory.resident() / 1e6, memory.anonymous() / 1e6, memory.files() / 1e6,
				memory.heap() / 1e6, memory.beyondHeap() / 1e6);
	}

	private static double open(Path place, int entries) {
		Key key = Key.of(Workload.key(ThreadLocalRandom.current().nextInt(entries)));
		long start = System.nanoTime();
		try (StoreDirectory directory = StoreDirectory.open(place, 0)) {
			if (directory.open("benchmark", EngineSide.ROOMY).get(key, Entry::bytes) == null) {
				throw new IllegalStateException("An entry is missing");
			}
			return (System.nanoTime() - start) / 1e6;
		}
	}

}
