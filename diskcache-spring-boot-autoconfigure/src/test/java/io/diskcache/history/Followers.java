package io.diskcache.history;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** Operations by when they began, and which of those that began later ended first. */
final class Followers {

	private final long[] begins;

	/** Of each and all that began after it the one that ended first. */
	private final Operation[] first;

	private Followers(long[] begins, Operation[] first) {
		this.begins = begins;
		this.first = first;
	}

	static Followers of(Stream<Operation> operations) {
		Operation[] sorted = operations.sorted(Comparator.comparingLong(Operation::start)).toArray(Operation[]::new);
		long[] begins = Arrays.stream(sorted).mapToLong(Operation::start).toArray();
		for (int i = sorted.length - 2; i >= 0; i--) {
			sorted[i] = (sorted[i].end() < sorted[i + 1].end()) ? sorted[i] : sorted[i + 1];
		}
		return new Followers(begins, sorted);
	}

	/** Of those that began after a moment the one that ended first, if there is any. */
	@Nullable Operation firstToEndAfter(long moment) {
		int next = (moment < Long.MAX_VALUE) ? Checker.countLess(this.begins, moment + 1) : this.first.length;
		return (next < this.first.length) ? this.first[next] : null;
	}

}
