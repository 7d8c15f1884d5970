package io.diskcache.store;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/* @formatter:off
 * On disk, below <directory>/diskcache/v1/<cache>/:
 *
 *   guard.lock             locks of the operating system: LockFile
 *   CURRENT                name of the generation in use: Generation
 *   g0001/
 *     shard-00.db          rows: Schema, EntryTable
 *     shard-00.stripes     shared counters: Stripes
 *     shard-00.uses        how often and when keys were used: UseTable
 *     values-00/ab/<hash><random>   large values: ValueFiles
 *     values-00/tmp/<slot>-<random> values being written
 * @formatter:on
 */

/**
 * A store of one shard. The protocols it keeps are described in
 * {@code docs/protocols.md}.
 */
final class SqliteStore implements OpenStore {

	private final Shard shard;

	/** Closed with the store. */
	private final AutoCloseable files;

	private final Rooms rooms;

	private final Changes changes;

	private final BulkChanges bulkChanges;

	private final BulkReads bulkReads;

	private final Selections selections;

	private final TransactedWork transactedWork;

	private final SelectionEnds ends;

	private final TallyTable tallies = new TallyTable();

	private final Coherence coherence;

	private final Upkeep upkeep;

	private final Future<?> ticks;

	private final Runnable onLoss;

	private volatile Settings settings;

	private final AtomicBoolean released = new AtomicBoolean();

	private volatile boolean closed;

	/** Set when it has to be opened anew. */
	private volatile @Nullable Loss loss;

	/**
	 * Makes a store of open files.
	 * @param group the shards of the store
	 * @param files what is closed with it: the shard, and with the only one all the rest
	 * @param counters told what happens
	 * @param onLoss told when it has to be opened anew
	 */
	SqliteStore(Shard shard, ShardGroup group, AutoCloseable files, StoreOptions options, Commons commons,
			Counters counters, Runnable onLoss) {
		this.shard = shard;
		this.files = files;
		this.onLoss = onLoss;
		this.settings = Settings.of(options);
		this.rooms = Rooms.assemble(shard, () -> this.settings, commons, counters, group);
		this.coherence = this.rooms.coherence();
		this.changes = new Changes(this.rooms);
		this.bulkChanges = new BulkChanges(this.rooms, this.changes);
		this.bulkReads = new BulkReads(this.rooms);
		this.selections = new Selections(this.rooms);
		this.transactedWork = new TransactedWork(this.rooms);
		this.ends = new SelectionEnds(this.rooms, this::reportDamaged);
		this.upkeep = new Upkeep(this.rooms, this::lose);
		tellWhetherAnythingGoes(options);
		this.ticks = commons.janitor().everySecond(this.upkeep::tick);
	}

	@Override
	public void reconfigure(StoreOptions options) {
		if (options.durability() != this.settings.options().durability()) {
			throw new StoreException("The store is open in this JVM with durability "
					+ this.settings.options().durability() + ", and cannot have " + options.durability() + " as well",
					null);
		}
		Integer shards = options.shards();
		if (shards != null && shards != this.shard.schema().shards()) {
			throw new StoreException("The store is open in this JVM with " + this.shard.schema().shards()
					+ " shards, and cannot have " + shards + " as well", null);
		}
		this.settings = Settings.of(options);
		this.rooms.group().reconfigure(options);
		tellWhetherAnythingGoes(options);
	}

	/** To processes that share the directory. */
	private void tellWhetherAnythingGoes(StoreOptions options) {
		boolean keepsAll = options.evictionPolicy() == EvictionPolicy.NONE;
		// Who only looks into it decides nothing.
		if (options.recovering() && isWritable() && this.shard.stripes().keepsAll() != keepsAll) {
			this.shard.stripes().noteKeepsAll(keepsAll);
		}
	}

	@Override
	public @Nullable Loss loss() {
		return this.loss;
	}

	@Override
	public boolean isWritable() {
		return this.shard.stripes().isWritable();
	}

	@Override
	public void requireWritable() {
		this.shard.stripes().requireMappedForWriting();
	}

	/** Where a selection begins; {@code null} if there are no entries. */
	Page.@Nullable Mark start(Selection selection) {
		return isOver() ? null : this.selections.start(selection);
	}

	private void lose(Loss reason) {
		this.loss = reason;
		end();
		this.onLoss.run();
	}

