package io.diskcache.history;

/**
 * One operation on one key, as it was recorded. Times are in nanoseconds of the host's
 * monotonic clock.
 *
 * @param kind what it was
 * @param outcome how it ended
 * @param register the cache and the key
 * @param writer number of the log that has it: a thread in one life of its process
 * @param start when it began; of reads that were merged, when the last one did
 * @param end when it ended; of reads that were merged, when the first one did
 * @param written id of the value it was to store, or 0
 * @param read id of the value it found, or 0; {@link #UNKNOWN} where it found one it does
 * not know
 * @param loadStart when its loader began, or 0
 * @param loadEnd when its loader ended, or 0
 */
record Operation(Kind kind, Outcome outcome, int register, int writer, long start, long end, long written, long read,
		long loadStart, long loadEnd) {

	/** Id of a value that was there, whichever it was. */
	static final long UNKNOWN = -1;

	boolean returned() {
		return this.outcome == Outcome.RETURNED;
	}

	/** When it had ended for certain; never, if it was killed. */
	long lastMoment() {
		return (this.outcome != Outcome.IN_FLIGHT) ? this.end : Long.MAX_VALUE;
	}

	/** When its write can have happened first: not before there was a value. */
	long writeStart() {
		return (this.kind == Kind.LOAD) ? this.loadEnd : this.start;
	}

	/** Whether it may have stored something. */
	boolean mayHaveWritten() {
		return this.written != 0 && switch (this.kind) {
			case LOAD -> this.loadEnd != 0;
			case REPLACE -> !returned() || this.read != 0;
			default -> true;
		};
	}

	/**
	 * Whether the key's former value is gone for certain: also after a put that threw, as
	 * it then removes what it was to replace.
	 */
	boolean hasOverwritten() {
		return switch (this.kind) {
			case PUT, PUT_TAGGED -> this.outcome != Outcome.IN_FLIGHT;
			case INCREMENT, ADD, PUT_PAIR -> returned();
			case REPLACE -> isConsumer();
			default -> false;
		};
	}

	/** Whether it saw or made the key absent at one moment between its start and end. */
	boolean sawAbsence() {
		return switch (this.kind) {
			case GET, INCREMENT, ADD, PUT_IF_ABSENT, TOUCH -> returned() && this.read == 0;
			// What was taken is gone as what was found absent is.
			case EVICT, CLEAR, TAKE -> returned();
			// What came after the lookup does not matter.
			case LOAD -> this.loadStart != 0;
			// That it found none with the tag does not mean that it found none.
			case REMOVE_TAGGED -> false;
			case PUT, PUT_TAGGED, PUT_PAIR, ROLLBACK, REPLACE, TORN -> false;
		};
	}

	/** When the absence was there at the latest. */
	long absenceEnd() {
		return (this.kind == Kind.LOAD) ? this.loadStart : this.end;
	}

	/** Whether it found a value at one moment between its start and end. */
	boolean sawValue() {
		return this.read != 0 && this.read != UNKNOWN && returned();
	}

	/**
	 * Whether it found a value and put an end to it at the same moment, so that no other
	 * one can have done so.
	 */
	boolean isConsumer() {
		return sawValue() && switch (this.kind) {
			case INCREMENT, ADD, TAKE, REPLACE -> true;
			default -> false;
		};
	}

	/** Whether no load may land that was going on while it began and ended. */
	boolean forbidsLoads() {
		return returned() && switch (this.kind) {
			case PUT, PUT_TAGGED, PUT_PAIR, EVICT, CLEAR, INCREMENT, ADD -> true;
			case TAKE, REPLACE -> isConsumer();
			case GET, PUT_IF_ABSENT, LOAD, ROLLBACK, TOUCH, REMOVE_TAGGED, TORN -> false;
		};
	}

}
