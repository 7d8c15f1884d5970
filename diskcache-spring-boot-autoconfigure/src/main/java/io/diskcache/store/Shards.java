package io.diskcache.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All shards of a store, open. Each has a database, counters and files of its own, so
 * that they can be written to at the same time; which one a key belongs to is told by its
 * hash.
 *
 * @param directory the directory of the store
 * @param locks the lock file of the store
 * @param loads the lock file of loads
 * @param all the shards in the order of their numbers, 1 or more
 */
record Shards(Path directory, LockFile locks, LoadLockFile loads, List<Shard> all) implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Shards.class);

	/**
	 * Bits of the hash below those that choose a shard: others choose the stripe, and the
	 * highest the place in the index and in the table of uses.
	 */
	private static final int SHIFT = 20;

	/**
	 * Opens the files of a store, after making, mending or dividing them anew where that
	 * is needed and no other process has them open.
	 * @param space the space left on the disk
	 * @param patience how long to wait for another process that is opening them
	 * @param onDivision told before a division begins, which may take minutes
	 */
	static Shards open(Path store, StoreOptions options, Space space, Duration patience, Runnable onDivision)
			throws IOException {
		LockFile locks = LockFile.open(store.resolve(LockFile.NAME));
		LoadLockFile loads = new LoadLockFile(store);
		boolean opened = false;
		try {
			ShardLocks ofFirst = new ShardLocks(locks, loads, 0);
			List<Shard> all = locks.openExclusively(patience,
					(alone) -> openAll(store, ofFirst, options, space, alone, patience, onDivision));
			opened = true;
			return new Shards(store, locks, loads, all);
		}
		finally {
			if (!opened) {
				locks.close();
			}
		}
	}

	/** Tells which shard a key belongs to. */
	static int of(long hash, int shards) {
		return (int) ((hash >>> SHIFT & Integer.MAX_VALUE) % shards);
	}

	@Override
	public void close() {
		Closing.all(this.all, this.loads, this.locks);
	}

	private static List<Shard> openAll(Path store, ShardLocks locks, StoreOptions options, Space space, boolean alone,
			Duration patience, Runnable onDivision) throws IOException {
		Generation generation = alone ? intactGeneration(store, options) : presentGeneration(store);
		Schema first = Shard.readSchema(generation.shard(0));
		Integer wanted = options.shards();
		if (wanted != null && wanted != first.shards()) {
			if (!alone || !options.reshard()) {
				throw refused(store, first.shards(), wanted, alone);
			}
			onDivision.run();
			var resharding = new Resharding(store, generation, first.shards(), options, space);
			generation = locks.file().divide(patience, (nobodyElse) -> resharding.run(wanted));
			Generation.deleteAllBut(store, generation);
			first = Shard.readSchema(generation.shard(0));
		}
		List<Shard> opened = new ArrayList<>();
		boolean all = false;
		try {
			for (int number = 0; number < first.shards(); number++) {
				ShardFiles files = generation.shard(number);
				Schema schema = (number == 0) ? first : Shard.readSchema(files);
				opened.add(Shard.open(files, schema, locks.of(number), options, alone));
			}
			requireOneKind(store, opened);
			all = true;
			return List.copyOf(opened);
		}
		finally {
			if (!all) {
				Closing.all(opened);
			}
		}
	}

	/* Else some would be held in the heap whose changes are refused. */
	private static void requireOneKind(Path store, List<Shard> shards) {
		if (shards.stream().map((shard) -> shard.stripes().isWritable()).distinct().count() > 1) {
			throw new StoreException(
					"The counters of some shards of " + store + " can be written, and those of others cannot: "
							+ "give this process the permission to write all of them, or none",
					null);
		}
	}

	private static StoreException refused(Path store, int recorded, int wanted, boolean alone) {
		String mend = alone
				? "set shards to " + recorded
						+ ", or have it divided anew by setting diskcache.reshard to true for the next start"
				: "set shards to " + recorded
						+ ", or stop all other processes that have it open and then have it divided anew";
		return new StoreException("The store " + store + " has " + recorded + ((recorded == 1) ? " shard" : " shards")
				+ " and cannot be opened with " + wanted + ": " + mend, null);
	}

	private static Generation intactGeneration(Path store, StoreOptions options) throws IOException {
		Generation present = Generation.current(store);
		if (present != null && !isDamaged(present)) {
			if (options.recovering()) {
				Generation.deleteAllBut(store, present);
			}
			return present;
		}
		options.requireRecovering(store, "The database is damaged or missing");
		if (present != null) {
			logger.warn("The database in {} is damaged: its entries are lost, and a new one takes its place",
					present.directory());
		}
		// What is damaged stays where it is until the next opening, for who wants to look
		// at it.
		Integer wanted = options.shards();
		return Generation.build(store, (wanted != null) ? wanted : 1, SipHash.random(), UseTable.MIN_SLOTS, (draft) -> {
		});
	}

	private static boolean isDamaged(Generation generation) throws IOException {
		try {
			Schema first = intactSchema(generation.shard(0));
			for (int number = 1; first != null && number < first.shards(); number++) {
				Schema other = intactSchema(generation.shard(number));
				if (other == null || other.shards() != first.shards() || !other.hashKey().equals(first.hashKey())) {
					return true;
				}
			}
			if (first == null || Files.exists(generation.shard(first.shards()).database())) {
				return true;
			}
			generation.clearSuspicion();
			return false;
		}
		catch (StoreCorruptedException ex) {
			logger.debug("The database cannot be used", ex);
			return true;
		}
	}

	/* A mark is only a suspicion: a failing disk looks like a damaged database. */
	private static @Nullable Schema intactSchema(ShardFiles files) {
		if (!Files.isRegularFile(files.database())) {
			return null;
		}
		Schema schema = Shard.readSchema(files);
		if (files.generation().isSuspect()) {
			KeyIndex.renew(files);
			if (!passesQuickCheck(files)) {
				return null;
			}
		}
		return schema;
	}

	private static boolean passesQuickCheck(ShardFiles files) {
		return Shard.using(files,
				(session) -> session.jdbc()
					.query("PRAGMA quick_check(1)", (rows, index) -> String.valueOf(rows.getString(1)))
					.equals(List.of("ok")));
	}

	private static Generation presentGeneration(Path store) throws IOException {
		Generation generation = Generation.current(store);
		if (generation == null || !Files.isRegularFile(generation.shard(0).stripes())) {
			throw StripesFile.inUse(store, null);
		}
		return generation;
	}

}
