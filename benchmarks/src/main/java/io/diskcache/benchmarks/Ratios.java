package io.diskcache.benchmarks;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Compares the store with its raw twin in turns of some milliseconds within one JVM, so
 * that both meet the same noise: {@code java -cp benchmarks/target/benchmarks.jar
 * io.diskcache.benchmarks.Ratios}. Give it the number of rounds, 60 by default.
 */
public final class Ratios {

	/** Operations of one turn. */
	private static final int TURN = 1000;

	private static final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	private static final PrintStream out = System.out;

	private final int rounds;

	private final Map<String, List<Turn[]>> results = new LinkedHashMap<>();

	private Ratios(int rounds) {
		this.rounds = rounds;
	}

	public static void main(String[] args) {
		new Ratios((args.length > 0) ? Integer.parseInt(args[0]) : 60).run();
	}

	private void run() {
		var keys = new StoreBenchmark.Keys();
		var rawKeys = new StoreBenchmark.Keys();
		try (EngineSide engine = EngineSide.filled(); RawSide raw = RawSide.filled()) {
			for (int round = -this.rounds / 3; round < this.rounds; round++) {
				pair(round, "get hit", () -> engine.get(keys.present()), () -> raw.get(rawKeys.present()));
				pair(round, "get miss", () -> engine.get(keys.absent()), () -> raw.get(rawKeys.absent()));
				pair(round, "put overwrite", () -> engine.put(keys.present(), keys.value(), null),
						() -> raw.put(rawKeys.present(), rawKeys.value(), null));
				pair(round, "put new", () -> engine.put(keys.fresh(), keys.value(), null),
						() -> raw.put(rawKeys.fresh(), rawKeys.value(), null));
				pair(round, "put with ttl", () -> engine.put(keys.present(), keys.value(), timeToLive()), () -> raw
					.put(rawKeys.present(), rawKeys.value(), System.currentTimeMillis() + timeToLive().toMillis()));
				pair(round, "remove absent", () -> engine.remove(keys.absent()), () -> raw.remove(rawKeys.absent()));
				pair(round, "remove", () -> engine.remove(keys.stored()), () -> raw.remove(rawKeys.stored()));
			}
		}
		report();
	}

	private static Duration timeToLive() {
		return Duration.ofMillis(600_000 + (System.nanoTime() & 0xfffff));
	}

	private void pair(int round, String name, Runnable engine, Runnable raw) {
		boolean engineFirst = (round & 1) == 0;
		Turn first = turn(engineFirst ? engine : raw);
		Turn second = turn(engineFirst ? raw : engine);
		if (round >= 0) {
			this.results.computeIfAbsent(name, (key) -> new ArrayList<>())
				.add(engineFirst ? new Turn[] { first, second } : new Turn[] { second, first });
		}
	}

	private static Turn turn(Runnable operation) {
		long[] nanos = new long[TURN];
		long cpu = threads.getCurrentThreadCpuTime();
		for (int i = 0; i < TURN; i++) {
			long start = System.nanoTime();
			operation.run();
			nanos[i] = System.nanoTime() - start;
		}
		cpu = threads.getCurrentThreadCpuTime() - cpu;
		Arrays.sort(nanos);
		return new Turn(nanos, (double) cpu / TURN);
	}

	private void report() {
		out.println("| operation | store P50 | raw P50 | ratio of P50 (quartiles) | ratio of CPU time (quartiles) "
				+ "| P99.9 | raw P99.9 |");
		out.println("|---|---|---|---|---|---|---|");
		this.results.forEach((name, turns) -> out.printf("| %s | %.1f µs | %.1f µs | %s | %s | %.0f µs | %.0f µs |%n",
				name, quantile(turns, (pair) -> pair[0].median(), 0.5) / 1e3,
				quantile(turns, (pair) -> pair[1].median(), 0.5) / 1e3,
				ratio(turns, (pair) -> pair[0].median() / pair[1].median()),
				ratio(turns, (pair) -> pair[0].cpu() / pair[1].cpu()), tail(turns, 0), tail(turns, 1)));
	}

	private static String ratio(List<Turn[]> turns, ToDoubleFunction<Turn[]> value) {
		return String.format("%.2f (%.2f–%.2f)", quantile(turns, value, 0.5), quantile(turns, value, 0.25),
				quantile(turns, value, 0.75));
	}

	private static double tail(List<Turn[]> turns, int side) {
		long[] all = turns.stream().flatMapToLong((pair) -> Arrays.stream(pair[side].nanos())).sorted().toArray();
		return all[(int) (all.length * 0.999)] / 1e3;
	}

	private static double quantile(List<Turn[]> turns, ToDoubleFunction<Turn[]> value, double share) {
		double[] sorted = turns.stream().mapToDouble(value).sorted().toArray();
		return sorted[(int) (share * (sorted.length - 1))];
	}

	/**
	 * Some operations in a row.
	 *
	 * @param nanos what each of them took, in ascending order
	 * @param cpu CPU time of one in nanoseconds, without that of other programs
	 */
	@SuppressWarnings("ArrayRecordComponent") // Never compared.
	private record Turn(long[] nanos, double cpu) {

		double median() {
			return this.nanos[this.nanos.length / 2];
		}

	}

}
