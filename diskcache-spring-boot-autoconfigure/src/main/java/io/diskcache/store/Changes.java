package io.diskcache.store;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts and removals. What cannot be written leaves nothing older readable: see
 * {@code docs/protocols.md}. Thread-safe.
 */
final class Changes {

	private static final Logger logger = LoggerFactory.getLogger(Changes.class);

	/** Entries deleted at a time by a clear within a transaction. */
	private static final int PAGE = 500;

	private final Rooms rooms;

	private final Stripes stripes;

	private final Tombstones tombstones;

	private final SelectionRemoval selections;

	Changes(Rooms rooms) {
		this.rooms = rooms;
		this.stripes = rooms.shard().stripes();
		this.tombstones = new Tombstones(rooms);
		this.selections = new SelectionRemoval(rooms, this.tombstones);
	}

	/**
	 * Stores an entry if the conditions hold.
	 * @return the state at which it was stored, or {@code null} where it was not
	 */
	@Nullable Stamp write(Key key, Content content, PutOptions options) {
		Head written = null;
		boolean thrown = true;
		boolean timedOut = false;
		try {
			written = store(key, content, options);
			thrown = false;
			return (written != null) ? this.rooms.coherence().written(written) : null;
		}
		catch (StoreTimeoutException ex) {
			timedOut = true;
			throw ex;
		}
		finally {
			if (thrown) {
				rollBackJoined();
			}
			if (written == null && options.isUnconditional()) {
				// Who has waited for the lock does not wait for it once more.
				giveUp(key, thrown, timedOut ? Deadline.after(Duration.ZERO) : this.rooms.deadline());
			}
		}
	}

	/** Changes when a live entry expires; whether there was one. */
	boolean touch(Key key, @Nullable Duration timeToLive) {
		PutOptions.requirePositive(timeToLive);
		long hash = this.rooms.hash(key);
		return this.rooms.access().write(this.rooms.deadline(), (transaction) -> {
			Head head = this.rooms.entries().findHead(transaction.jdbc(), hash, key);
			return head != null && this.rooms.isLive(head) && this.rooms.rows()
				.touch(transaction, head, key, NewEntry.expiry(this.rooms.clock().millis(), timeToLive));
		});
	}

	boolean remove(Key key) {
		return remove(key, this.rooms.deadline());
	}

	/** Removes all entries of a selection; how many live ones. */
	long remove(Selection selection) {
		return this.selections.remove(selection);
	}

	void clear() {
		if (this.rooms.transactions().joined() != null) {
			this.rooms.access().write(this.rooms.deadline(), this::clearWithin);
			return;
		}
		try {
			this.rooms.access().write(this.rooms.deadline(), (transaction) -> {
				Schema.recordCleared(transaction.jdbc(), transaction.number());
				this.stripes.setClearedRows(this.stripes.rows());
				this.stripes.raiseClearFloor(transaction.number());
				return true;
			});
		}
		catch (StoreException ex) {
			this.tombstones.requireAllowed(ex);
			this.tombstones.buryAll();
		}
	}

	private @Nullable Head store(Key key, Content content, PutOptions options) {
		requireSpace(1);
		boolean worked = false;
		long hash = this.rooms.hash(key);
		long now = this.rooms.clock().millis();
		try (Intake intake = takeIn(content, hash)) {
			worked = true;
			if (intake.isTooLarge()) {
				this.rooms.counters().refused.increment();
				return null;
			}
			worked = false;
			// Reading a value from its source may take any time.
			long time = (content.bytes() != null) ? now : this.rooms.clock().millis();
			var entry = new NewEntry(key, hash, content, intake.draft(), time, options.expiry(now),
					options.recomputation(), options.tags(), options.front(),
					this.rooms.settings().get().application());
			// Not before, as to read a value from its source may take any time.
			Head stored = this.rooms.access()
				.write(this.rooms.deadline(), (transaction) -> write(transaction, entry, intake, options));
			worked = true;
			return stored;
		}
		finally {
			if (!worked) {
				this.rooms.counters().skipped.increment();
			}
		}
	}

	/**
	 * Refuses puts where nothing new is to be stored.
	 * @param puts how many there are
	 */
	void requireSpace(int puts) {
		this.stripes.requireMappedForWriting();
		if (this.rooms.space().isLow()) {
			this.rooms.counters().skipped.add(puts);
			throw this.rooms.space().full();
		}
	}

