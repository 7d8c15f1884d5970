package io.diskcache.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What all threads of all processes did in one run, by the key they did it to. */
final class History {

	/** How many violations are told in full. */
	private static final int TOLD = 5;

	private final Path logs;

	private final Map<Integer, List<Operation>> byRegister = new TreeMap<>();

	private final Map<Tally, Long> tallies = new EnumMap<>(Tally.class);

	private final Map<Integer, Long> processes = new HashMap<>();

	/** What was found to be wrong at once. */
	private final List<Operation> torn = new ArrayList<>();

	private long records;

	private History(Path logs) {
		this.logs = logs;
	}

	/**
	 * Reads the logs of a directory. Nobody may be writing to them any more.
	 * @param firstLog number of the first one: what others stored was there before
	 */
	static History load(Path logs, int firstLog) throws IOException {
		History history = new History(logs);
		List<Path> files;
		try (Stream<Path> all = Files.list(logs)) {
			files = all.toList();
		}
		for (Path file : files) {
			int writer = Integer.parseInt(file.getFileName().toString().replace(".log", ""));
			long process = OperationLog.read(file, history::add,
					(tally, count) -> history.tallies.merge(tally, count, Long::sum));
			history.processes.put(writer, process);
		}
		history.addWhatWasThere(firstLog);
		return history;
	}

	/**
	 * Values that were stored before any of these operations began, but found by them.
	 */
	private void addWhatWasThere(int firstLog) {
		long begin = this.byRegister.values()
			.stream()
			.flatMap(List::stream)
			.mapToLong((operation) -> Math.min(operation.start(), operation.lastMoment()))
			.min()
			.orElse(0);
		this.byRegister.forEach((register,
				operations) -> operations.addAll((Registers.key(register) == Registers.COUNTER)
						? unknownNumbers(register, operations, firstLog, begin)
						: operations.stream()
							.map(Operation::read)
							.filter((id) -> isEarlier(id, firstLog))
							.distinct()
							.map((id) -> new Operation(Kind.PUT, Outcome.RETURNED, register, (int) Ids.writer(id),
									begin - 2, begin - 1, id, 0, 0, 0))
							.toList()));
	}

	/**
	 * Numbers that were there, or that somebody may have written who did not live to tell
	 * his result. They can have come at any time.
	 */
	private static List<Operation> unknownNumbers(int register, List<Operation> operations, int firstLog, long begin) {
		Set<Long> written = operations.stream().map(Operation::written).collect(Collectors.toSet());
		boolean anybody = operations.stream().anyMatch((each) -> each.kind() == Kind.ADD && !each.returned());
		return operations.stream()
			.filter(Operation::sawValue)
			.map(Operation::read)
			.filter((id) -> !written.contains(id) && (anybody || isEarlier(id, firstLog)))
			.distinct()
			.map((id) -> new Operation(Kind.ADD, Outcome.IN_FLIGHT, register, (int) Ids.writer(id), begin - 2, 0, id, 0,
					0, 0))
			.toList();
	}

	private static boolean isEarlier(long id, int firstLog) {
		return id != 0 && Ids.writer(id) >= 0 && Ids.writer(id) < firstLog;
	}

	/** Everything that cannot have happened. */
	List<Violation> violations() {
		List<Violation> violations = new ArrayList<>();
		this.byRegister.forEach(
				(register, operations) -> violations.addAll(Checker.check(operations, Registers.timeToLive(register))));
		for (int cache = 0; cache < Registers.CACHES.size(); cache++) {
			violations.addAll(Checker.check(pair(cache), null));
		}
		this.torn.forEach((operation) -> violations.add(Violation.of(Checker.TORN, operation)));
		return violations;
	}

	/** Tells people what was found, and where to look for more. */
	String explain(List<Violation> violations) {
		StringBuilder text = new StringBuilder("%d violations in %s".formatted(violations.size(), this.logs));
		violations.stream().limit(TOLD).forEach((violation) -> text.append('\n').append(violation.explain(this)));
		return text.toString();
	}

	Map<Tally, Long> tallies() {
		return this.tallies;
	}

	/** How many records there are, of which many stand for several operations. */
	long records() {
		return this.records;
	}

	String describeWriter(int writer) {
		Long process = this.processes.get(writer);
		return (process != null) ? "thread " + writer + " of process " + process : "thread " + writer + ", before";
	}

	private void add(Operation operation) {
		this.records++;
		if (operation.kind() == Kind.TORN) {
			this.torn.add(operation);
			return;
		}
		Registers.meant(operation.register()).forEach((register) -> operations(register).add(operation));
	}

	private List<Operation> operations(int register) {
		return this.byRegister.computeIfAbsent(register, (missing) -> new ArrayList<>());
	}

	/**
	 * What happened to a pair, as if it was one key: its halves always have the same
	 * value, but each may lose it by itself.
	 */
	private List<Operation> pair(int cache) {
		Map<Long, Operation> writes = new HashMap<>();
		List<Operation> pair = new ArrayList<>();
		Registers.meant(Registers.of(cache, Registers.PAIR)).mapToObj(this::operations).forEach((half) -> {
			for (Operation operation : half) {
				if (operation.mayHaveWritten()) {
					writes.putIfAbsent(operation.written(), operation);
				}
				else if (operation.sawValue()) {
					pair.add(new Operation(Kind.GET, Outcome.RETURNED, operation.register(), operation.writer(),
							operation.start(), operation.end(), 0, operation.read(), 0, 0));
				}
			}
		});
		pair.addAll(writes.values());
		return pair;
	}

}
