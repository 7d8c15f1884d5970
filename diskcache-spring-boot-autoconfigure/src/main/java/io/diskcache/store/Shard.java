package io.diskcache.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a store, open: what a process shares with the others that use it.
 *
 * @param generation where the files are
 * @param locks locks among the processes
 * @param schema what is recorded for ever
 * @param stripes the shared counters
 * @param slot this process's place
 * @param database the connections
 */
record Shard(Generation generation, LockFile locks, Schema schema, Stripes stripes, Slot slot,
		Database database) implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Shard.class);

	/** How long an opening waits for another process that is opening the store. */
	private static final Duration OPENING_TIMEOUT = Duration.ofSeconds(10);

	/** Largest write-ahead log in bytes; less for small stores. */
	private static final long MAX_WAL = 16L << 20;

	/**
	 * Opens the files of a store, after making or mending them where that is needed and
	 * no other process has them open.
	 */
	static Shard open(Path store, StoreOptions options) throws IOException {
		LockFile locks = LockFile.open(store.resolve("guard.lock"));
		boolean opened = false;
		try {
			Shard shard = locks.openExclusively(OPENING_TIMEOUT, (alone) -> {
				Generation generation = alone ? intactGeneration(store) : presentGeneration(store);
				Schema schema = readSchema(generation);
				if (alone) {
					mendStripes(generation, schema);
				}
				Stripes stripes = Stripes.map(generation.stripes(), schema.identity());
				if (alone) {
					recover(generation, stripes);
				}
				Slot slot = Slot.take(locks, stripes);
				var database = new Database(generation.database(), options.durability(), walLimit(options));
				return new Shard(generation, locks, schema, stripes, slot, database);
			});
			opened = true;
			return shard;
		}
		finally {
			if (!opened) {
				locks.close();
			}
		}
	}

	static long walLimit(StoreOptions options) {
		return Math.min(MAX_WAL, options.sizeLimit() / 16);
	}

	Path wal() {
		Path database = this.generation.database();
		return database.resolveSibling(database.getFileName() + "-wal");
	}

	@Override
	public void close() {
		this.database.close();
		try {
			this.slot.leave();
			this.locks.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Generation intactGeneration(Path store) throws IOException {
		Generation present = Generation.current(store);
		if (present != null && !isDamaged(present)) {
			Generation.deleteAllBut(store, present);
			return present;
		}
		if (present != null) {
			logger.warn("The database in {} is damaged: its entries are lost, and a new one takes its place",
					present.directory());
		}
		// What is damaged stays where it is until the next opening, for who wants to look
		// at it.
		return Generation.build(store, 1);
	}

	private static boolean isDamaged(Generation generation) {
		if (generation.isBroken() || !Files.isRegularFile(generation.database())) {
			return true;
		}
		try {
			readSchema(generation);
			return false;
		}
		catch (StoreCorruptedException ex) {
			logger.debug("The database cannot be used", ex);
			return true;
		}
	}

	private static Generation presentGeneration(Path store) throws IOException {
		Generation generation = Generation.current(store);
		if (generation == null || generation.isBroken() || !Files.isRegularFile(generation.stripes())) {
			throw new StoreCorruptedException("The files of " + store + " are damaged, and another process has them "
					+ "open: stop all processes that use this directory, then start again", null);
		}
		return generation;
	}

	private static Schema readSchema(Generation generation) {
		try (Session session = Session.open(generation.database(), Durability.PROCESS, MAX_WAL)) {
			return session.apart(() -> Schema.read(session, generation.database()));
		}
		catch (org.springframework.dao.DataAccessException ex) {
			if (SqliteErrors.isCorrupt(ex)) {
				throw new StoreCorruptedException("The database " + generation.database() + " cannot be read", ex);
			}
			throw new StoreException("The database " + generation.database() + " cannot be opened", ex);
		}
	}

	/**
	 * Makes the counters anew where they are lost; numbers go on above all that were
	 * used.
	 */
	private static void mendStripes(Generation generation, Schema schema) throws IOException {
		try {
			Stripes.map(generation.stripes(), schema.identity());
		}
		catch (StoreCorruptedException | java.nio.file.NoSuchFileException ex) {
			logger.warn("The counters of {} are lost and made anew: {}", generation.directory(), ex.getMessage());
			long ceiling;
			try (Session session = Session.open(generation.database(), Durability.PROCESS, MAX_WAL)) {
				ceiling = session.apart(() -> Schema.versionCeiling(session.jdbc()));
			}
			Path draft = generation.stripes().resolveSibling("shard-00.stripes.new");
			Files.deleteIfExists(draft);
			Stripes.create(draft, schema.identity(), ceiling + Stripes.GAP, true);
			Files.move(draft, generation.stripes(), StandardCopyOption.ATOMIC_MOVE,
					StandardCopyOption.REPLACE_EXISTING);
		}
	}

	/**
	 * Goes on after processes that died, when nobody has the store open. Numbers they
	 * drew and that no file shows are left out, the totals are counted anew.
	 */
	private static void recover(Generation generation, Stripes stripes) throws IOException {
		stripes.rememberBoot(Boot.current());
		for (int slot = 0; slot < Stripes.SLOTS; slot++) {
			if (stripes.mark(slot) != 0) {
				new ValueFiles(generation.values(), slot, Durability.PROCESS).deleteTemporary(slot);
				stripes.clearUnowned(slot);
				stripes.mark(slot, 0);
				stripes.wantRecount(true);
			}
		}
		if (stripes.wantsRecount()) {
			stripes.skipAhead();
		}
	}

}
