package io.diskcache.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/**
 * Statements that find the entries of a selection, a step at a time, by ranges of ids.
 * Those whose keys begin alike are looked up at the beginning if there is the index for
 * it, else looked for among all. Stateless; the caller gives the template.
 */
final class SelectionTable {

	/** Rows of the table that are looked at for a prefix in one step. */
	private static final int STEP = 5000;

	private static final String HEADS = "SELECT entry.id, hash, head, key ";

	private static final String ROWS = "SELECT entry.id, hash, head, key, value ";

	private static final String TAGGED = "FROM tag CROSS JOIN entry ON entry.id = tag.id WHERE tag.tag = ? AND ";

	private static final String ALL = "FROM entry WHERE ";

	private static final String PREFIX = "FROM entry NOT INDEXED WHERE key >= ? AND key < ? AND ";

	private static final String LAST_ID = "SELECT id FROM entry ORDER BY id DESC LIMIT 1";

	private static final String FIRST_ID = "SELECT id FROM entry ORDER BY id LIMIT 1";

	private static final String BY_ID = "FROM entry WHERE entry.id = ? AND key >= ? AND key < ?";

	/** The first mark of a selection; {@code null} if there are no entries. */
	Page.@Nullable Mark start(JdbcTemplate jdbc, Selection selection) {
		byte[] prefix = selection.prefix();
		if (prefix != null && KeyIndex.isPresent(jdbc)) {
			long[] ids = KeyIndex.ids(jdbc, prefix, after(prefix));
			Arrays.sort(ids);
			return (ids.length > 0) ? Page.Mark.before(ids, selection.isDescending()) : null;
		}
		Long end = EntryTable.one(jdbc, selection.isDescending() ? FIRST_ID : LAST_ID, (statement) -> {
		}, (rows) -> rows.getLong(1));
		return (end != null) ? new Page.Mark(selection.isDescending() ? Long.MAX_VALUE : Long.MIN_VALUE, end) : null;
	}

	/** Finds heads and keys; whether they are live is not looked at. */
	Step<Row> heads(JdbcTemplate jdbc, Selection selection, Page.Mark mark, int limit) {
		return find(jdbc, HEADS, selection, mark, limit, (rows, index) -> EntryTable.headAndKey(rows));
	}

	/** Finds whole rows; whether they are live is not looked at. */
	Step<Row> rows(JdbcTemplate jdbc, Selection selection, Page.Mark mark, int limit) {
		return find(jdbc, ROWS, selection, mark, limit, (rows, index) -> EntryTable.row(rows));
	}

	private static Step<Row> find(JdbcTemplate jdbc, String columns, Selection selection, Page.Mark mark, int limit,
			RowMapper<Row> mapper) {
		byte[] prefix = selection.prefix();
		byte[] tag = selection.tag();
		long[] ids = mark.ids();
		if (ids != null && prefix != null) {
			return findIds(jdbc, columns, selection, prefix, ids, mark, limit, mapper);
		}
		if (prefix != null) {
			return findPrefix(jdbc, columns, selection, prefix, mark, limit, mapper);
		}
		if (tag != null) {
			String sql = columns + TAGGED + range("tag.id", selection);
			return step(jdbc.query(sql, (statement) -> {
				statement.setBytes(1, tag);
				bind(statement, 2, mark, limit);
			}, mapper), mark, limit);
		}
		String sql = columns + ALL + range("id", selection);
		return step(jdbc.query(sql, (statement) -> bind(statement, 1, mark, limit), mapper), mark, limit);
	}

	/* Should the files be others by now, an id may be that of another entry. */
	private static Step<Row> findIds(JdbcTemplate jdbc, String columns, Selection selection, byte[] prefix, long[] ids,
			Page.Mark mark, int limit, RowMapper<Row> mapper) {
		int step = selection.isDescending() ? -1 : 1;
		int place = Arrays.binarySearch(ids, mark.last());
		int next = (place >= 0) ? place + step : (selection.isDescending() ? -place - 2 : -place - 1);
		List<Row> found = new ArrayList<>();
		long last = mark.last();
		for (int i = 0; i < limit && next >= 0 && next < ids.length; i++, next += step) {
			last = ids[next];
			long id = last;
			found.addAll(jdbc.query(columns + BY_ID, (statement) -> {
				statement.setLong(1, id);
				statement.setBytes(2, prefix);
				statement.setBytes(3, after(prefix));
			}, mapper));
		}
		return new Step<>(found, (next >= 0 && next < ids.length) ? mark.reached(last) : null);
	}

	/* As many rows as hold up nobody, whether they are of the prefix or not. */
	private static Step<Row> findPrefix(JdbcTemplate jdbc, String columns, Selection selection, byte[] prefix,
			Page.Mark mark, int limit, RowMapper<Row> mapper) {
		Long last = EntryTable.one(jdbc,
				"SELECT id FROM entry WHERE " + range("id", selection) + " OFFSET " + (STEP - 1),
				(statement) -> bind(statement, 1, mark, 1), (rows) -> rows.getLong(1));
		Page.Mark part = (last != null) ? new Page.Mark(mark.last(), last) : mark;
		String sql = columns + PREFIX + range("id", selection);
		List<Row> found = jdbc.query(sql, (statement) -> {
			statement.setBytes(1, prefix);
			statement.setBytes(2, after(prefix));
			bind(statement, 3, part, limit);
		}, mapper);
		if (found.size() == limit || last == null) {
			return step(found, mark, limit);
		}
		return new Step<>(found, mark.reached(last));
	}

	private static Step<Row> step(List<Row> found, Page.Mark mark, int limit) {
		boolean more = found.size() == limit;
		return new Step<>(found, more ? mark.reached(found.get(limit - 1).head().id()) : null);
	}

	private static String range(String id, Selection selection) {
		return selection.isDescending() ? id + " < ? AND " + id + " >= ? ORDER BY " + id + " DESC LIMIT ?"
				: id + " > ? AND " + id + " <= ? ORDER BY " + id + " LIMIT ?";
	}

	private static void bind(PreparedStatement statement, int index, Page.Mark mark, int limit) throws SQLException {
		statement.setLong(index, mark.last());
		statement.setLong(index + 1, mark.end());
		statement.setInt(index + 2, limit);
	}

	/**
	 * The least bytes above all that begin with the given ones. Encoded keys begin with a
	 * tag below the highest byte, so there always are some.
	 */
	private static byte[] after(byte[] prefix) {
		int length = prefix.length;
		while (length > 1 && prefix[length - 1] == (byte) 0xFF) {
			length--;
		}
		byte[] after = Arrays.copyOf(prefix, length);
		after[length - 1]++;
		return after;
	}

	/**
	 * What was found.
	 *
	 * @param <T> what it is
	 * @param found what was found
	 * @param next where to go on, or {@code null} at the end
	 */
	record Step<T>(List<T> found, Page.@Nullable Mark next) {
	}

}
