package io.diskcache.history;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Records what one thread does, cheaply. Reads of a value that was read before by the
 * thread only move the start of their record: of all of them none but the first to end
 * and the last to begin is ever needed. Of reads that found nothing only some are kept.
 * Used by one thread.
 */
final class Recorder {

	/** Distance of misses that are kept. */
	private static final long SAMPLE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

	private final OperationLog log;

	private final long[] values = new long[Registers.COUNT];

	private final OperationLog.@Nullable Place[] places = new OperationLog.@Nullable Place[Registers.COUNT];

	private final long[] missed = new long[Registers.COUNT];

	private Kind kind = Kind.GET;

	private long sequence;

	Recorder(OperationLog log) {
		this.log = log;
	}

	/** Makes an id that no other value has. */
	long nextId() {
		return Ids.of(this.log.writer(), ++this.sequence);
	}

	/** Makes an id after which there is room for as many as ever come from it. */
	long nextNumber() {
		this.sequence = (this.sequence / Ids.ROOM + 2) * Ids.ROOM;
		return Ids.of(this.log.writer(), this.sequence - Ids.ROOM);
	}

	void hit(int register, long id, long start, long end) {
		this.log.count(Tally.HITS);
		OperationLog.Place place = this.places[register];
		if (this.values[register] == id && place != null) {
			place.startedAt(start);
			return;
		}
		this.log.begin(Kind.GET, register, start, 0);
		this.log.end(Outcome.RETURNED, end, id);
		this.values[register] = id;
		this.places[register] = this.log.place();
	}

	void miss(int register, long start, long end) {
		this.log.count(Tally.MISSES);
		if (start - this.missed[register] > SAMPLE_NANOS) {
			this.missed[register] = start;
			this.log.begin(Kind.GET, register, start, 0);
			this.log.end(Outcome.RETURNED, end, 0);
		}
	}

	void failed() {
		this.log.count(Tally.FAILED);
	}

	/** Begins an operation that is recorded before it is done. */
	void begin(Kind kind, int register, long written) {
		this.kind = kind;
		this.log.begin(kind, register, System.nanoTime(), written);
	}

	void loadBegins() {
		this.log.loadBegan(System.nanoTime());
	}

	void loadEnds() {
		this.log.loadEnded(System.nanoTime());
	}

	/** Tells what the operation that was begun has written. */
	void wrote(long id) {
		this.log.wrote(id);
	}

	/** Records what one transaction must not find. */
	void torn(int register, long left, long right, long start, long end) {
		this.log.begin(Kind.TORN, register, start, right);
		this.log.end(Outcome.RETURNED, end, left);
	}

	/** Ends the operation that was begun. */
	void end(Outcome outcome, long read) {
		this.log.end(outcome, System.nanoTime(), read);
		this.log
			.count((outcome == Outcome.RETURNED || this.kind == Kind.ROLLBACK) ? Tally.of(this.kind) : Tally.FAILED);
	}

}
