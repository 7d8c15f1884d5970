package io.diskcache.store;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/**
 * The place of this process among those that have the store open: a mark in the counters
 * that says "here", and a lock that ends with the process. A mark without its lock is
 * what a process leaves that died.
 */
final class Slot {

	/** The number of who has no place, as he only reads. */
	private static final int NONE = -1;

	private final ShardLocks locks;

	private final Stripes stripes;

	private final int number;

	private final @Nullable FileLock lock;

	/** Once left it may be another process's. */
	private final AtomicBoolean left = new AtomicBoolean();

	private Slot(ShardLocks locks, Stripes stripes, int number, @Nullable FileLock lock) {
		this.locks = locks;
		this.stripes = stripes;
		this.number = number;
		this.lock = lock;
	}

	/**
	 * Takes a free slot.
	 * @throws StoreException if there is none
	 */
	static Slot take(ShardLocks locks, Stripes stripes) throws IOException {
		for (int number = 0; number < Stripes.SLOTS; number++) {
			if (stripes.mark(number) == 0) {
				FileLock lock = locks.trySlot(number);
				if (lock != null) {
					stripes.clearUnowned(number);
					stripes.mark(number, ProcessHandle.current().pid());
					return new Slot(locks, stripes, number, lock);
				}
			}
		}
		throw new StoreException("More than " + Stripes.SLOTS + " processes use the store", null);
	}

	/**
	 * Returns what takes the place of a slot where no mark can be written. Nobody has to
	 * tidy up after one who only reads.
	 */
	static Slot none(ShardLocks locks, Stripes stripes) {
		return new Slot(locks, stripes, NONE, null);
	}

	int number() {
		return this.number;
	}

	void leave() throws IOException {
		FileLock held = this.lock;
		if (held == null || !this.left.compareAndSet(false, true)) {
			return;
		}
		try {
			this.stripes.requireWritable();
			this.stripes.clearUnowned(this.number);
			this.stripes.mark(this.number, 0);
		}
		finally {
			this.locks.release(held);
		}
	}

	/**
	 * Finds processes that died. Their slots stay locked by this process until it has
	 * tidied up after them.
	 */
	List<Dead> findDead() throws IOException {
		List<Dead> dead = new ArrayList<>();
		for (int slot = 0; slot < Stripes.SLOTS; slot++) {
			if (slot != this.number && this.stripes.mark(slot) != 0) {
				FileLock free = this.locks.trySlot(slot);
				if (free != null) {
					dead.add(new Dead(slot, free));
				}
			}
		}
		return dead;
	}

	/** Frees the slot of a process that died. */
	void bury(Dead dead) throws IOException {
		this.stripes.clearUnowned(dead.slot());
		this.stripes.mark(dead.slot(), 0);
		this.locks.release(dead.lock());
	}

	/**
	 * A process that died.
	 *
	 * @param slot its slot
	 * @param lock the slot's lock, now held here
	 */
	record Dead(int slot, FileLock lock) {

	}

}
