package io.diskcache.store;

/**
 * Removals without the database, where it cannot be written: what was stored in a stripe,
 * or everywhere, becomes unreadable. Thread-safe.
 */
final class Tombstones {

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

	/** Makes all entries unreadable without writing to the database. */
	void buryAll() {
		this.stripes.requireWritable();
		this.stripes.setClearedRows(this.stripes.rows());
		this.stripes.buryAll();
		this.rooms.counters().tombstones.increment();
	}

}
