package io.diskcache.store;

import java.util.Objects;
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
		Progress progress;
		try {
			progress = new Progress(
					this.rooms.access().read(this.rooms.deadline(), (jdbc) -> this.table.start(jdbc, selection)), 0);
		}
		catch (StoreException ex) {
			this.tombstones.requireAllowed(ex);
			this.tombstones.buryAll();
			return 0;
		}
		try {
			while (progress.mark() != null) {
				Progress before = progress;
				progress = this.rooms.access()
					.write(this.rooms.deadline(), (transaction) -> removeStep(transaction, selection, before));
			}
		}
		catch (StoreException ex) {
			this.tombstones.requireAllowed(ex);
			return bury(selection, progress);
		}
		return progress.removed();
	}

	private Progress removeStep(Transaction transaction, Selection selection, Progress before) {
		SelectionTable.Step<Row> step = this.table.heads(transaction.jdbc(), selection, before.place(), STEP);
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
			while (progress.mark() != null) {
				Progress present = progress;
				progress = this.rooms.access().read(this.rooms.deadline(), (jdbc) -> {
					SelectionTable.Step<Row> step = this.table.heads(jdbc, selection, present.place(), STEP);
					int live = 0;
					for (Row row : step.found()) {
						live += this.rooms.isLive(row.head()) ? 1 : 0;
						stripes.add(row.head().stripe());
					}
					return present.at(step.next(), live);
				});
			}
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
	 * @param mark where to go on, or {@code null} at the end
	 * @param removed how many live entries were removed
	 */
	private record Progress(Page.@Nullable Mark mark, long removed) {

		Page.Mark place() {
			return Objects.requireNonNull(this.mark);
		}

		Progress at(Page.@Nullable Mark next, int more) {
			return new Progress(next, this.removed + more);
		}

	}

}
