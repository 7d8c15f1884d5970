package io.diskcache.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static io.diskcache.history.Operations.add;
import static io.diskcache.history.Operations.evict;
import static io.diskcache.history.Operations.get;
import static io.diskcache.history.Operations.killedPut;
import static io.diskcache.history.Operations.miss;
import static io.diskcache.history.Operations.put;
import static io.diskcache.history.Operations.putTagged;
import static io.diskcache.history.Operations.removeTagged;
import static io.diskcache.history.Operations.take;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The checker says the same as a search through all orders, which is only possible for
 * tiny histories.
 */
class RandomHistoryTests {

	private static final int HISTORIES = 100_000;

	private static final int TIME = 24;

	private final long seed = System.nanoTime();

	private final Random random = new Random(this.seed);

	@Test
	void checkerFindsWhatASearchThroughAllOrdersFinds() {
		int legal = 0;
		for (int i = 0; i < HISTORIES; i++) {
			List<Operation> operations = operations();
			boolean explained = Orders.explain(operations);
			assertThat(Checker.check(operations, null).isEmpty()).as("%s, seed %d", operations, this.seed)
				.isEqualTo(explained);
			legal += explained ? 1 : 0;
		}
		assertThat(legal).isBetween(HISTORIES / 10, HISTORIES * 9 / 10);
	}

	@Test
	void readsOfOneValueCanBeMerged() {
		for (int i = 0; i < HISTORIES; i++) {
			List<Operation> operations = operations();
			assertThat(Checker.check(merged(operations), null).isEmpty()).as("%s, seed %d", operations, this.seed)
				.isEqualTo(Checker.check(operations, null).isEmpty());
		}
	}

	/** It need not find all that is wrong with those who change what they find. */
	@Test
	void checkerAccusesNobodyOfWhatCanHaveHappened() {
		int legal = 0;
		int found = 0;
		for (int i = 0; i < HISTORIES; i++) {
			List<Operation> operations = changingOperations();
			boolean explained = Orders.explain(operations);
			boolean accused = !Checker.check(operations, null).isEmpty();
			assertThat(explained && accused).as("%s, seed %d", operations, this.seed).isFalse();
			legal += explained ? 1 : 0;
			found += accused ? 1 : 0;
		}
		assertThat(legal).isBetween(HISTORIES / 10, HISTORIES * 9 / 10);
		assertThat(found).isGreaterThan((HISTORIES - legal) * 9 / 10);
	}

	private List<Operation> changingOperations() {
		List<Operation> operations = new ArrayList<>();
		int writes = 1 + this.random.nextInt(4);
		for (int value = 1; value <= writes; value++) {
			int start = this.random.nextInt(TIME);
			operations.add(switch (this.random.nextInt(4)) {
				case 0 -> put(value, start, end(start));
				case 1 -> putTagged(value, start, end(start));
				default -> add(this.random.nextInt(value), value, start, end(start));
			});
		}
		int others = 1 + this.random.nextInt(4);
		for (int i = 0; i < others; i++) {
			int start = this.random.nextInt(TIME);
			operations.add(switch (this.random.nextInt(6)) {
				case 0 -> take(1 + this.random.nextInt(writes), start, end(start));
				case 1, 2 -> removeTagged(start, end(start));
				default -> get(1 + this.random.nextInt(writes), start, end(start));
			});
		}
		return operations;
	}

	private List<Operation> operations() {
		List<Operation> operations = new ArrayList<>();
		int writes = 1 + this.random.nextInt(3);
		for (int value = 1; value <= writes; value++) {
			int start = this.random.nextInt(TIME);
			boolean killed = this.random.nextInt(4) == 0;
			operations.add(killed ? killedPut(value, start) : put(value, start, end(start)));
		}
		int others = 1 + this.random.nextInt(5);
		for (int i = 0; i < others; i++) {
			int start = this.random.nextInt(TIME);
			operations.add(switch (this.random.nextInt(5)) {
				case 0 -> miss(start, end(start));
				case 1 -> evict(start, end(start));
				default -> get(1 + this.random.nextInt(writes), start, end(start));
			});
		}
		return operations;
	}

	private int end(int start) {
		return start + this.random.nextInt(TIME / 3);
	}

	/** With one read of each value at most. */
	private static List<Operation> merged(List<Operation> operations) {
		List<Operation> merged = new ArrayList<>();
		for (Operation operation : operations) {
			List<Operation> same = operations.stream()
				.filter((other) -> operation.sawValue() && other.sawValue() && other.read() == operation.read())
				.toList();
			if (same.isEmpty()) {
				merged.add(operation);
			}
			else if (same.get(0) == operation) {
				merged.add(get(operation.read(), same.stream().mapToLong(Operation::start).max().getAsLong(),
						same.stream().mapToLong(Operation::end).min().getAsLong()));
			}
		}
		return merged;
	}

}
