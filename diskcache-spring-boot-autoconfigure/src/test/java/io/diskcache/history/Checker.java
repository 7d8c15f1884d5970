package io.diskcache.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Finds out whether what happened to one key can have happened to one register that may
 * lose its value at any moment, in which no two writes wrote the same value.
 * <p>
 * It does so in the manner of Gibbons and Korach (<em>Testing shared memories</em>,
 * 1997). The write of a value and all reads of it are a cluster; its zone lies between f,
 * the least end of its operations, and s, the greatest start, and is a forward zone where
 * {@code f < s}. A register may lose its value, so whoever finds none is no witness of an
 * evict; but nobody may find that value again afterwards. So an operation that found none
 * is treated as one that made the key absent, as an evict is: a cluster of its own.
 * <p>
 * <b>That is sound and complete.</b> Let an order of all operations explain the history
 * with losses. Leave the losses out: between a write and a read of its value there is no
 * loss, and nothing that found or made absence. So the order explains the history of a
 * plain register to which each of these writes a value of its own that nobody reads. Let,
 * the other way round, an order explain that one: put a loss before each operation that
 * found absence, and it explains the history with losses.
 * <p>
 * For the plain register: cluster A must come before B (for short A → B) where an
 * operation of A ended before one of B began, which is {@code fA < sB}. Clusters do not
 * mix. So two of them with {@code fA < sB} and {@code fB < sA} contradict each other: two
 * forward zones that overlap, or another zone inside a forward one. If no two do there is
 * no longer circle either: take a shortest one, in it A with the least f, let Z → A, and
 * Y → Z. Then {@code fA <= fY < sZ}, so A → Z, and with Z → A these two contradict each
 * other. Without circles the clusters can be put in an order, within each the write
 * first, unless a read ended before it began, then the reads by their starts. An
 * operation that ended before another began comes before it, by the order of the clusters
 * or within one. So the history is explained. Moments that are equal count as concurrent.
 * <p>
 * A write whose outcome is not known (its process was killed, its transaction threw, the
 * value was absent before or only loaded) may be left out where nobody read it; where
 * somebody did it happened. Without reads such a cluster could only contradict others, so
 * leaving it out is complete. What else a cache promises has rules of its own.
 */
final class Checker {

	static final String UNWRITTEN = "A value was found that nobody stored";

	static final String ROLLED_BACK = "A value was found that was rolled back";

	static final String TOO_EARLY = "A value was found before it was stored";

	static final String STALE = "A value was found again after it had been replaced or was gone";

	static final String LOST_UPDATE = "Two transactions began from the same value, or took it";

	static final String LATE_LOAD = "A load landed after a change that began and ended while it ran";

	static final String TAGGED = "A value was found after all values with its tag had been removed";

	static final String TORN = "A transaction found one half of what another one stored";

	static final String EXPIRED = "A value was found after it had expired";

	/** Clocks of the machine drift against each other, and one counts milliseconds. */
	private static final long EXPIRY_SLACK = Duration.ofMillis(10).toNanos();

	/** What is reported of one key at most. */
	private static final int MOST = 20;

	private final @Nullable Duration timeToLive;

	private final List<Violation> violations = new ArrayList<>();

	private final Map<Long, Cluster> values = new HashMap<>();

	private final List<Cluster> zones = new ArrayList<>();

	private Checker(@Nullable Duration timeToLive) {
		this.timeToLive = timeToLive;
	}

	/**
	 * Checks the operations on one key.
	 * @param timeToLive how long values live, or {@code null} for ever
	 * @return what was found, in part if it is much; empty if all is well
	 */
	static List<Violation> check(List<Operation> operations, @Nullable Duration timeToLive) {
		Checker checker = new Checker(timeToLive);
		checker.gather(operations);
		checker.checkValues();
		checker.checkZones();
		checker.checkUpdates(operations);
		checker.checkLoads(operations);
		checker.checkTags(operations);
		return checker.violations;
	}

	private void gather(List<Operation> operations) {
		for (Operation operation : operations) {
			if (operation.mayHaveWritten()) {
				this.values.put(operation.written(), Cluster.ofWrite(operation));
			}
			if (operation.sawAbsence()) {
				this.zones.add(Cluster.ofAbsence(operation));
			}
		}
		for (Operation operation : operations) {
			if (operation.sawValue()) {
				Cluster cluster = this.values.get(operation.read());
				if (cluster != null) {
					cluster.addRead(operation);
				}
				else {
					report(UNWRITTEN, operation);
				}
			}
		}
	}

