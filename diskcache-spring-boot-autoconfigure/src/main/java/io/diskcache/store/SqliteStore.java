package io.diskcache.store;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/* @formatter:off
 * On disk, below <directory>/diskcache/v1/<cache>/:
 *
 *   guard.lock             locks of the operating system: LockFile
 *   CURRENT                name of the generation in use: Generation
 *   g0001/
 *     shard-00.db          rows: Schema, EntryTable, UsageTable
 *     shard-00.stripes     shared counters: Stripes
 *     values-00/ab/<hash><random>   large values: ValueFiles
 *     values-00/tmp/<slot>-<random> values being written
 * @formatter:on
 */

/**
 * A store of one shard. The protocols it keeps are described in
 * {@code docs/protocols.md}.
 */
final class SqliteStore implements Store, AutoCloseable {

	/** Entries of a page at most. */
	private static final int MAX_PAGE = 500;

	private final Shard shard;

	private final Space space;

	private final Rooms rooms;

	private final Access access;

	private final EntryTable entries;

	private final Upkeep upkeep;

	private volatile Settings settings;

	private volatile boolean closed;

	SqliteStore(Shard shard, StoreOptions options, Space space, Janitor janitor, InstantSource clock) {
		this.shard = shard;
		this.space = space;
		this.settings = Settings.of(options);
		this.rooms = Rooms.assemble(shard, () -> this.settings.options(), space, janitor, clock);
		this.access = this.rooms.access();
		this.entries = this.rooms.entries();
		this.upkeep = new Upkeep(this.rooms);
		janitor.everySecond(this.upkeep::tick);
	}

	/**
	 * Uses other options from now on; all but the durability, which its connections have.
	 */
	void reconfigure(StoreOptions options) {
		if (options.durability() != this.settings.options().durability()) {
			throw new StoreException("The store is open in this JVM with durability "
					+ this.settings.options().durability() + ", and cannot have " + options.durability() + " as well",
					null);
		}
		this.settings = Settings.of(options);
	}

	@Override
	public <T> @Nullable T get(Key key, EntryReader<T> reader) {
		long hash = hash(key);
		Head unreadable = null;
		Deadline deadline = deadline();
		while (!this.closed) {
			Row row = findLive(deadline, hash, key);
			if (row == null) {
				return null;
			}
			if (unreadable != null && unreadable.version() == row.head().version()) {
				break;
			}
			try {
				T result = reader.read(new RowEntry(row, this.rooms.files()));
				this.rooms.uses().note(row.head().id());
				return result;
			}
			catch (RowEntry.UnreadableValueException ex) {
				// Replaced meanwhile? Then the row has another version by now.
				unreadable = row.head();
			}
		}
		if (unreadable != null) {
			reportDamaged(unreadable);
		}
		return null;
	}

	@Override
	public boolean contains(Key key) {
		long hash = hash(key);
		Head head = this.closed ? null : this.access.read(deadline(), (jdbc) -> this.entries.findHead(jdbc, hash, key));
		return head != null && isLive(head);
	}

	@Override
	public boolean put(Key key, Content content, @Nullable Duration timeToLive) {
		long expires = NewEntry.expiry(this.rooms.clock().millis(), timeToLive);
		Deadline deadline = deadline();
		boolean done = false;
		try {
			done = store(key, content, expires, deadline, (transaction, stripe, old) -> {
				transaction.touch(stripe);
				return true;
			});
			return done;
		}
		finally {
			if (!done) {
				giveUp(key, deadline);
			}
		}
	}

	@Override
	public boolean put(Key key, Content content, @Nullable Duration timeToLive, Fence fence) {
		long expires = NewEntry.expiry(this.rooms.clock().millis(), timeToLive);
		return store(key, content, expires, deadline(), (transaction, stripe, old) -> transaction.touch(stripe, fence));
	}

	@Override
	public boolean putIfAbsent(Key key, Content content, @Nullable Duration timeToLive) {
		long expires = NewEntry.expiry(this.rooms.clock().millis(), timeToLive);
		return store(key, content, expires, deadline(), (transaction, stripe, old) -> {
			if (old != null && isLive(old)) {
				return false;
			}
			transaction.touch(stripe);
			return true;
		});
	}

	@Override
	public boolean remove(Key key) {
		return !this.closed && remove(key, deadline());
	}

