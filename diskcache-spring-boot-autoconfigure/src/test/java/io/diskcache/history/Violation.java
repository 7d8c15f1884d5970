package io.diskcache.history;

import java.util.ArrayList;
import java.util.List;

/**
 * What cannot have happened, and the operations that show it.
 *
 * @param rule the rule that was broken, in words
 * @param register the cache and the key
 * @param operations the operations that contradict each other
 */
record Violation(String rule, int register, List<Operation> operations) {

	static Violation of(String rule, Operation... operations) {
		List<Operation> distinct = new ArrayList<>();
		for (Operation operation : operations) {
			if (!distinct.contains(operation)) {
				distinct.add(operation);
			}
		}
		return new Violation(rule, distinct.get(0).register(), List.copyOf(distinct));
	}

	/** Tells it to people: times are microseconds since the first operation began. */
	String explain(History history) {
		long origin = this.operations.stream()
			.mapToLong((operation) -> Math.min(operation.start(), operation.lastMoment()))
			.min()
			.orElse(0);
		StringBuilder text = new StringBuilder(this.rule).append(", ").append(Registers.describe(this.register));
		for (Operation operation : this.operations) {
			text.append("\n    ")
				.append(time(operation, origin))
				.append("  ")
				.append(operation.kind())
				.append((operation.read() != 0) ? " found " + Ids.describe(operation.read()) : "")
				.append((operation.written() != 0) ? " stored " + Ids.describe(operation.written()) : "")
				.append((operation.loadStart() != 0) ? loader(operation, origin) : "")
				.append(", ")
				.append(operation.outcome())
				.append(", ")
				.append(history.describeWriter(operation.writer()));
		}
		return text.toString();
	}

	private static String time(Operation operation, long origin) {
		double start = micros(operation.start() - origin);
		double end = micros(operation.end() - origin);
		if (operation.outcome() == Outcome.IN_FLIGHT) {
			return "%12.3f until it was killed".formatted(start);
		}
		return (start <= end) ? "%12.3f to %12.3f".formatted(start, end)
				: "%12.3f (the first end of several), %.3f (the last start)".formatted(end, start);
	}

	private static String loader(Operation operation, long origin) {
		return ", loader %.3f to %.3f".formatted(micros(operation.loadStart() - origin),
				micros(operation.loadEnd() - origin));
	}

	private static double micros(long nanos) {
		return nanos / 1000.0;
	}

}
