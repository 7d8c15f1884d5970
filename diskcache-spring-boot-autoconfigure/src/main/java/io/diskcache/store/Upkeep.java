package io.diskcache.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the janitor does for one store: it goes on after dead processes, deletes what
 * cannot be read any more, passes uses on, and keeps the write-ahead log and the database
 * small. All in steps short enough that nobody waits long for the write lock.
 */
final class Upkeep implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Upkeep.class);

	/** Damaged rows remembered at most; those beyond are found again. */
	private static final int MOST_DAMAGED = 1024;

	private final Rooms rooms;

	private final Shard shard;

	private final Consumer<Loss> onLoss;

	private final Watch watch;

	private final Sweep sweep;

	private final Deletions deletions;

	private final Probe probe;

	/** Held by who tidies up, the janitor or a check. */
	private final ReentrantLock busy = new ReentrantLock();

	private final ConcurrentLinkedQueue<Head> damaged = new ConcurrentLinkedQueue<>();

	private final AtomicInteger damagedCount = new AtomicInteger();

	private volatile boolean closed;

	/** Whether the files are of no use any more. */
	private volatile boolean lost;

	/** Whether this process is the one that tidies up what all share; guarded by busy. */
	private @Nullable FileLock leading;

	/**
	 * Makes it.
	 * @param onLoss told when the store has to be opened anew
	 */
	Upkeep(Rooms rooms, Consumer<Loss> onLoss) {
		this.onLoss = onLoss;
		this.watch = new Watch(rooms.shard(), rooms.clock());
		this.rooms = rooms;
		this.shard = rooms.shard();
		this.sweep = new Sweep(rooms);
		this.deletions = new Deletions(rooms, () -> this.closed);
		this.probe = new Probe(rooms);
	}

	/** Has a damaged row deleted. */
	void drop(Head head) {
		if (this.damagedCount.incrementAndGet() <= MOST_DAMAGED) {
			this.damaged.add(head);
		}
		else {
			this.damagedCount.decrementAndGet();
		}
	}

	/** Does what is due; called every second. */
	void tick() {
		if (this.closed) {
			return;
		}
		// Also during a check, which ends early then.
		Loss loss = this.watch.look();
		if (loss != null) {
			this.closed = true;
			this.lost = true;
			this.onLoss.accept(loss);
		}
		else if (this.busy.tryLock()) {
			tickLocked();
		}
	}

	private void tickLocked() {
		try {
			attempt(this.probe::read);
			if (this.shard.stripes().isWritable()) {
				tidyUp();
			}
			attempt(this.shard.database()::closeIdleReaders);
		}
		finally {
			this.busy.unlock();
		}
	}

	private void tidyUp() {
		attempt(this::lead);
		if (this.leading != null) {
			// First, as what others wait for must not wait for the rest.
			attempt(this::completeNumbers);
		}
		attempt(this.probe::write);
		attempt(this.probe::writeFile);
		attempt(this::dropDamaged);
		attempt(this::lookAfterUses);
		if (this.leading != null) {
			attempt(this::recover);
			attempt(this.deletions::deleteExpired);
			attempt(this.deletions::deleteDeadRows);
			attempt(this.deletions::cull);
			attempt(this.deletions::vacuum);
			attempt(this.sweep::next);
		}
		attempt(this.rooms.checkpoints()::tick);
	}

	/** Compares everything with everything, after going on after dead processes. */
	List<Problem> check(boolean fix) {
		this.shard.stripes().requireMappedForWriting();
		this.busy.lock();
		try {
			recover();
			return new Check(this.rooms, this.sweep, () -> this.closed, fix).run();
		}
		finally {
			this.busy.unlock();
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.busy.lock();
		try {
			if (this.shard.stripes().isWritable() && !this.lost) {
				attempt(this.rooms.uses()::flush);
			}
			attempt(this.rooms.checkpoints()::close);
			FileLock lock = this.leading;
			if (lock != null) {
				attempt(() -> release(lock));
			}
		}
		finally {
			this.busy.unlock();
		}
	}

	/* One job that fails does not keep the others from being done; it is tried again. */
	private void attempt(Runnable job) {
		try {
			job.run();
		}
		catch (RuntimeException | InternalError ex) {
			logger.debug("A part of tidying up failed in {}", this.shard.files().directory(), ex);
		}
	}

	private void release(FileLock lock) {
		try {
			this.shard.locks().release(lock);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void lead() {
		try {
			if (this.leading == null) {
				this.leading = this.shard.locks().tryUpkeep();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Goes on after processes that died: their files, their space, the totals. */
	private void recover() {
		try {
			for (Slot.Dead process : this.shard.slot().findDead()) {
				bury(process);
			}
			if (this.shard.stripes().wantsRecount()) {
				new Recount(this.rooms).run();
				this.sweep.all();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void bury(Slot.Dead process) throws IOException {
		boolean tidied = false;
		try {
			this.rooms.files().deleteTemporary(process.slot());
			tidied = true;
		}
		finally {
			if (tidied) {
				this.shard.stripes().wantRecount(true);
				this.shard.slot().bury(process);
			}
			else {
				// So that it is found again.
				this.shard.locks().release(process.lock());
			}
		}
	}

	private void dropDamaged() {
		for (Head head = this.damaged.poll(); head != null; head = this.damaged.poll()) {
			Head seen = head;
			this.damagedCount.decrementAndGet();
			write((transaction) -> this.rooms.rows().deleteIfUnchanged(transaction, seen));
		}
	}

	private void lookAfterUses() {
		this.rooms.uses().flush();
		this.rooms.uses().tick((this.leading != null) ? this::forEachHash : null);
	}

	private void forEachHash(LongConsumer action) {
		List<EntryTable.Candidate> page;
		long from = Long.MIN_VALUE;
		do {
			if (this.closed) {
				// What knows only a part of them must not take the place of what there
				// is.
				throw new StoreException("The store is being closed", null);
			}
			long start = from;
			page = this.rooms.access()
				.read(Deadline.after(Deletions.PATIENCE),
						(jdbc) -> this.rooms.entries().sample(jdbc, start, Deletions.PAGE));
			page.forEach((each) -> action.accept(each.hash()));
			from = page.isEmpty() ? from : page.get(page.size() - 1).hash() + 1;
		}
		while (page.size() == Deletions.PAGE && from != Long.MIN_VALUE);
	}

	/**
	 * Ends the numbers of those who drew some and ended no write: processes that died,
	 * and removals without a transaction. Until then what was read since could not be
	 * held. It writes nothing to the disk, and nothing at all where all have ended. Where
	 * writes fail the probe does it, as a success of this here says nothing about them.
	 */
	private void completeNumbers() {
		Stripes stripes = this.shard.stripes();
		if (stripes.complete() < stripes.next() && !this.rooms.troubles().has(Troubles.With.WRITING)) {
			write(Transaction::number);
		}
	}

	private <T extends @Nullable Object> T write(Function<Transaction, T> work) {
		return this.rooms.access().write(Deadline.after(Deletions.PATIENCE), work);
	}

}
