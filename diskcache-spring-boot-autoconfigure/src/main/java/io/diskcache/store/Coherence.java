package io.diskcache.store;

import java.time.InstantSource;

/**
 * Says of what was read from a store, or written to it, for how long it is current. That
 * this holds over all processes is argued in {@code docs/coherence.md}; the order in
 * which the words are read here is what it rests on. Thread-safe.
 */
final class Coherence {

	private static final long NANOS_PER_MILLI = 1_000_000;

	/** Longest life that fits into nanoseconds: about 146 years. */
	private static final long LONGEST_MILLIS = Long.MAX_VALUE / NANOS_PER_MILLI / 2;

	private final Stripes stripes;

	private final Transactions transactions;

	private final Uses uses;

	private final InstantSource clock;

	private volatile boolean over;

	Coherence(Stripes stripes, Transactions transactions, Uses uses, InstantSource clock) {
		this.stripes = stripes;
		this.transactions = transactions;
		this.uses = uses;
		this.clock = clock;
	}

	/** From now on nothing is current. */
	void end() {
		this.over = true;
	}

	/**
	 * Returns the number up to which all writes have ended. To be asked before the
	 * snapshot is taken that is read from: so that it contains all of them.
	 */
	long complete() {
		return this.stripes.complete();
	}

	/**
	 * Stamps the absence of a row.
	 * @param complete what {@link #complete()} was before
	 */
	Stamp absent(int stripe, long complete) {
		return read(stripe, complete, Stamp.NO_ROW, Head.NEVER);
	}

	/**
	 * Stamps a live row that was read.
	 * @param complete what {@link #complete()} was before
	 */
	Stamp present(Head head, long complete) {
		return read(head.stripe(), complete, head.id(), head.expires());
	}

	/**
	 * Stamps a row that was written by a transaction that has committed by now. If
	 * another write has begun on the stripe since, this one never was current.
	 */
	Stamp written(Head head) {
		return (this.transactions.joined() != null) ? Stamp.NEVER
				: stamp(head.stripe(), head.version(), head.id(), head.expires());
	}

	boolean isCurrent(Stamp stamp) {
		try {
			boolean current = !this.over && this.stripes.begun(stamp.stripe()) == stamp.begun() && isReadable(stamp)
					&& isFresh(stamp) && this.transactions.joined() == null;
			if (current && stamp.row() != Stamp.NO_ROW) {
				this.uses.note(stamp.row());
			}
			return current;
		}
		catch (InternalError ex) {
			// The mapped file was cut off: then nothing is known.
			return false;
		}
	}

	private Stamp read(int stripe, long complete, long row, long expires) {
		// After the snapshot: whoever begins from now on shows when this is compared.
		long begun = this.stripes.begun(stripe);
		if (begun > complete || this.transactions.joined() != null) {
			return Stamp.NEVER;
		}
		return stamp(stripe, begun, row, expires);
	}

	private Stamp stamp(int stripe, long begun, long row, long expires) {
		long deadline = 0;
		if (expires != Head.NEVER) {
			long left = Math.min(expires - this.clock.millis(), LONGEST_MILLIS);
			deadline = System.nanoTime() + left * NANOS_PER_MILLI;
		}
		return new Stamp(this, stripe, begun, row, expires, deadline);
	}

	/** Nothing makes what is absent reappear but a write. */
	private boolean isReadable(Stamp stamp) {
		return (stamp.row() == Stamp.NO_ROW || stamp.begun() >= this.stripes.clearFloor()) && !this.stripes.isRetired();
	}

	/**
	 * By both clocks: the time of day can be put back, and the other one stops while the
	 * machine sleeps.
	 */
	private boolean isFresh(Stamp stamp) {
		return stamp.expires() == Head.NEVER
				|| (this.clock.millis() < stamp.expires() && System.nanoTime() - stamp.deadline() < 0);
	}

}
