package io.diskcache.store;

import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * Removes all entries of a selection, in steps, so that nobody waits long for the write
 * lock. What cannot be removed becomes unreadable, as with the removal of a key.
 * Thread-safe.
 */
final class SelectionRemoval {

	/** Entries deleted in one transaction at most: some 20 ms. */
	static final int STEP = 1000;

	private final Rooms rooms;

	private final Tombstones tombstones;

	private final SelectionTable table = new SelectionTable();

	SelectionRemoval(Rooms rooms, Tombstones tombstones) {
		this.rooms = rooms;
		this.tombstones = tombstones;
	}

	/**
	 * Removes the entries of a selection; those that are there at the beginning at least.
	 * @return how many live entries were removed
	 */
	long remove(Selection selection) {
		Progress progress = new Progress(null, 0);
		do {
			Progress before = progress;
			try {
				progress = this.rooms.access()
					.write(this.rooms.deadline(), (transaction) -> removeStep(transaction, selection, before));
			}
			catch (StoreException ex) {
				this.tombstones.requireAllowed(ex);
				return bury(selection, before);
			}
		}
		while (progress.mark() != null);
		return progress.removed();
	}

	private Progress removeStep(Transaction transaction, Selection selection, Progress before) {
		Page.Mark mark = before.mark();
		Page.Mark from = (mark != null) ? mark : this.table.start(transaction.jdbc(), selection);
		if (from == null) {
			return before.at(null, 0);
		}
		SelectionTable.Step<Row> step = this.table.heads(transaction.jdbc(), selection, from, STEP);
		int live = 0;
		for (Row row : step.found()) {
			live += this.rooms.isLive(row.head()) ? 1 : 0;
			this.rooms.rows().delete(transaction, row.head());
		}
		return before.at(step.next(), live);
	}

	/**
	 * Makes the rest unreadable: who stored something before is seen in the database, and
	 * who stores something now may come after this. Without the database all is meant.
	 */
	private long bury(Selection selection, Progress before) {
		Set<Integer> stripes = new TreeSet<>();
		Progress progress = before;
		try {
			do {
				Progress present = progress;
				progress = this.rooms.access().read(this.rooms.deadline(), (jdbc) -> {
					Page.Mark mark = present.mark();
					Page.Mark from = (mark != null) ? mark : this.table.start(jdbc, selection);
					if (from == null) {
						return present.at(null, 0);
					}
					SelectionTable.Step<Row> step = this.table.heads(jdbc, selection, from, STEP);
					int live = 0;
					for (Row row : step.found()) {
						live += this.rooms.isLive(row.head()) ? 1 : 0;
						stripes.add(row.head().stripe());
					}
					return present.at(step.next(), live);
				});
			}
			while (progress.mark() != null);
		}
		catch (StoreException ex) {
			this.tombstones.buryAll();
			return progress.removed();
		}
		stripes.forEach(this.tombstones::bury);
		return progress.removed();
	}

	/**
	 * How far it is.
	 *
	 * @param mark where to go on, or {@code null} before the beginning and at the end
	 * @param removed how many live entries were removed
	 */
	private record Progress(Page.@Nullable Mark mark, long removed) {

		Progress at(Page.@Nullable Mark next, int more) {
			return new Progress(next, this.removed + more);
		}

	}

}
