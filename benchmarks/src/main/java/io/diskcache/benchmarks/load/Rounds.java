package io.diskcache.benchmarks.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Times of several contestants that take short turns, so that all meet the same noise.
 */
final class Rounds {

	/** Longest turn; one operation is always done. */
	private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private final Map<Subject, List<long[]>> turns = new LinkedHashMap<>();

	/** Takes a turn: an operation on each of some keys. */
	void turn(Subject subject, boolean counted, byte[][] keys, Consumer<byte[]> operation) {
		long[] nanos = new long[keys.length];
		long begin = System.nanoTime();
		int done = 0;
		do {
			long start = System.nanoTime();
			operation.accept(keys[done]);
			nanos[done++] = System.nanoTime() - start;
		}
		while (done < keys.length && System.nanoTime() - begin < TURN_NANOS);
		long[] sorted = Arrays.copyOf(nanos, done);
		Arrays.sort(sorted);
		if (counted) {
			this.turns.computeIfAbsent(subject, (absent) -> new ArrayList<>()).add(sorted);
		}
	}

	boolean has(Subject subject) {
		return this.turns.containsKey(subject);
	}

	List<Subject> subjects() {
		return this.turns.keySet()
			.stream()
			.sorted(Comparator.comparing(Subject::operation)
				.thenComparing(Subject::contestant)
				.thenComparing(Subject::entries))
			.toList();
	}

	/**
	 * The time in microseconds that this share of all operations did not exceed, if there
	 * were enough of them to tell.
	 */
	double micros(Subject subject, double share) {
		long[] all = of(subject).stream().flatMapToLong(Arrays::stream).sorted().toArray();
		boolean enough = all.length * (1 - share) >= 1;
		return enough ? all[(int) (share * (all.length - 1))] / 1e3 : Double.NaN;
	}

	/** The medians of the turns of one, each over that of another in the same round. */
	List<Double> ratios(Subject one, Subject other) {
		return IntStream.range(0, of(one).size())
			.mapToObj((round) -> median(of(one).get(round)) / median(of(other).get(round)))
			.toList();
	}

	private List<long[]> of(Subject subject) {
		return Objects.requireNonNull(this.turns.get(subject), subject::toString);
	}

	private static double median(long[] sorted) {
		return sorted[sorted.length / 2];
	}

	/**
	 * What is measured.
	 *
	 * @param operation the operation
	 * @param contestant name of the contestant
	 * @param entries how many entries it holds
	 */
	record Subject(String operation, String contestant, int entries) {

		Subject with(String otherContestant) {
			return new Subject(this.operation, otherContestant, this.entries);
		}

		Subject with(int otherEntries) {
			return new Subject(this.operation, this.contestant, otherEntries);
		}

	}

}