	@Override
	public <T> Read<T> read(Key key, EntryReader<T> reader) {
		long hash = this.rooms.hash(key);
		Head unreadable = null;
		Deadline deadline = this.rooms.deadline();
		while (!isOver()) {
			long complete = this.coherence.complete();
			Row row;
			try {
				row = this.rooms.access().read(deadline, (jdbc) -> this.rooms.entries().find(jdbc, hash, key));
			}
			catch (StoreCorruptedException ex) {
				this.rooms.counters().corrupt.increment();
				break;
			}
			if (row == null) {
				return new Read<>(null, this.coherence.absent(hash, complete));
			}
			if (!isUsable(row)) {
				break;
			}
			if (unreadable != null && unreadable.version() == row.head().version()) {
				reportDamaged(unreadable);
				break;
			}
			try {
				return result(row, this.rooms.read(row, reader), complete);
			}
			catch (RowEntry.UnreadableValueException ex) {
				// Replaced meanwhile? Then the row has another version by now.
				unreadable = row.head();
			}
		}
		return Read.ofNothing();
	}

	@Override
	public <T> @Nullable T readStale(Key key, Duration since, EntryReader<T> reader) {
		return isOver() ? null : this.rooms.readStale(key, since, reader);
	}

	@Override
	public boolean contains(Key key) {
		return !isOver() && this.rooms.contains(key);
	}

	@Override
	public @Nullable Stamp write(Key key, Content content, PutOptions options) {
		Fence fence = options.fence();
		boolean here = fence == null || fence.store() == identity();
		return (!isOver() && here) ? this.changes.write(key, content, options) : null;
	}

	@Override
	public Set<Key> writeAll(Map<Key, Content> contents, Function<Key, PutOptions> options) {
		return isOver() ? contents.keySet() : this.bulkChanges.put(contents, options, identity());
	}

	@Override
	public <T> Map<Key, Read<T>> readAll(Collection<Key> keys, EntryReader<T> reader) {
		Map<Key, Read<T>> read = new LinkedHashMap<>();
		if (isOver()) {
			return read;
		}
		BulkReads.Snapshot snapshot;
		try {
			snapshot = this.bulkReads.read(keys);
		}
		catch (StoreCorruptedException ex) {
			this.rooms.counters().corrupt.increment();
			return read;
		}
		for (Key key : keys) {
			Row row = snapshot.found().get(key);
			if (row == null) {
				read.put(key, new Read<>(null, this.coherence.absent(this.rooms.hash(key), snapshot.complete())));
			}
			else if (snapshot.live().contains(key) && isIntact(row)) {
				read.put(key, read(row, snapshot.complete(), key, reader));
			}
		}
		return read;
	}

	private <T> Read<T> read(Row row, long complete, Key key, EntryReader<T> reader) {
		try {
			return result(row, this.rooms.read(row, reader), complete);
		}
		catch (RowEntry.UnreadableValueException ex) {
			return read(key, reader);
		}
	}

	@Override
	public long removeAll(Collection<Key> keys) {
		return isOver() ? 0 : this.bulkChanges.remove(keys);
	}

	@Override
	public boolean touch(Key key, @Nullable Duration timeToLive) {
		return !isOver() && this.changes.touch(key, timeToLive);
	}

	@Override
	public boolean remove(Key key) {
		return !isOver() && this.changes.remove(key);
	}

	@Override
	public void clear() {
		if (!isOver()) {
			this.changes.clear();
		}
	}

	@Override
	public <T extends @Nullable Object> T transact(Work<T> work) {
		return this.transactedWork.run(null, work);
	}

	@Override
	public <T extends @Nullable Object> T transact(Duration timeout, Work<T> work) {
		return this.transactedWork.run(StoreOptions.requireTimeout(timeout), work);
	}

	@Override
	public @Nullable LoadLock tryLoad(Key key) {
		return isOver() ? LoadLock.NONE : this.shard.locks().loads().tryLock(this.rooms.hash(key));
	}

	@Override
	public Fence fence(Key key) {
		Stripes stripes = this.shard.stripes();
		// In this order: a change that had not ended when the first was read shows in the
		// second.
		long complete = stripes.complete();
		return new Fence(identity(), stripes.begun(Stripes.stripe(this.rooms.hash(key))), complete,
				stripes.clearFloor());
	}

	@Override
	public Page<Entry> entries(Selection selection, Page.@Nullable Mark after, int limit) {
		return isOver() ? Page.empty() : this.selections.entries(selection, after, limit);
	}

	@Override
	public Page<Key> keys(Selection selection, Page.@Nullable Mark after, int limit) {
		return isOver() ? Page.empty() : this.selections.keys(selection, after, limit);
	}

	@Override
	public List<String> tags(@Nullable String after, int limit) {
		return isOver() ? List.of() : this.selections.tags(after, limit);
	}

	@Override
	public <T> @Nullable T first(Selection selection, EntryReader<T> reader) {
		return isOver() ? null : this.ends.first(selection, reader);
	}

