package io.diskcache.store;

import org.jspecify.annotations.Nullable;

/**
 * The state of a store at which something was read or written. It tells for how long that
 * is current, over all processes of the host and without asking the disk: until its entry
 * is changed, removed, evicted or cleared, expires, or the store is closed. The protocol
 * is in {@code docs/coherence.md}. Immutable and thread-safe.
 */
public final class Stamp {

	/** Of what must not be held: it never is current. */
	static final Stamp NEVER = new Stamp(null, 0L, 0, 0, 0, 0, 0, 0);

	/** Row of what is not there. */
	static final long NO_ROW = 0;

	private final @Nullable Coherence coherence;

	private final long hash;

	private final long begun;

	private final long row;

	private final long version;

	private final long expires;

	private final long deadline;

	private final int load;

	/**
	 * Makes a stamp.
	 * @param hash hash of the key
	 * @param begun number of the last write that had begun on the stripe
	 * @param row id of the entry's row, or {@link #NO_ROW}
	 * @param version version of the row
	 * @param expires when the entry expires, in milliseconds since 1970, or
	 * {@link Head#NEVER}
	 * @param deadline the same by the clock that never goes back, in nanoseconds
	 * @param load how long it took to compute the value, in milliseconds, or 0
	 */
	Stamp(@Nullable Coherence coherence, long hash, long begun, long row, long version, long expires, long deadline,
			int load) {
		this.coherence = coherence;
		this.hash = hash;
		this.begun = begun;
		this.row = row;
		this.version = version;
		this.expires = expires;
		this.deadline = deadline;
		this.load = load;
	}

	/**
	 * Tells whether this can ever be current. Not what was read or written within a
	 * transaction, nor what was read while a write was under way that may concern it.
	 * @return whether it can
	 */
	public boolean isHoldable() {
		return this.coherence != null;
	}

	/**
	 * Tells whether what was read or written is what the store holds now. Never within a
	 * transaction of the calling thread, which may have changed it. Takes nanoseconds,
	 * and counts as a use of the entry where it is current.
	 * @return whether it is; also {@code false} where that cannot be told
	 */
	public boolean isCurrent() {
		Coherence store = this.coherence;
		return store != null && store.isCurrent(this);
	}

	/**
	 * Returns how long the entry still lives.
	 * @return milliseconds; {@link Long#MAX_VALUE} if it does not expire, or that is not
	 * known
	 */
	public long remainingMillis() {
		Coherence store = this.coherence;
		return (store == null || this.expires == Head.NEVER) ? Long.MAX_VALUE : store.until(this.expires);
	}

	/**
	 * Returns how long it took to compute the value.
	 * @return milliseconds, or 0 where that is not known
	 */
	public int loadMillis() {
		return this.load;
	}

	long hash() {
		return this.hash;
	}

	int stripe() {
		return Stripes.stripe(this.hash);
	}

	long begun() {
		return this.begun;
	}

	long row() {
		return this.row;
	}

	long version() {
		return this.version;
	}

	long expires() {
		return this.expires;
	}

	long deadline() {
		return this.deadline;
	}

}
