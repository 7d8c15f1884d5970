package io.diskcache.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Reads the live entries of selections, page by page. Every entry that is there all the
 * time is met exactly once: ids are never used twice, and an entry keeps its own as long
 * as it lives. Thread-safe.
 */
final class Selections {

	/** Entries of a page at most. */
	private static final int MAX_PAGE = 500;

	private final Rooms rooms;

	private final SelectionTable table = new SelectionTable();

	Selections(Rooms rooms) {
		this.rooms = rooms;
	}

	Page<Entry> entries(Selection selection, Page.@Nullable Mark after, int limit) {
		return page(selection, after, limit, this.table::rows, Row::isIntact, this.rooms::entry);
	}

	Page<Key> keys(Selection selection, Page.@Nullable Mark after, int limit) {
		return page(selection, after, limit, this.table::heads, (row) -> Row.isIntact(row.head(), row.key()),
				(row) -> Key.of(row.key()));
	}

	/** Where a selection begins; {@code null} if there are no entries. */
	Page.@Nullable Mark start(Selection selection) {
		return this.rooms.access().read(this.rooms.deadline(), (jdbc) -> this.table.start(jdbc, selection));
	}

	List<String> tags(@Nullable String after, int limit) {
		requirePage(limit);
		return this.rooms.access().read(this.rooms.deadline(), (jdbc) -> this.rooms.tags().list(jdbc, after, limit));
	}

	/** Counts the live entries; reads the heads of all of them. */
	long count(Selection selection) {
		long count = 0;
		Page.Mark mark = null;
		do {
			Page<Key> page = keys(selection, mark, MAX_PAGE);
			count += page.content().size();
			mark = page.next();
		}
		while (mark != null);
		return count;
	}

	/** Goes on until something is found, so that few pages are empty. */
	private <T> Page<T> page(Selection selection, Page.@Nullable Mark after, int limit, Finder finder,
			Predicate<Row> intact, Function<Row, T> mapping) {
		requirePage(limit);
		List<T> content = new ArrayList<>();
		Page.Mark mark = after;
		do {
			Page.Mark from = mark;
			SelectionTable.@Nullable Step<Row> step = this.rooms.access().read(this.rooms.deadline(), (jdbc) -> {
				Page.Mark start = (from != null) ? from : this.table.start(jdbc, selection);
				return (start != null) ? finder.find(jdbc, selection, start, limit) : null;
			});
			if (step == null) {
				return Page.empty();
			}
			for (Row row : step.found()) {
				if (this.rooms.isLive(row.head()) && intact.test(row)) {
					content.add(mapping.apply(row));
				}
			}
			mark = step.next();
		}
		while (content.isEmpty() && mark != null);
		return new Page<>(content, mark);
	}

	private static void requirePage(int limit) {
		if (limit < 1 || limit > MAX_PAGE) {
			throw new IllegalArgumentException("A page has 1 to " + MAX_PAGE + " entries, not " + limit);
		}
	}

	/** Finds the rows of a step. */
	@FunctionalInterface
	private interface Finder {

		SelectionTable.Step<Row> find(org.springframework.jdbc.core.JdbcTemplate jdbc, Selection selection,
				Page.Mark mark, int limit);

	}

}
