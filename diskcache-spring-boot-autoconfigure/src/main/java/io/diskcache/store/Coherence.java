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
	Stamp absent(long hash, long complete) {
		long begun = begun(Stripes.stripe(hash), complete);
		return (begun < 0) ? Stamp.NEVER : new Stamp(this, hash, begun, Stamp.NO_ROW, 0, Head.NEVER, 0, 0);
	}

	/**
	 * Stamps a live row that was read.
	 * @param complete what {@link #complete()} was before
	 */
	Stamp present(Head head, long complete) {
		long begun = begun(head.stripe(), complete);
		// Once more, as a removal without the lock is slow: who sees its number in begun
		// must see its floor too.
		return (begun < 0 || !this.stripes.isReadable(head.stripe(), head.version())) ? Stamp.NEVER
				: stamp(head, begun);
	}

	/**
	 * Stamps a row that was written by a transaction that has committed by now. If
	 * another write has begun on the stripe since, this one never was current.
	 */
	Stamp written(Head head) {
		return (this.transactions.joined() != null) ? Stamp.NEVER : stamp(head, head.version());
	}

	boolean isCurrent(Stamp stamp) {
		try {
			boolean current = !this.over && this.stripes.begun(stamp.stripe()) == stamp.begun() && isReadable(stamp)
					&& isFresh(stamp) && this.transactions.joined() == null;
			if (current && stamp.row() != Stamp.NO_ROW) {
				this.uses.foundInHeap(stamp.hash());
			}
			return current;
		}
		catch (InternalError ex) {
			// The mapped file was cut off: then nothing is known.
			return false;
		}
	}

	/**
	 * Returns the number of the last write that has begun on a stripe, or -1 where that
	 * may not have been seen by who read the row, within a transaction, and where what
	 * this process changes cannot be told to it by the stripe.
	 */
	private long begun(int stripe, long complete) {
		// After the snapshot: whoever begins from now on shows when this is compared.
		long begun = this.stripes.begun(stripe);
		return (begun > complete || this.transactions.joined() != null || !this.stripes.isWritable()) ? -1 : begun;
	}

	private Stamp stamp(Head head, long begun) {
		long deadline = 0;
		if (head.expires() != Head.NEVER) {
			long left = Math.min(head.expires() - this.clock.millis(), LONGEST_MILLIS);
			deadline = System.nanoTime() + left * NANOS_PER_MILLI;
		}
		return new Stamp(this, head.hash(), begun, head.id(), head.version(), head.expires(), deadline, head.load());
	}

	/** How many milliseconds there are until a moment. */
	long until(long moment) {
		return moment - this.clock.millis();
	}

	/** Nothing makes what is absent reappear but a write. */
	private boolean isReadable(Stamp stamp) {
		return (stamp.row() == Stamp.NO_ROW || stamp.version() >= this.stripes.clearFloor())
				&& !this.stripes.isRetired();
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