	@Override
	public <T> @Nullable T takeFirst(Selection selection, EntryReader<T> reader) {
		return isOver() ? null : this.ends.take(selection, reader);
	}

	@Override
	public long count(Selection selection) {
		return isOver() ? 0 : this.selections.count(selection);
	}

	@Override
	public long remove(Selection selection) {
		return isOver() ? 0 : this.changes.remove(selection);
	}

	@Override
	public void addTallies(Map<String, Long> deltas) {
		if (!isOver()) {
			this.rooms.access().write(tallyDeadline(), (transaction) -> {
				this.tallies.add(transaction.jdbc(), deltas);
				return true;
			});
		}
	}

	/* The janitor has other stores to look after. */
	private Deadline tallyDeadline() {
		Duration timeout = this.rooms.options().operationTimeout();
		return Deadline.after((timeout.compareTo(Deletions.PATIENCE) < 0) ? timeout : Deletions.PATIENCE);
	}

	@Override
	public Map<String, Long> tallies() {
		return isOver() ? Map.of() : this.rooms.access().read(this.rooms.deadline(), this.tallies::all);
	}

	@Override
	public void resetTallies() {
		if (!isOver()) {
			this.rooms.access().write(this.rooms.deadline(), (transaction) -> {
				this.tallies.clear(transaction.jdbc());
				return true;
			});
		}
	}

	@Override
	public long count() {
		Stripes stripes = this.shard.stripes();
		return isOver() ? 0 : Math.max(0, stripes.rows() - stripes.clearedRows());
	}

	@Override
	public long volume() {
		return isOver() ? 0 : this.rooms.volume(this.rooms.deadline());
	}

	@Override
	public List<Problem> check(boolean fix) {
		if (this.rooms.transactions().joined() != null) {
			throw new IllegalStateException("A check cannot be a part of a transaction");
		}
		try {
			return isOver() ? List.of() : this.upkeep.check(fix);
		}
		catch (DataAccessException ex) {
			this.rooms.troubles().failed(Troubles.With.READING, ex);
			throw this.rooms.access().translate("check", ex);
		}
		catch (UncheckedIOException ex) {
			throw this.rooms.access().translate("check", ex);
		}
	}

	@Override
	public boolean isOpen() {
		return !this.closed;
	}

	@Override
	public StoreStatistics statistics() {
		return this.rooms.counters().snapshot();
	}

	@Override
	public long walBytes() {
		return isOver() ? 0 : this.rooms.checkpoints().size();
	}

	@Override
	public StoreCondition condition() {
		Loss reason = this.loss;
		return this.rooms.troubles()
			.worst(() -> Writer.describe(this.shard.stripes().writer()))
			.or(this.rooms.space().condition())
			.or((reason != null) ? reason.condition() : null);
	}

	@Override
	public void close() {
		end();
		if (this.released.compareAndSet(false, true)) {
			try {
				this.ticks.cancel(false);
				this.upkeep.close();
			}
			finally {
				Words.surfaceFaults();
				Closing.all(List.of(this.files));
			}
		}
	}

	private <T> Read<T> result(Row row, @Nullable T result, long complete) {
		this.rooms.uses().read(row.head().hash());
		return (result != null) ? new Read<>(result, this.coherence.present(row.head(), complete)) : Read.ofNothing();
	}

	/**
	 * Whether a row that was found may be given out. Asked after it was read: so a
	 * removal that ended before is seen here, if not there.
	 */
	private boolean isUsable(Row row) {
		return this.rooms.isLive(row.head()) && isIntact(row);
	}

	private boolean isIntact(Row row) {
		if (!row.isIntact()) {
			reportDamaged(row.head());
		}
		return row.isIntact();
	}

	private void end() {
		this.closed = true;
		this.coherence.end();
	}

	private void reportDamaged(Head head) {
		this.rooms.counters().corrupt.increment();
		this.upkeep.drop(head);
	}

	/**
	 * Whether there is nothing here any more. A transaction under way cannot go on then,
	 * as only a part of it would be done.
	 */
	private boolean isOver() {
		if (!this.closed) {
			return false;
		}
		Transaction joined = this.rooms.transactions().joined();
		if (joined != null) {
			joined.setRollbackOnly();
			throw new StoreException("The transaction cannot go on: the store was closed, or its files are gone", null);
		}
		return true;
	}

	@Override
	public StoreException faulted(InternalError ex) {
		this.rooms.troubles().failed(Troubles.With.WRITING, ex);
		return new StoreException("The counters of " + this.shard.files().directory() + " cannot be used", ex);
	}

	private long identity() {
		// Of the counters as well: after they were made anew they tell nothing of before.
		return this.shard.schema().identity().low() ^ this.shard.stripes().header().fileKey();
	}

}
