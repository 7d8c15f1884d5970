package io.diskcache.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Function;

import org.springframework.dao.DataAccessException;

/**
 * The files of a shard, open: what a process shares with the others that use it.
 *
 * @param files where the files are
 * @param locks locks among the processes
 * @param schema what is recorded for ever
 * @param stripes the shared counters
 * @param slot this process's place
 * @param database the connections
 */
record Shard(ShardFiles files, ShardLocks locks, Schema schema, Stripes stripes, Slot slot,
		Database database) implements AutoCloseable {

	/** How long an opening waits for another process that is closing the database. */
	private static final Duration CLOSING_TIMEOUT = Duration.ofSeconds(10);

	/** Largest write-ahead log in bytes; less for small stores. */
	private static final long MAX_WAL = 16L << 20;

	/** With a shorter log copying it would be what puts mostly do. */
	private static final long MIN_WAL = 4L << 20;

	/** The same for one shard of many: 1 MB. */
	private static final long MIN_WAL_OF_SHARD = 1L << 20;

	/**
	 * Opens the files of a shard, while no other process opens or builds the store.
	 * @param alone whether no other process has it open
	 */
	static Shard open(ShardFiles files, Schema schema, ShardLocks locks, StoreOptions options, boolean alone)
			throws IOException {
		Stripes stripes = alone ? new Recovery(files, schema, options).open()
				: StripesFile.join(files, schema.identity());
		if (stripes.isWritable()) {
			KeyIndex.arrange(files, options.keyIndex(), alone);
		}
		Slot slot = stripes.isWritable() ? takeSlot(locks, stripes, files, options) : Slot.none(locks, stripes);
		var database = new Database(files.database(), schema.identity(), options.durability(),
				walLimit(options, schema.shards()));
		return new Shard(files, locks, schema, stripes, slot, database);
	}

	private static Slot takeSlot(ShardLocks locks, Stripes stripes, ShardFiles files, StoreOptions options)
			throws IOException {
		Slot slot = Slot.take(locks, stripes);
		if (options.clearAfterUncleanReboot()) {
			// The mark must outlive the machine's going down.
			stripes.force();
		}
		new ValueFiles(files.values(), slot.number(), options.durability()).deleteTemporary(slot.number());
		return slot;
	}

	/** That of all shards together is the same for any number of them. */
	static long walLimit(StoreOptions options, int shards) {
		long all = Math.min(MAX_WAL, Math.max(MIN_WAL, options.sizeLimit() / 16));
		return Math.max(MIN_WAL_OF_SHARD, all / shards);
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
			this.slot.leave();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Schema readSchema(ShardFiles files) {
		return using(files, (session) -> Schema.read(session, files.database()));
	}

	/* Others may be closing the database, for which they lock it. */
	static <T> T using(ShardFiles files, Function<Session, T> work) {
		Deadline deadline = Deadline.after(CLOSING_TIMEOUT);
		while (true) {
			try (Session session = Session.open(files.database(), Durability.PROCESS, MAX_WAL)) {
				return session.apart(() -> work.apply(session));
			}
			catch (DataAccessException ex) {
				if (SqliteErrors.isCorrupt(ex)) {
					throw new StoreCorruptedException("The database " + files.database() + " cannot be read", ex);
				}
				if (!SqliteErrors.isBusy(ex) || deadline.isOver()) {
					throw new StoreException("The database " + files.database() + " cannot be opened", ex);
				}
				deadline.pause();
			}
		}
	}

}
