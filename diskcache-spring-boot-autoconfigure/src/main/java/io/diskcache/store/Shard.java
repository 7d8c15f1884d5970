package io.diskcache.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

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

	/** How long an opening waits for another process that is closing the database. */
	private static final Duration CLOSING_TIMEOUT = Duration.ofSeconds(10);

	/** Largest write-ahead log in bytes; less for small stores. */
	private static final long MAX_WAL = 16L << 20;

	/** With a shorter log copying it would be what puts mostly do. */
	private static final long MIN_WAL = 4L << 20;

	/**
	 * Opens the files of a store, after making or mending them where that is needed and
	 * no other process has them open.
	 * @param patience how long to wait for another process that is opening them
	 */
	static Shard open(Path store, StoreOptions options, Duration patience) throws IOException {
		LockFile locks = LockFile.open(store.resolve(LockFile.NAME));
		boolean opened = false;
		try {
			Shard shard = locks.openExclusively(patience, (alone) -> {
				Generation generation = alone ? intactGeneration(store, options) : presentGeneration(store);
				Schema schema = readSchema(generation);
				Stripes stripes = alone ? new Recovery(generation, schema, options).open()
						: StripesFile.join(generation, schema.identity());
				if (stripes.isWritable()) {
					KeyIndex.arrange(generation, options.keyIndex(), alone);
				}
				Slot slot = stripes.isWritable() ? takeSlot(locks, stripes, generation, options)
						: Slot.none(locks, stripes);
				var database = new Database(generation.database(), schema.identity(), options.durability(),
						walLimit(options));
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

	private static Slot takeSlot(LockFile locks, Stripes stripes, Generation generation, StoreOptions options)
			throws IOException {
		Slot slot = Slot.take(locks, stripes);
		if (options.clearAfterUncleanReboot()) {
			// The mark must outlive the machine's going down.
			stripes.force();
		}
		new ValueFiles(generation.values(), slot.number(), options.durability()).deleteTemporary(slot.number());
		return slot;
	}

	static long walLimit(StoreOptions options) {
		return Math.min(MAX_WAL, Math.max(MIN_WAL, options.sizeLimit() / 16));
	}

	Path wal() {
		Path database = this.generation.database();
		return database.resolveSibling(database.getFileName() + "-wal");
	}

	@Override
	public void close() {
		try {
			this.database.close();
		}
		finally {
			leave();
		}
	}

	private void leave() {
		try {
			try {
				this.slot.leave();
			}
			finally {
				this.locks.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
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
		return Generation.build(store, 1);
	}

	/* A mark is only a suspicion: a failing disk looks like a damaged database. */
	private static boolean isDamaged(Generation generation) throws IOException {
		if (!Files.isRegularFile(generation.database())) {
			return true;
		}
		try {
			readSchema(generation);
			if (generation.isSuspect()) {
				KeyIndex.renew(generation);
				if (!passesQuickCheck(generation)) {
					return true;
				}
			}
			generation.clearSuspicion();
			return false;
		}
		catch (StoreCorruptedException ex) {
			logger.debug("The database cannot be used", ex);
			return true;
		}
	}

	private static boolean passesQuickCheck(Generation generation) {
		return using(generation,
				(session) -> session.jdbc()
					.query("PRAGMA quick_check(1)", (rows, index) -> String.valueOf(rows.getString(1)))
					.equals(List.of("ok")));
	}

	private static Generation presentGeneration(Path store) throws IOException {
		Generation generation = Generation.current(store);
		if (generation == null || !Files.isRegularFile(generation.stripes())) {
			throw StripesFile.inUse(store, null);
		}
		return generation;
	}

	private static Schema readSchema(Generation generation) {
		return using(generation, (session) -> Schema.read(session, generation.database()));
	}

	/* Others may be closing the database, for which they lock it. */
	static <T> T using(Generation generation, Function<Session, T> work) {
		Deadline deadline = Deadline.after(CLOSING_TIMEOUT);
		while (true) {
			try (Session session = Session.open(generation.database(), Durability.PROCESS, MAX_WAL)) {
				return session.apart(() -> work.apply(session));
			}
			catch (DataAccessException ex) {
				if (SqliteErrors.isCorrupt(ex)) {
					throw new StoreCorruptedException("The database " + generation.database() + " cannot be read", ex);
				}
				if (!SqliteErrors.isBusy(ex) || deadline.isOver()) {
					throw new StoreException("The database " + generation.database() + " cannot be opened", ex);
				}
				deadline.pause();
			}
		}
	}

}
