package io.diskcache.store;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The parts of an open store, put together, and what several of them ask for.
 *
 * @param shard the files and what is shared with other processes
 * @param transactions runs write transactions
 * @param access the way to the database
 * @param entries statements on entries
 * @param tags statements on their tags
 * @param files the files of large values
 * @param rows changes of rows with all that hangs on them
 * @param meter tells the volume of the shard
 * @param group the other shards of the store
 * @param culler keeps the volume below the limit
 * @param checkpoints keeps the write-ahead log small
 * @param uses which keys were used
 * @param coherence says for how long what was read is current
 * @param counters what happened in this process
 * @param troubles what cannot be done at the moment
 * @param space the space left on the disk
 * @param handOver links to files of values for other programs
 * @param settings the present options
 * @param clock tells the time of day
 */
record Rooms(Shard shard, Transactions transactions, Access access, EntryTable entries, TagTable tags, ValueFiles files,
		Rows rows, ShardMeter meter, ShardGroup group, Culler culler, Checkpoints checkpoints, Uses uses,
		Coherence coherence, Counters counters, Troubles troubles, Space space, HandOver handOver,
		Supplier<Settings> settings, InstantSource clock) {

	static Rooms assemble(Shard shard, Supplier<Settings> settings, Commons commons, Counters counters,
			ShardGroup group) {
		Supplier<StoreOptions> options = () -> settings.get().options();
		var entries = new EntryTable();
		var tags = new TagTable();
		var troubles = new Troubles(shard.files().directory(), commons.clock());
		String refusal = shard.stripes().refusal();
		if (refusal != null) {
			troubles.onlyReads(refusal);
		}
		var checkpoints = new Checkpoints(shard, commons.janitor(), troubles);
		var transactions = new Transactions(shard, checkpoints::wrote, counters, troubles, commons.clock());
		var files = new ValueFiles(shard.files().values(), shard.slot().number(), options.get().durability());
		var rows = new Rows(entries, tags, files, shard.stripes());
		var uses = new Uses(shard, options, commons.clock());
		var meter = new ShardMeter(shard.stripes(), uses);
		var culler = new Culler(entries, rows, uses, shard.stripes(), meter, group, counters, options);
		var access = new Access(shard, transactions, commons.space(), troubles);
		group.add(new ShardGroup.Member(shard.files(), meter, culler, access, commons.clock()));
		var coherence = new Coherence(shard.stripes(), transactions, uses, commons.clock());
		return new Rooms(shard, transactions, access, entries, tags, files, rows, meter, group, culler, checkpoints,
				uses, coherence, counters, troubles, commons.space(), commons.handOver(), settings, commons.clock());
	}

	StoreOptions options() {
		return this.settings.get().options();
	}

	Deadline deadline() {
		return Deadline.after(options().operationTimeout());
	}

	long hash(Key key) {
		return this.shard.schema().hashKey().hash(key.raw());
	}

	/** Whether a row that was found can be given out; asked after the row was read. */
	boolean isLive(Head head) {
		return isReadable(head) && isFresh(head, this.clock.millis());
	}

	/** Whether no removal without the database hides a row. */
	boolean isReadable(Head head) {
		return this.shard.stripes().isReadable(head.stripe(), head.version());
	}

	/** Whether a row that can be read is of use at a moment. */
	boolean isFresh(Head head, long now) {
		return head.isFresh(now) && head.application() == this.settings.get().application();
	}

	/** Makes an entry of a row that was read. */
	Entry entry(Row row) {
		return new RowEntry(row, this.files, this.handOver, this.uses::lastRead);
	}

	/**
	 * Lets a reader make something of a row that was read. What it cannot read, it cannot
	 * have looked at: a transaction that goes on all the same does not commit.
	 */
	<T> @Nullable T read(Row row, Store.EntryReader<T> reader) {
		try {
			return reader.read(entry(row));
		}
		catch (RowEntry.UnreadableValueException ex) {
			throw ex;
		}
		catch (StoreException ex) {
			Transaction joined = this.transactions.joined();
			if (joined != null) {
				joined.setRollbackOnly();
			}
			throw ex;
		}
	}

	/** Reads a row that lives or is kept as stale; {@code null} where there is none. */
	<T> @Nullable T readStale(Key key, Duration since, Store.EntryReader<T> reader) {
		long hash = hash(key);
		try {
			Row row = this.access.read(deadline(), (jdbc) -> this.entries.find(jdbc, hash, key));
			return (row != null && isKept(row.head(), since) && row.isIntact()) ? read(row, reader) : null;
		}
		catch (StoreCorruptedException | RowEntry.UnreadableValueException ex) {
			this.counters.corrupt.increment();
			return null;
		}
	}

	private boolean isKept(Head head, Duration since) {
		return isReadable(head) && head.isStaleAtMost(Recomputation.millis(since), this.clock.millis())
				&& head.application() == this.settings.get().application();
	}

	boolean contains(Key key) {
		long hash = hash(key);
		Head head = this.access.read(deadline(), (jdbc) -> this.entries.findHead(jdbc, hash, key));
		return head != null && isLive(head);
	}

	/**
	 * Tells which keys have an entry; all that are left where that cannot be told any
	 * more: then better some entries less than one too old.
	 */
	List<Key> present(Collection<Key> keys) {
		return told(keys, this::contains);
	}

	/**
	 * Tells which keys have something that may be given out, if only as stale; all that
	 * are left where that cannot be told any more.
	 */
	List<Key> readable(Collection<Key> keys) {
		return told(keys, (key) -> {
			long hash = hash(key);
			Head head = this.access.read(deadline(), (jdbc) -> this.entries.findHead(jdbc, hash, key));
			return head != null && isReadable(head);
		});
	}

	private static List<Key> told(Collection<Key> keys, Predicate<Key> question) {
		List<Key> present = new ArrayList<>();
		boolean told = true;
		for (Key key : keys) {
			try {
				if (!told || question.test(key)) {
					present.add(key);
				}
			}
			catch (StoreException ex) {
				told = false;
				present.add(key);
			}
		}
		return present;
	}

	/** Space that entries of this shard take, in bytes. */
	long volume(Deadline deadline) {
		return this.access.read(deadline, this.meter::measure);
	}

}