	@Override
	public void clear() {
		if (this.closed) {
			return;
		}
		Transaction joined = this.rooms.transactions().joined();
		if (joined != null) {
			clearWithin(joined);
			return;
		}
		Stripes stripes = this.shard.stripes();
		try {
			this.access.write(deadline(), (transaction) -> {
				Schema.recordCleared(transaction.jdbc(), transaction.number());
				stripes.setClearedRows(stripes.rows());
				stripes.raiseClearFloor(transaction.number());
				return true;
			});
		}
		catch (StoreException ex) {
			requireBurying(ex);
			stripes.setClearedRows(stripes.rows());
			stripes.buryAll();
			this.rooms.counters().tombstones.increment();
		}
	}

	@Override
	public <T extends @Nullable Object> T transact(Work<T> work) {
		Transaction joined = this.rooms.transactions().joined();
		if (joined == null) {
			return this.access.write(deadline(), (transaction) -> work.run());
		}
		boolean worked = false;
		try {
			T result = work.run();
			worked = true;
			return result;
		}
		finally {
			if (!worked) {
				joined.setRollbackOnly();
			}
		}
	}

	@Override
	public Fence fence(Key key) {
		Stripes stripes = this.shard.stripes();
		// In this order: a change that had not ended when the first was read shows in the
		// second.
		long complete = stripes.complete();
		return new Fence(stripes.begun(Stripes.stripe(hash(key))), complete, stripes.clearFloor());
	}

	@Override
	public List<Entry> entries(long afterId, int limit) {
		if (limit < 1 || limit > MAX_PAGE) {
			throw new IllegalArgumentException("A page has 1 to " + MAX_PAGE + " entries, not " + limit);
		}
		List<Entry> live = new ArrayList<>();
		for (long from = afterId; live.isEmpty() && !this.closed;) {
			long position = from;
			List<Row> page = this.access.read(deadline(), (jdbc) -> this.entries.page(jdbc, position, limit));
			if (page.isEmpty()) {
				break;
			}
			for (Row row : page) {
				if (isLive(row.head()) && row.isIntact()) {
					live.add(new RowEntry(row, this.rooms.files()));
				}
			}
			from = page.get(page.size() - 1).head().id();
		}
		return live;
	}

	@Override
	public long count() {
		Stripes stripes = this.shard.stripes();
		return this.closed ? 0 : Math.max(0, stripes.rows() - stripes.clearedRows());
	}

	@Override
	public long volume() {
		Stripes stripes = this.shard.stripes();
		return this.closed ? 0
				: this.access.read(deadline(), Session::usedBytes) + stripes.fileBytes() + stripes.unowned();
	}

	@Override
	public List<Problem> check(boolean fix) {
		if (this.rooms.transactions().joined() != null) {
			throw new IllegalStateException("A check cannot be a part of a transaction");
		}
		return this.closed ? List.of() : this.upkeep.check(fix);
	}

	@Override
	public StoreStatistics statistics() {
		return this.rooms.counters().snapshot();
	}

	@Override
	public void close() {
		if (!this.closed) {
			this.closed = true;
			this.upkeep.close();
			this.shard.close();
		}
	}

	private @Nullable Row findLive(Deadline deadline, long hash, Key key) {
		Row row;
		try {
			row = this.access.read(deadline, (jdbc) -> this.entries.find(jdbc, hash, key));
		}
		catch (StoreCorruptedException ex) {
			this.rooms.counters().corrupt.increment();
			return null;
		}
		// Read after the row: a removal that ended before is seen here, if not there.
		if (row == null || !isLive(row.head())) {
			return null;
		}
		if (!row.isIntact()) {
			reportDamaged(row.head());
			return null;
		}
		return row;
	}

	private boolean isLive(Head head) {
		return this.shard.stripes().isReadable(head.stripe(), head.version())
				&& head.isFresh(this.rooms.clock().millis()) && head.application() == this.settings.application();
	}

	private boolean store(Key key, Content content, long expires, Deadline deadline, Admission admission) {
		if (this.closed) {
			return false;
		}
		if (this.space.isLow()) {
			this.rooms.counters().skipped.increment();
			throw this.space.full();
		}
		boolean worked = false;
		try (Intake intake = Intake.of(content, this.settings.options(), this.rooms.files(), this::reserve)) {
			worked = true;
			if (intake.isTooLarge()) {
				this.rooms.counters().refused.increment();
				return false;
			}
			worked = false;
			var entry = new NewEntry(key, hash(key), content, intake.draft(), this.rooms.clock().millis(), expires,
					this.settings.application());
			boolean stored = this.access.write(deadline, (transaction) -> write(transaction, entry, intake, admission));
			worked = true;
			return stored;
		}
		catch (IOException ex) {
			throw new StoreException("A value could not be written to a file of " + this.shard.generation().directory(),
					ex);
		}
		finally {
			if (!worked) {
				this.rooms.counters().skipped.increment();
			}
		}
	}

