package io.diskcache.store;

import java.util.Collection;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removals without the database, where it cannot be written: what was stored in a stripe,
 * or everywhere, becomes unreadable. Thread-safe.
 */
final class Tombstones {

	private static final Logger logger = LoggerFactory.getLogger(Tombstones.class);

	private final Rooms rooms;

	private final Stripes stripes;

	Tombstones(Rooms rooms) {
		this.rooms = rooms;
		this.stripes = rooms.shard().stripes();
	}

	/**
	 * Throws a failure where nothing may be made unreadable in its place: where entries
	 * must never get lost, and in a transaction, which fails as a whole.
	 */
	void requireAllowed(StoreException failure) {
		if (this.rooms.transactions().joined() != null || this.rooms.options().lossless()) {
			throw failure;
		}
	}

	/** Makes all entries of a stripe unreadable without writing to the database. */
	void bury(int stripe) {
		this.stripes.bury(stripe);
		this.rooms.counters().tombstones.increment();
	}

	/**
	 * Has loads of keys come too late that run, without writing to the database and
	 * without making anything unreadable. Not one that compared its fence before and is
	 * being stored right now.
	 * @return the keys that have something to be made unreadable
	 */
	List<Key> overtake(Collection<Key> keys) {
		try {
			if (this.stripes.isWritable()) {
				keys.stream().map((key) -> Stripes.stripe(this.rooms.hash(key))).distinct().forEach(this::change);
			}
		}
		catch (InternalError ex) {
			// What is not to be touched is not to be stored either.
			logger.debug("The counters cannot be written", ex);
		}
		return this.rooms.readable(keys);
	}

	/** Twice, as a tombstone: a write that goes on meanwhile must not hide it. */
	private void change(int stripe) {
		this.stripes.begin(stripe, this.stripes.draw());
		this.stripes.begin(stripe, this.stripes.draw());
	}

	/** Makes all entries unreadable without writing to the database. */
	void buryAll() {
		this.stripes.requireWritable();
		this.stripes.setClearedRows(this.stripes.rows());
		this.stripes.buryAll();
		this.rooms.counters().tombstones.increment();
	}

}
