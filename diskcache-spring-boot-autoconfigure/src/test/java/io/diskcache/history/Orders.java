package io.diskcache.history;

import java.util.List;

/**
 * Tries all orders of a few operations on a register that may lose its value at any
 * moment, by the definition of linearisability: one that ended before another began comes
 * before it, and what was killed may have happened at any time after it began, or never.
 */
final class Orders {

	private final List<Operation> operations;

	private Orders(List<Operation> operations) {
		this.operations = operations;
	}

	/** Whether there is an order that explains all that was found. */
	static boolean explain(List<Operation> operations) {
		return new Orders(operations).explain(0, 0);
	}

	/**
	 * Whether the rest can be put in order.
	 * @param done the operations that are in order already, as bits
	 * @param value the value after them, or 0
	 */
	private boolean explain(int done, long value) {
		boolean all = true;
		for (int i = 0; i < this.operations.size(); i++) {
			Operation operation = this.operations.get(i);
			if ((done & 1 << i) == 0) {
				all &= operation.outcome() == Outcome.IN_FLIGHT;
				boolean possible = operation.read() == 0 || operation.read() == value;
				if (possible && isNext(operation, done) && explain(done | 1 << i, after(operation, value))) {
					return true;
				}
			}
		}
		return all;
	}

	private long after(Operation operation, long value) {
		if (operation.kind() == Kind.REMOVE_TAGGED) {
			boolean tagged = this.operations.stream()
				.anyMatch((other) -> other.kind() == Kind.PUT_TAGGED && other.written() == value);
			return tagged ? 0 : value;
		}
		// What finds none can follow a loss in any case.
		return (operation.read() != 0 && !operation.isConsumer()) ? value : operation.written();
	}

	private boolean isNext(Operation operation, int done) {
		for (int i = 0; i < this.operations.size(); i++) {
			if ((done & 1 << i) == 0 && this.operations.get(i).lastMoment() < operation.start()) {
				return false;
			}
		}
		return true;
	}

}
