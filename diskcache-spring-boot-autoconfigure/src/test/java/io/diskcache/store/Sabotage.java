package io.diskcache.store;

/** Faults in the database of an open store. */
public final class Sabotage {

	private Sabotage() {
	}

	/**
	 * Takes the entries out of the database, within a transaction of the calling thread:
	 * all that comes after it in the transaction fails, and its rollback mends it.
	 */
	public static void dropEntries(Store store) {
		Stores.shard(store).database().writer().execute("DROP TABLE entry");
	}

}