	/** Takes a value in before the transaction that stores it. */
	Intake takeIn(Content content, long hash) {
		return Intake.of(content, hash, this.rooms, this::reserve);
	}

	/** Writes what was taken in; {@code null} if the conditions do not hold. */
	@Nullable Head write(Transaction transaction, NewEntry entry, Intake intake, PutOptions options) {
		Head old = this.rooms.entries().findHead(transaction.jdbc(), entry.hash(), entry.key());
		boolean lives = old != null && this.rooms.isLive(old);
		if ((options.ifAbsent() && lives) || !touch(transaction, entry.stripe(), options.fence())) {
			return null;
		}
		intake.adopt(transaction);
		Head written = this.rooms.rows().write(transaction, entry, old, lives);
		this.rooms.culler().afterWrite(transaction, written, !lives, entry.stored());
		return written;
	}

	private static boolean touch(Transaction transaction, int stripe, @Nullable Fence fence) {
		if (fence != null) {
			return transaction.touch(stripe, fence);
		}
		transaction.touch(stripe);
		return true;
	}

	/** Accounts for bytes of a file that is being written, and makes room for them. */
	private void reserve(long bytes) {
		int slot = this.rooms.shard().slot().number();
		if (bytes < 0 && this.rooms.shard().database().isClosed()) {
			// The slot was left, and what it had accounted for is gone with it.
			return;
		}
		this.rooms.space().require(bytes);
		this.stripes.requireWritable();
		this.stripes.addUnowned(slot, bytes);
		if (bytes > 0 && this.rooms.options().evictionPolicy() != EvictionPolicy.NONE) {
			boolean done = false;
			try {
				makeRoom();
				done = true;
			}
			finally {
				if (!done) {
					this.stripes.addUnowned(slot, -bytes);
				}
			}
		}
	}

	private void makeRoom() {
		Deadline deadline = this.rooms.deadline();
		this.rooms.volume(deadline);
		this.rooms.group().makeRoom(this.rooms.meter(), this.rooms.group()::limit, deadline);
		if (this.rooms.transactions().joined() == null) {
			this.rooms.group().askOthers(deadline);
		}
	}

	private boolean remove(Key key, Deadline deadline) {
		try {
			return this.rooms.access().write(deadline, (transaction) -> remove(transaction, key));
		}
		catch (StoreException ex) {
			this.tombstones.requireAllowed(ex);
			boolean present = isPresent(key);
			this.tombstones.bury(Stripes.stripe(this.rooms.hash(key)));
			return present;
		}
	}

	/** Removes an entry; whether it lived. */
	boolean remove(Transaction transaction, Key key) {
		long hash = this.rooms.hash(key);
		transaction.touch(Stripes.stripe(hash));
		Head head = this.rooms.entries().findHead(transaction.jdbc(), hash, key);
		if (head == null) {
			return false;
		}
		boolean live = this.rooms.isLive(head);
		this.rooms.rows().delete(transaction, head);
		return live;
	}

	/**
	 * Makes an entry unreadable that was to be replaced but was not, and has loads of the
	 * key that run come too late.
	 * @param failed whether to write once more may fail or take as long
	 */
	private void giveUp(Key key, boolean failed, Deadline deadline) {
		Transaction joined = this.rooms.transactions().joined();
		if (joined != null && joined.isRollbackOnly()) {
			return;
		}
		try {
			if (joined != null || !failed || !this.tombstones.overtake(List.of(key)).isEmpty()) {
				remove(key, deadline);
			}
		}
		catch (StoreException ex) {
			// Only where nothing is ever evicted: then what was there stays.
			logger.debug("An entry that could not be replaced could not be removed either", ex);
		}
	}

	/** Of what is one transaction nothing may be left out, whoever hears of it. */
	void rollBackJoined() {
		Transaction joined = this.rooms.transactions().joined();
		if (joined != null) {
			joined.setRollbackOnly();
		}
	}

	private boolean isPresent(Key key) {
		return !this.rooms.present(List.of(key)).isEmpty();
	}

	/** Clears as a part of a transaction, which must be able to roll back. */
	private boolean clearWithin(Transaction transaction) {
		for (int stripe = 0; stripe < Stripes.COUNT; stripe++) {
			transaction.touch(stripe);
		}
		List<Head> page;
		do {
			page = this.rooms.entries().headPage(transaction.jdbc(), EntryTable.BEFORE_ALL, PAGE);
			page.forEach((head) -> this.rooms.rows().delete(transaction, head));
		}
		while (!page.isEmpty());
		return true;
	}

}
