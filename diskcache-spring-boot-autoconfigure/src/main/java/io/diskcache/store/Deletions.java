package io.diskcache.store;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Deletes what cannot be read any more, and what is too much. Nothing is written where
 * there is nothing to delete. Used by one thread at a time.
 */
final class Deletions {

	/** How long a step may hold the write lock, as far as it can tell: 10 ms. */
	private static final long STEP_NANOS = 10_000_000;

	/** How long one job takes: 200 ms. */
	private static final long JOB_NANOS = 200_000_000;

	static final Duration PATIENCE = Duration.ofMillis(500);

	/** Rows looked at in one read. */
	static final int PAGE = 500;

	/** Free pages that are kept at least: 1 MB. */
	private static final int KEPT_PAGES = 256;

	/** Pages given back in one step: half a millisecond under the write lock. */
	private static final int VACUUM_PAGES = 64;

	private final Rooms rooms;

	private final Stripes stripes;

	/** Whether the store is being closed, which ends a job early. */
	private final BooleanSupplier cancelled;

	Deletions(Rooms rooms, BooleanSupplier cancelled) {
		this.rooms = rooms;
		this.stripes = rooms.shard().stripes();
		this.cancelled = cancelled;
	}

	/** Deletes what has expired, or a part of it where that is much. */
	void deleteExpired() {
		long now = this.rooms.clock().millis();
		long end = System.nanoTime() + JOB_NANOS;
		List<Long> expired;
		do {
			expired = read((jdbc) -> this.rooms.entries().findExpired(jdbc, now, PAGE));
			delete(expired, (head) -> !head.isKept(now), this::deleteExpired);
		}
		while (expired.size() == PAGE && System.nanoTime() < end && !this.cancelled.getAsBoolean());
	}

	/**
	 * Deletes rows below their floor; all of them are looked at when some may be there.
	 */
	void deleteDeadRows() {
		if (!this.stripes.hasUnreadableRows()) {
			return;
		}
		long buried = this.stripes.buried();
		// Who was writing when something was buried has ended after this.
		write(Transaction::number);
		long floor = this.stripes.clearFloor();
		long position = EntryTable.BEFORE_ALL;
		while (true) {
			if (this.cancelled.getAsBoolean()) {
				return;
			}
			long from = position;
			List<Head> page = read((jdbc) -> this.rooms.entries().headPage(jdbc, from, PAGE));
			if (page.isEmpty()) {
				break;
			}
			List<Long> dead = page.stream().filter((head) -> !isReadable(head)).map(Head::id).toList();
			delete(dead, (head) -> !isReadable(head), this.rooms.rows()::purge);
			position = page.get(page.size() - 1).id();
		}
		write((transaction) -> {
			if (this.stripes.clearFloor() == floor) {
				this.stripes.setClearedRows(0);
			}
			return true;
		});
		this.stripes.swept(buried);
	}

	/** Makes room where the store is too large. */
	void cull() {
		// So that it is known.
		this.rooms.volume(Deadline.after(PATIENCE));
		ShardGroup group = this.rooms.group();
		group.makeRoom(this.rooms.meter(), group::limit, Deadline.after(Duration.ofNanos(JOB_NANOS)));
	}

	/**
	 * Gives free pages back to the file system, but for those a full cache needs again at
	 * once.
	 */
	void vacuum() {
		long end = System.nanoTime() + JOB_NANOS;
		while (read(Deletions::hasTooManyFreePages) && System.nanoTime() < end) {
			// Only executeUpdate of a plain statement frees more than one page.
			write((transaction) -> transaction.jdbc().update("PRAGMA incremental_vacuum(" + VACUUM_PAGES + ")"));
		}
	}

	private void deleteExpired(Transaction transaction, Head head) {
		this.rooms.rows().purge(transaction, head);
		this.rooms.counters().expired.increment();
	}

	private static boolean hasTooManyFreePages(JdbcTemplate jdbc) {
		return Session.ask(jdbc, "freelist_count") > KEPT_PAGES + Session.ask(jdbc, "page_count") / 8;
	}

	private boolean isReadable(Head head) {
		return this.stripes.isReadable(head.stripe(), head.version());
	}

	private void delete(List<Long> ids, Predicate<Head> condition, BiConsumer<Transaction, Head> deletion) {
		for (int from = 0; from < ids.size();) {
			int start = from;
			from = write((transaction) -> {
				long end = System.nanoTime() + STEP_NANOS;
				int next = start;
				while (next < ids.size() && System.nanoTime() < end) {
					Head head = this.rooms.entries().findHeadById(transaction.jdbc(), ids.get(next++));
					if (head != null && condition.test(head)) {
						deletion.accept(transaction, head);
					}
				}
				return next;
			});
		}
	}

	private <T extends @Nullable Object> T read(Function<JdbcTemplate, T> work) {
		return this.rooms.access().read(Deadline.after(PATIENCE), work);
	}

	private <T extends @Nullable Object> T write(Function<Transaction, T> work) {
		return this.rooms.access().write(Deadline.after(PATIENCE), work);
	}

}
