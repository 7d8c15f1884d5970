package io.diskcache.store;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How a store is doing in this process, as far as its own operations have shown.
 * Immutable.
 *
 * @param state the worst of what is the matter
 * @param message what that means here, in words for an operator: with names of files and
 * processes, never with keys or values; empty when all is well
 * @param since when it was met first, or {@code null} when all is well
 */
public record StoreCondition(State state, String message, @Nullable Instant since) {

	static final StoreCondition WELL = new StoreCondition(State.WELL, "", null);

	/**
	 * Tells whether all is well.
	 * @return whether it is
	 */
	public boolean isWell() {
		return this.state == State.WELL;
	}

	/** Returns the worse one of two. */
	StoreCondition or(@Nullable StoreCondition other) {
		return (other != null && other.state.compareTo(this.state) > 0) ? other : this;
	}

	/** What can be the matter, from good to bad. */
	public enum State {

		/** All is well, or the store was not used yet. */
		WELL,
		/**
		 * The write lock was held by others for longer than an operation waits. Reads go
		 * on, removals work, puts are skipped.
		 */
		BUSY,
		/** The disk is full. Reads and removals go on, nothing new is stored. */
		DISK_FULL,
		/**
		 * The files cannot be written: no permission, a file system that is read-only, a
		 * failing disk. Reads go on, but for what was to be changed.
		 */
		READ_ONLY,
		/**
		 * The database is damaged. What can be read is right; the next opening that is
		 * alone replaces it.
		 */
		DAMAGED,
		/**
		 * The files cannot be opened or read, or were removed. It is tried again from
		 * time to time.
		 */
		CANNOT_OPEN,
		/** The store was closed. */
		CLOSED

	}

}
