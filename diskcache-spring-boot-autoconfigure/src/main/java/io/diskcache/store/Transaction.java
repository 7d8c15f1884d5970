package io.diskcache.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A write transaction that has begun: its number, what it changes in the totals, and what
 * is to be done after its end. Used by the thread that runs it.
 */
final class Transaction {

	private final Session session;

	private final Stripes stripes;

	private final long number;

	private final Thread owner = Thread.currentThread();

	private final List<Runnable> afterCommit = new ArrayList<>(2);

	private final List<Runnable> afterRollback = new ArrayList<>(2);

	private long rows;

	private long fileBytes;

	private long clearedRows;

	private long written;

	private boolean rollbackOnly;

	private boolean hasLast;

	private @Nullable IntConsumer watcher;

	/** When the work has to be done, or {@code null} where it is the store's own. */
	private @Nullable Deadline limit;

	Transaction(Session session, Stripes stripes) {
		this.session = session;
		this.stripes = stripes;
		this.number = stripes.draw();
	}

	/** Version of the rows this transaction writes. */
	long number() {
		return this.number;
	}

	JdbcTemplate jdbc() {
		return this.session.jdbc();
	}

	Session session() {
		return this.session;
	}

	boolean isOwnedByCurrentThread() {
		return this.owner == Thread.currentThread();
	}

	/** Tells all processes that entries of a stripe change; before they do. */
	void touch(int stripe) {
		IntConsumer watcher = this.watcher;
		if (watcher != null) {
			watcher.accept(stripe);
		}
		this.stripes.begin(stripe, this.number);
	}

	/**
	 * Has somebody told of each touch, before it.
	 * @param told told the stripe; {@code null} for nobody any more
	 */
	void watch(@Nullable IntConsumer told) {
		this.watcher = told;
	}

	/** Touches a stripe unless it, or all, changed since the fence was taken. */
	boolean touch(int stripe, Fence fence) {
		if (!holds(stripe, fence)) {
			return false;
		}
		touch(stripe);
		return true;
	}

	/**
	 * Tells whether neither a stripe, nor all, changed since the fence was taken. The
	 * number of this transaction was drawn before: so a tombstone that is not seen here
	 * has a greater number.
	 */
	boolean holds(int stripe, Fence fence) {
		// A change that was under way when the fence was taken was not seen by who
		// computed.
		boolean quiet = fence.begun() <= fence.complete() || fence.begun() == this.number;
		if (!quiet || this.stripes.begun(stripe) != fence.begun() || this.stripes.clearFloor() != fence.clearFloor()) {
			return false;
		}
		return true;
	}

	void addRow(Head head) {
		this.rows++;
		this.fileBytes += head.fileBytes();
		this.written += head.inFile() ? 0 : head.length();
	}

	void removeRow(Head head) {
		this.rows--;
		this.written += Schema.PAGE_SIZE;
		this.fileBytes -= head.fileBytes();
		boolean cleared = !head.isBroken() && head.version() < this.stripes.clearFloor();
		this.clearedRows -= cleared ? 1 : 0;
	}

	void rewroteHead() {
		this.written += Schema.PAGE_SIZE;
	}

	long fileBytes() {
		return this.fileBytes;
	}

	/** Bytes of values written, for an estimate of the write-ahead log. */
	long written() {
		return this.written;
	}

	void afterCommit(Runnable action) {
		this.afterCommit.add(action);
	}

	/** Has the first of such actions done after the commit, and no other. */
	void afterCommitOnce(Runnable action) {
		if (!this.hasLast) {
			this.hasLast = true;
			afterCommit(action);
		}
	}

	void afterRollback(Runnable action) {
		this.afterRollback.add(action);
	}

	void setRollbackOnly() {
		this.rollbackOnly = true;
	}

	boolean isRollbackOnly() {
		return this.rollbackOnly;
	}

	@Nullable Deadline limit() {
		return this.limit;
	}

	/** Says when the work has to be done; {@code null} for no such moment. */
	void limitTo(@Nullable Deadline moment) {
		this.limit = moment;
	}

	/**
	 * Lets it go on only while there is time left.
	 * @throws StoreTimeoutException if there is none; then it can only roll back
	 */
	void requireTime() {
		Deadline moment = this.limit;
		if (moment != null && moment.isOver()) {
			setRollbackOnly();
			throw new StoreTimeoutException("The transaction was not done within " + moment, null);
		}
	}

	/**
	 * Adds the changes to the totals; just before COMMIT, while the write lock is held.
	 */
	void applyTotals() {
		this.stripes.addTotals(this.rows, this.fileBytes, this.clearedRows);
	}

	List<Runnable> actionsAfterCommit() {
		return this.afterCommit;
	}

	List<Runnable> actionsAfterRollback() {
		return this.afterRollback;
	}

}
