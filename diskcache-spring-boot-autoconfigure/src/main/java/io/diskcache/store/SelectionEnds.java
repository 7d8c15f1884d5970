package io.diskcache.store;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The first live entry of a selection: looked at, or taken out by exactly one of all who
 * want it. Thread-safe.
 */
final class SelectionEnds {

	/** Rows of a step, but for the first one: it mostly is the one that is wanted. */
	private static final int STEP = 50;

	private final Rooms rooms;

	/** Told of rows that are damaged and stay. */
	private final Consumer<Head> damaged;

	private final SelectionTable table = new SelectionTable();

	SelectionEnds(Rooms rooms, Consumer<Head> damaged) {
		this.rooms = rooms;
		this.damaged = damaged;
	}

	/** Looks at the first entry of which the reader makes something. */
	<T> @Nullable T first(Selection selection, Store.EntryReader<T> reader) {
		Set<Head> unreadable = new HashSet<>();
		while (true) {
			try {
				return look(selection, reader, unreadable);
			}
			catch (ChangedException ex) {
				// Was it taken meanwhile? Then it is not met any more.
				unreadable.add(ex.seen);
			}
		}
	}

	private <T> @Nullable T look(Selection selection, Store.EntryReader<T> reader, Set<Head> unreadable) {
		Page.Mark mark = null;
		do {
			Page.Mark from = mark;
			SelectionTable.Step<Row> step = this.rooms.access()
				.readSnapshot(this.rooms.deadline(), (jdbc) -> rows(jdbc, selection, from));
			for (Row row : step.found()) {
				T result = this.rooms.isLive(row.head()) ? look(row, reader, unreadable) : null;
				if (result != null) {
					this.rooms.uses().read(row.head().hash());
					return result;
				}
			}
			mark = step.next();
		}
		while (mark != null);
		return null;
	}

	/** A value that was found unreadable twice is damaged: it is passed over. */
	private <T> @Nullable T look(Row row, Store.EntryReader<T> reader, Set<Head> unreadable) {
		if (!row.isIntact() || unreadable.contains(row.head())) {
			this.damaged.accept(row.head());
			return null;
		}
		try {
			return this.rooms.read(row, reader);
		}
		catch (RowEntry.UnreadableValueException ex) {
			throw new ChangedException(row.head(), ex);
		}
	}

	/** Takes the first entry of which the reader makes something. */
	<T> @Nullable T take(Selection selection, Store.EntryReader<T> reader) {
		if (!isAnythingToTake(selection)) {
			return null;
		}
		Page.Mark mark = null;
		do {
			Page.Mark from = mark;
			Taken<T> taken = this.rooms.access()
				.write(this.rooms.deadline(), (transaction) -> take(transaction, selection, from, reader));
			if (taken.value() != null) {
				return taken.value();
			}
			mark = taken.next();
		}
		while (mark != null);
		return null;
	}

	/** Asked without the write lock, so that who polls in vain holds up nobody. */
	private boolean isAnythingToTake(Selection selection) {
		Page.Mark mark = null;
		do {
			Page.Mark from = mark;
			SelectionTable.Step<Row> step = this.rooms.access()
				.readSnapshot(this.rooms.deadline(), (jdbc) -> heads(jdbc, selection, from));
			if (step.found().stream().anyMatch((row) -> this.rooms.isLive(row.head()) || isDead(row.head()))) {
				return true;
			}
			mark = step.next();
		}
		while (mark != null);
		return false;
	}

	private <T> Taken<T> take(Transaction transaction, Selection selection, Page.@Nullable Mark from,
			Store.EntryReader<T> reader) {
		SelectionTable.Step<Row> step = rows(transaction.jdbc(), selection, from);
		for (Row row : step.found()) {
			if (this.rooms.isLive(row.head())) {
				T value = read(row, reader);
				this.rooms.rows().delete(transaction, row.head());
				if (value != null) {
					return new Taken<>(value, null);
				}
			}
			else if (isDead(row.head())) {
				this.rooms.rows().delete(transaction, row.head());
			}
		}
		return new Taken<>(null, step.next());
	}

	/** Within the transaction nobody replaces a value: what is unreadable is damaged. */
	private <T> @Nullable T read(Row row, Store.EntryReader<T> reader) {
		if (row.isIntact()) {
			try {
				return this.rooms.read(row, reader);
			}
			catch (RowEntry.UnreadableValueException ex) {
				// Counted below, as what has not its checksum.
			}
		}
		this.rooms.counters().corrupt.increment();
		return null;
	}

	/** Whether nobody can read it any more, of whatever version the application is. */
	private boolean isDead(Head head) {
		return !this.rooms.shard().stripes().isReadable(head.stripe(), head.version())
				|| !head.isKept(this.rooms.clock().millis());
	}

	private SelectionTable.Step<Row> rows(JdbcTemplate jdbc, Selection selection, Page.@Nullable Mark from) {
		Page.Mark start = start(jdbc, selection, from);
		return (start != null) ? this.table.rows(jdbc, selection, start, limit(from))
				: new SelectionTable.Step<>(List.of(), null);
	}

	private SelectionTable.Step<Row> heads(JdbcTemplate jdbc, Selection selection, Page.@Nullable Mark from) {
		Page.Mark start = start(jdbc, selection, from);
		return (start != null) ? this.table.heads(jdbc, selection, start, limit(from))
				: new SelectionTable.Step<>(List.of(), null);
	}

	private Page.@Nullable Mark start(JdbcTemplate jdbc, Selection selection, Page.@Nullable Mark from) {
		return (from != null) ? from : this.table.start(jdbc, selection);
	}

	private static int limit(Page.@Nullable Mark from) {
		return (from != null) ? STEP : 1;
	}

	/**
	 * What a step took.
	 *
	 * @param value what was made of an entry, or {@code null}
	 * @param next where to go on, or {@code null} at the end
	 */
	private record Taken<T>(@Nullable T value, Page.@Nullable Mark next) {
	}

	/** Thrown where the value of a row cannot be read, perhaps as the row is gone. */
	private static final class ChangedException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final transient Head seen;

		ChangedException(Head seen, RuntimeException cause) {
			super(cause);
			this.seen = seen;
		}

	}

}