	private boolean write(Transaction transaction, NewEntry entry, Intake intake, Admission admission) {
		Head old = this.entries.findHead(transaction.jdbc(), entry.hash(), entry.key());
		if (!admission.admit(transaction, entry.stripe(), old)) {
			return false;
		}
		intake.adopt(transaction, entry.hash());
		Head written = this.rooms.rows().write(transaction, entry, old, old != null && isLive(old));
		this.rooms.culler().afterWrite(transaction, written, entry.stored());
		return true;
	}

	/** Accounts for bytes of a file that is being written, and makes room for them. */
	private void reserve(long bytes) {
		this.space.require(bytes);
		this.shard.stripes().addUnowned(this.shard.slot().number(), bytes);
		if (bytes > 0 && this.settings.options().evictionPolicy() != EvictionPolicy.NONE) {
			boolean done = false;
			try {
				makeRoom();
				done = true;
			}
			finally {
				if (!done) {
					this.shard.stripes().addUnowned(this.shard.slot().number(), -bytes);
				}
			}
		}
	}

	private void makeRoom() {
		Deadline deadline = deadline();
		long limit = this.settings.options().sizeLimit();
		while (volume() > limit && !deadline.isOver()) {
			this.access.write(deadline,
					(transaction) -> this.rooms.culler().step(transaction, this.rooms.clock().millis()));
		}
	}

	private boolean remove(Key key, Deadline deadline) {
		long hash = hash(key);
		try {
			return this.access.write(deadline, (transaction) -> {
				transaction.touch(Stripes.stripe(hash));
				Head head = this.entries.findHead(transaction.jdbc(), hash, key);
				if (head == null) {
					return false;
				}
				boolean live = isLive(head);
				this.rooms.rows().delete(transaction, head);
				return live;
			});
		}
		catch (StoreException ex) {
			requireBurying(ex);
			boolean present = isPresent(key);
			bury(Stripes.stripe(hash));
			return present;
		}
	}

	/** Makes an entry unreadable that was to be replaced but was not. */
	private void giveUp(Key key, Deadline deadline) {
		Transaction joined = this.rooms.transactions().joined();
		if (this.closed || (joined != null && joined.isRollbackOnly())) {
			return;
		}
		if (joined != null || isPresent(key)) {
			remove(key, deadline);
		}
	}

	/**
	 * A removal that cannot be written makes its whole stripe unreadable instead; not
	 * where entries must never get lost, nor in a transaction, which fails as a whole.
	 */
	private void requireBurying(StoreException failure) {
		if (this.rooms.transactions().joined() != null
				|| this.settings.options().evictionPolicy() == EvictionPolicy.NONE) {
			throw failure;
		}
	}

	private boolean isPresent(Key key) {
		try {
			return contains(key);
		}
		catch (StoreException ex) {
			// Not known: then better one entry less than one too old.
			return true;
		}
	}

	/** Makes all entries of a stripe unreadable without writing to the database. */
	private void bury(int stripe) {
		this.shard.stripes().bury(stripe);
		this.rooms.counters().tombstones.increment();
	}

	/** Clears as a part of a transaction, which must be able to roll back. */
	private void clearWithin(Transaction transaction) {
		for (int stripe = 0; stripe < Stripes.COUNT; stripe++) {
			transaction.touch(stripe);
		}
		List<Head> page;
		do {
			page = this.entries.headPage(transaction.jdbc(), 0, MAX_PAGE);
			page.forEach((head) -> this.rooms.rows().delete(transaction, head));
		}
		while (!page.isEmpty());
	}

	private void reportDamaged(Head head) {
		this.rooms.counters().corrupt.increment();
		this.upkeep.drop(head);
	}

	private long hash(Key key) {
		return this.shard.schema().hashKey().hash(key.raw());
	}

	private Deadline deadline() {
		return Deadline.after(this.settings.options().operationTimeout());
	}

	/**
	 * Decides within the transaction whether an entry is written, and touches its stripe.
	 */
	@FunctionalInterface
	private interface Admission {

		boolean admit(Transaction transaction, int stripe, @Nullable Head old);

	}

}
