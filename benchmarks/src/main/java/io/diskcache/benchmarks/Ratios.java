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
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;

/**
 * Compares the store with its raw twin in turns of some milliseconds within one JVM, so
 * that both meet the same noise: {@code java -cp benchmarks/target/benchmarks.jar
 * io.diskcache.benchmarks.Ratios}. Give it the number of rounds, 60 by default.
 */
public final class Ratios {

	private static final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	private static final PrintStream out = System.out;

	private final int rounds;

	/** Operations of one turn. */
	private final int turn;

	private final Map<String, List<Turn[]>> results = new LinkedHashMap<>();

	Ratios(int rounds, int turn) {
		this.rounds = rounds;
		this.turn = turn;
	}

	public static void main(String[] args) {
		var compared = new Ratios((args.length > 0) ? Integer.parseInt(args[0]) : 60, 1000);
		try (EngineSide engine = EngineSide.filled(); RawSide raw = RawSide.filled()) {
			var keys = new StoreBenchmark.Keys();
			var rawKeys = new StoreBenchmark.Keys();
			compared.run((round) -> {
				compared.pair(round, "get hit", () -> engine.get(keys.present()), () -> raw.get(rawKeys.present()));
				compared.pair(round, "get miss", () -> engine.get(keys.absent()), () -> raw.get(rawKeys.absent()));
				compared.pair(round, "put overwrite", () -> engine.put(keys.present(), keys.value(), null),
						() -> raw.put(rawKeys.present(), rawKeys.value(), null));
				compared.pair(round, "put new", () -> engine.put(keys.fresh(), keys.value(), null),
						() -> raw.put(rawKeys.fresh(), rawKeys.value(), null));
				compared.pair(round, "put with ttl", () -> engine.put(keys.present(), keys.value(), timeToLive()),
						() -> raw.put(rawKeys.present(), rawKeys.value(),
								System.currentTimeMillis() + timeToLive().toMillis()));
				compared.pair(round, "remove absent", () -> engine.remove(keys.absent()),
						() -> raw.remove(rawKeys.absent()));
				compared.pair(round, "remove", () -> engine.remove(keys.stored()), () -> raw.remove(rawKeys.stored()));
			});
		}
		compared.report("plain JDBC");
	}

	/** Runs the rounds, after some that are not counted. */
	void run(IntConsumer round) {
		for (int i = -this.rounds / 3; i < this.rounds; i++) {
			round.accept(i);
		}
	}

	private static Duration timeToLive() {
		return Duration.ofMillis(600_000 + (System.nanoTime() & 0xfffff));
	}

	/** Takes a turn of both. */
	void pair(int round, String name, Runnable engine, Runnable raw) {
		boolean engineFirst = (round & 1) == 0;
		Turn first = turn(engineFirst ? engine : raw);
		Turn second = turn(engineFirst ? raw : engine);
		if (round >= 0) {
			this.results.computeIfAbsent(name, (key) -> new ArrayList<>())
				.add(engineFirst ? new Turn[] { first, second } : new Turn[] { second, first });
		}
	}

	private Turn turn(Runnable operation) {
		long[] nanos = new long[this.turn];
		long cpu = threads.getCurrentThreadCpuTime();
		for (int i = 0; i < this.turn; i++) {
			long start = System.nanoTime();
			operation.run();
			nanos[i] = System.nanoTime() - start;
		}
		cpu = threads.getCurrentThreadCpuTime() - cpu;
		Arrays.sort(nanos);
		return new Turn(nanos, (double) cpu / this.turn);
	}

	void report(String other) {
		out.println("| operation | P50 | P50 of " + other
				+ " | ratio of P50 (quartiles) | ratio of CPU time (quartiles) " + "| P99.9 | P99.9 of the other |");
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
