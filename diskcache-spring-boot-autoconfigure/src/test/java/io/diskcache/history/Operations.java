package io.diskcache.history;

/** Operations of histories made by hand. */
final class Operations {

	private static final int REGISTER = Registers.of(0, 0);

	private Operations() {
	}

	static Operation put(long value, long start, long end) {
		return write(Kind.PUT, Outcome.RETURNED, value, start, end);
	}

	static Operation putThatThrew(long value, long start, long end) {
		return write(Kind.PUT, Outcome.THREW, value, start, end);
	}

	static Operation killedPut(long value, long start) {
		return write(Kind.PUT, Outcome.IN_FLIGHT, value, start, 0);
	}

	static Operation putIfAbsent(long value, long start, long end) {
		return write(Kind.PUT_IF_ABSENT, Outcome.RETURNED, value, start, end);
	}

	static Operation putIfAbsentThatFound(long value, long found, long start, long end) {
		return new Operation(Kind.PUT_IF_ABSENT, Outcome.RETURNED, REGISTER, 0, start, end, value, found, 0, 0);
	}

	static Operation rollback(long value, long start, long end) {
		return write(Kind.ROLLBACK, Outcome.THREW, value, start, end);
	}

	static Operation get(long value, long start, long end) {
		return new Operation(Kind.GET, Outcome.RETURNED, REGISTER, 0, start, end, 0, value, 0, 0);
	}

	static Operation miss(long start, long end) {
		return get(0, start, end);
	}

	static Operation evict(long start, long end) {
		return write(Kind.EVICT, Outcome.RETURNED, 0, start, end);
	}

	static Operation clear(long start, long end) {
		return write(Kind.CLEAR, Outcome.RETURNED, 0, start, end);
	}

	static Operation killedEvict(long start) {
		return write(Kind.EVICT, Outcome.IN_FLIGHT, 0, start, 0);
	}

	static Operation increment(long from, long to, long start, long end) {
		return new Operation(Kind.INCREMENT, Outcome.RETURNED, REGISTER, 0, start, end, to, from, 0, 0);
	}

	static Operation incrementThatThrew(long from, long to, long start, long end) {
		return new Operation(Kind.INCREMENT, Outcome.THREW, REGISTER, 0, start, end, to, from, 0, 0);
	}

	static Operation take(long value, long start, long end) {
		return new Operation(Kind.TAKE, Outcome.RETURNED, REGISTER, 0, start, end, 0, value, 0, 0);
	}

	static Operation takeThatThrew(long start, long end) {
		return new Operation(Kind.TAKE, Outcome.THREW, REGISTER, 0, start, end, 0, 0, 0, 0);
	}

	/** One that replaced a value, or found another one and so did nothing. */
	static Operation replace(long from, long to, long start, long end) {
		return new Operation(Kind.REPLACE, Outcome.RETURNED, REGISTER, 0, start, end, to, from, 0, 0);
	}

	static Operation replaceThatThrew(long to, long start, long end) {
		return new Operation(Kind.REPLACE, Outcome.THREW, REGISTER, 0, start, end, to, 0, 0, 0);
	}

	static Operation touch(boolean found, long start, long end) {
		return new Operation(Kind.TOUCH, Outcome.RETURNED, REGISTER, 0, start, end, 0, found ? Operation.UNKNOWN : 0, 0,
				0);
	}

	/** One that added to a number, or began with one where it found 0. */
	static Operation add(long from, long to, long start, long end) {
		return new Operation(Kind.ADD, Outcome.RETURNED, REGISTER, 0, start, end, to, from, 0, 0);
	}

	static Operation putTagged(long value, long start, long end) {
		return write(Kind.PUT_TAGGED, Outcome.RETURNED, value, start, end);
	}

	static Operation removeTagged(long start, long end) {
		return write(Kind.REMOVE_TAGGED, Outcome.RETURNED, 0, start, end);
	}

	static Operation load(long value, long start, long loadStart, long loadEnd, long end) {
		return new Operation(Kind.LOAD, Outcome.RETURNED, REGISTER, 0, start, end, value, 0, loadStart, loadEnd);
	}

	static Operation loadThatFound(long value, long found, long start, long end) {
		return new Operation(Kind.LOAD, Outcome.RETURNED, REGISTER, 0, start, end, value, found, 0, 0);
	}

	private static Operation write(Kind kind, Outcome outcome, long value, long start, long end) {
		return new Operation(kind, outcome, REGISTER, 0, start, end, value, 0, 0, 0);
	}

}