	/** Each value for itself; those that count go on to the zones. */
	private void checkValues() {
		for (Cluster cluster : this.values.values()) {
			Operation write = cluster.origin();
			Operation first = cluster.firstRead();
			Operation last = cluster.lastRead();
			if (first == null || last == null) {
				if (write.hasOverwritten()) {
					this.zones.add(cluster);
				}
				continue;
			}
			this.zones.add(cluster);
			if (write.kind() == Kind.ROLLBACK) {
				report(ROLLED_BACK, write, first);
			}
			else if (first.end() < write.writeStart()) {
				report(TOO_EARLY, write, first);
			}
			if (this.timeToLive != null && write.outcome() != Outcome.IN_FLIGHT
					&& last.start() - write.end() > this.timeToLive.toNanos() + EXPIRY_SLACK) {
				report(EXPIRED, write, last);
			}
		}
	}

	/**
	 * Whether two contradict each other: sorted by f, and for each zone that forward zone
	 * which reaches furthest of those that begin before it ends.
	 */
	private void checkZones() {
		Cluster[] forward = this.zones.stream()
			.filter(Cluster::isForward)
			.sorted(Comparator.comparingLong(Cluster::leastEnd))
			.toArray(Cluster[]::new);
		long[] begins = Arrays.stream(forward).mapToLong(Cluster::leastEnd).toArray();
		Cluster[] furthest = new Cluster[forward.length];
		for (int i = 0; i < forward.length; i++) {
			boolean further = i == 0 || forward[i].greatestStart() > furthest[i - 1].greatestStart();
			furthest[i] = further ? forward[i] : furthest[i - 1];
			if (i > 0) {
				requireOrder(furthest[i - 1], forward[i]);
			}
		}
		for (Cluster zone : this.zones) {
			int before = zone.isForward() ? 0 : countLess(begins, zone.greatestStart());
			if (before > 0) {
				requireOrder(furthest[before - 1], zone);
			}
		}
	}

	private void requireOrder(Cluster a, Cluster b) {
		if (a.leastEnd() < b.greatestStart() && b.leastEnd() < a.greatestStart()) {
			report(STALE, a.origin(), a.firstToEnd(), b.origin(), b.firstToEnd(), b.lastToBegin(), a.lastToBegin());
		}
	}

	private void checkUpdates(List<Operation> operations) {
		Map<Long, Operation> consumers = new HashMap<>();
		for (Operation operation : operations) {
			if (operation.isConsumer()) {
				Operation other = consumers.putIfAbsent(operation.read(), operation);
				if (other != null) {
					report(LOST_UPDATE, other, operation);
				}
			}
		}
	}

	/** For each load that was read: which change that began after it ended first? */
	private void checkLoads(List<Operation> operations) {
		Followers changes = Followers.of(operations.stream().filter(Operation::forbidsLoads));
		for (Cluster cluster : this.values.values()) {
			Operation load = cluster.origin();
			Operation read = cluster.firstRead();
			if (load.kind() == Kind.LOAD && read != null) {
				Operation change = changes.firstToEndAfter(load.loadStart());
				if (change != null && change.end() < load.loadEnd()) {
					report(LATE_LOAD, load, change, read);
				}
			}
		}
	}

	/**
	 * For each value with a tag: which removal that began when it had been stored ended
	 * first?
	 */
	private void checkTags(List<Operation> operations) {
		Followers removals = Followers
			.of(operations.stream().filter((each) -> each.kind() == Kind.REMOVE_TAGGED && each.returned()));
		for (Cluster cluster : this.values.values()) {
			Operation write = cluster.origin();
			Operation read = cluster.lastRead();
			if (write.kind() == Kind.PUT_TAGGED && read != null) {
				Operation removal = removals.firstToEndAfter(cluster.leastEnd());
				if (removal != null && removal.end() < read.start()) {
					report(TAGGED, write, cluster.firstToEnd(), removal, read);
				}
			}
		}
	}

	private void report(String rule, Operation... operations) {
		if (this.violations.size() < MOST) {
			this.violations.add(Violation.of(rule, operations));
		}
	}

	static int countLess(long[] sorted, long bound) {
		int low = 0;
		int high = sorted.length;
		while (low < high) {
			int middle = (low + high) >>> 1;
			if (sorted[middle] < bound) {
				low = middle + 1;
			}
			else {
				high = middle;
			}
		}
		return low;
	}

}
