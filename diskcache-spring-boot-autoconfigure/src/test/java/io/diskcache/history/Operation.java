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
 * @param read id of the value it found, or 0
 * @param loadStart when its loader began, or 0
 * @param loadEnd when its loader ended, or 0
 */
record Operation(Kind kind, Outcome outcome, int register, int writer, long start, long end, long written, long read,
		long loadStart, long loadEnd) {

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
		return this.written != 0 && (this.kind != Kind.LOAD || this.loadEnd != 0);
	}

	/**
	 * Whether the key's former value is gone for certain: also after a put that threw, as
	 * it then removes what it was to replace.
	 */
	boolean hasOverwritten() {
		return switch (this.kind) {
			case PUT -> this.outcome != Outcome.IN_FLIGHT;
			case INCREMENT -> returned();
			default -> false;
		};
	}

	/** Whether it saw or made the key absent at one moment between its start and end. */
	boolean sawAbsence() {
		return switch (this.kind) {
			case GET, INCREMENT, PUT_IF_ABSENT -> returned() && this.read == 0;
			case EVICT, CLEAR -> returned();
			// What came after the lookup does not matter.
			case LOAD -> this.loadStart != 0;
			case PUT, ROLLBACK -> false;
		};
	}

	/** When the absence was there at the latest. */
	long absenceEnd() {
		return (this.kind == Kind.LOAD) ? this.loadStart : this.end;
	}

	/** Whether it found a value at one moment between its start and end. */
	boolean sawValue() {
		return this.read != 0 && returned();
	}

	/** Whether no load may land that was going on while it began and ended. */
	boolean forbidsLoads() {
		return returned() && switch (this.kind) {
			case PUT, EVICT, CLEAR, INCREMENT -> true;
			case GET, PUT_IF_ABSENT, LOAD, ROLLBACK -> false;
		};
	}

}
