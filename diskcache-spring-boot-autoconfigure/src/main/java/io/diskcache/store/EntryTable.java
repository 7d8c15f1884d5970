package io.diskcache.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.RowMapper;

/** All statements on the rows of entries. Stateless; the caller gives the template. */
final class EntryTable {

	/** Less than all ids, which are negative for entries at the front. */
	static final long BEFORE_ALL = Long.MIN_VALUE;

	/* Not by the index on keys, should there be one: its pages hold fewer of them. */
	private static final String FIND = "SELECT head, value FROM entry INDEXED BY entry_hash WHERE hash = ? AND key = ?";

	private static final String FIND_HEAD = "SELECT id, hash, head FROM entry INDEXED BY entry_hash WHERE hash = ? AND key = ?";

	private static final String FIND_HEAD_BY_ID = "SELECT id, hash, head FROM entry WHERE id = ?";

	private static final String PAGE = """
			SELECT id, hash, head, key, value FROM entry
			WHERE id > ? ORDER BY id LIMIT ?""";

	private static final String HEAD_PAGE = """
			SELECT id, hash, head FROM entry
			WHERE id > ? ORDER BY id LIMIT ?""";

	private static final String FIND_EXPIRED = """
			SELECT id FROM entry INDEXED BY entry_expires
			WHERE expires <= ? ORDER BY expires LIMIT ?""";

	/* By the index alone: each row read would cost as much as a get. */
	private static final String SAMPLE = """
			SELECT id, hash FROM entry INDEXED BY entry_hash
			WHERE hash >= ? ORDER BY hash LIMIT ?""";

	private static final String FIRST_STORED = "SELECT id, hash FROM entry ORDER BY id LIMIT ?";

	private static final String FIND_FILE = "SELECT 1 FROM entry WHERE hash = ? AND file = ?";

	private static final String FIND_DUPLICATES = """
			SELECT DISTINCT one.id FROM
			  (SELECT hash FROM entry GROUP BY hash HAVING count(*) > 1) AS twice
			  JOIN entry AS one ON one.hash = twice.hash
			  JOIN entry AS other ON other.hash = twice.hash AND other.key = one.key
			WHERE one.id < other.id""";

	private static final String COUNT = "SELECT count(*) FROM entry INDEXED BY entry_hash";

	private static final String SUM_FILE_BYTES = """
			SELECT coalesce(sum((file_length + 4095) / 4096 * 4096), 0)
			FROM entry INDEXED BY entry_file WHERE file_length IS NOT NULL""";

	private static final String INSERT = """
			INSERT INTO entry (head, expires, file, file_length, value, id, hash, key)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";

	private static final String UPDATE = """
			UPDATE entry SET head = ?, expires = ?, file = ?, file_length = ?, value = ?
			WHERE id = ?""";

	private static final String UPDATE_HEAD = "UPDATE entry SET head = ?, expires = ? WHERE id = ?";

	private static final String DELETE = "DELETE FROM entry WHERE id = ?";

	private static final RowMapper<Candidate> TO_CANDIDATE = (rows, index) -> new Candidate(rows.getLong(1),
			rows.getLong(2));

	private static final RowMapper<Head> TO_HEAD = (rows, index) -> head(rows);

	private static final RowMapper<Row> TO_ROW = (rows, index) -> row(rows);

	/** Finds an entry; {@code null} if there is none, or none that can be read. */
	@Nullable Row find(JdbcTemplate jdbc, long hash, Key key) {
		return one(jdbc, FIND, (statement) -> bind(statement, hash, key), (rows) -> {
			Head head = Head.decode(hash, rows.getBytes(1));
			return new Row((head != null) ? head : Head.broken(0, hash), key.raw(), rows.getBytes(2));
		});
	}

	@Nullable Head findHead(JdbcTemplate jdbc, long hash, Key key) {
		return one(jdbc, FIND_HEAD, (statement) -> bind(statement, hash, key), (rows) -> head(rows));
	}

	@Nullable Head findHeadById(JdbcTemplate jdbc, long id) {
		return one(jdbc, FIND_HEAD_BY_ID, (statement) -> statement.setLong(1, id), (rows) -> head(rows));
	}

	/** Pages for who looks through the table itself. */
	List<Row> page(JdbcTemplate jdbc, long afterId, int limit) {
		return jdbc.query(PAGE, (statement) -> bind(statement, afterId, limit), TO_ROW);
	}

	List<Head> headPage(JdbcTemplate jdbc, long afterId, int limit) {
		return jdbc.query(HEAD_PAGE, (statement) -> bind(statement, afterId, limit), TO_HEAD);
	}

	/** Finds the ids of what has expired and is not kept as stale, the oldest first. */
	List<Long> findExpired(JdbcTemplate jdbc, long now, int limit) {
		return jdbc.query(FIND_EXPIRED, (statement) -> bind(statement, now, limit), (rows, index) -> rows.getLong(1));
	}

	/** Returns entries from a place in the order of hashes on. */
	List<Candidate> sample(JdbcTemplate jdbc, long fromHash, int size) {
		return jdbc.query(SAMPLE, (statement) -> bind(statement, fromHash, size), TO_CANDIDATE);
	}

	/** Returns the entries whose keys were stored first. */
	List<Candidate> firstStored(JdbcTemplate jdbc, int size) {
		return jdbc.query(FIRST_STORED, (statement) -> statement.setInt(1, size), TO_CANDIDATE);
	}

	boolean ownsFile(JdbcTemplate jdbc, long hash, long file) {
		return Boolean.TRUE.equals(jdbc.query(FIND_FILE, (statement) -> {
			statement.setLong(1, hash);
			statement.setLong(2, file);
		}, ResultSet::next));
	}

	/** Finds rows that have the key of another row. */
	List<Long> findDuplicates(JdbcTemplate jdbc) {
		return jdbc.query(FIND_DUPLICATES, (rows, index) -> rows.getLong(1));
	}

	long count(JdbcTemplate jdbc) {
		return number(jdbc, COUNT);
	}

	long sumFileBytes(JdbcTemplate jdbc) {
		return number(jdbc, SUM_FILE_BYTES);
	}

	void insert(JdbcTemplate jdbc, Row row) {
		jdbc.update(INSERT, (statement) -> {
			bindChanging(statement, row);
			statement.setLong(6, row.head().id());
			statement.setLong(7, row.head().hash());
			statement.setBytes(8, row.key());
		});
	}

	void update(JdbcTemplate jdbc, Row row) {
		jdbc.update(UPDATE, (statement) -> {
			bindChanging(statement, row);
			statement.setLong(6, row.head().id());
		});
	}

	/** Writes a head of which nothing else changed but its version and its end. */
	void updateHead(JdbcTemplate jdbc, Head head) {
		jdbc.update(UPDATE_HEAD, (statement) -> {
			statement.setBytes(1, head.encode());
			bindUnless(Head.NEVER, statement, 2, head.keptUntil());
			statement.setLong(3, head.id());
		});
	}

	/** Deletes a row; whether it was there. */
	boolean delete(JdbcTemplate jdbc, long id) {
		return jdbc.update(DELETE, (statement) -> statement.setLong(1, id)) > 0;
	}

	private static void bindChanging(PreparedStatement statement, Row row) throws SQLException {
		Head head = row.head();
		statement.setBytes(1, head.encode());
		bindUnless(Head.NEVER, statement, 2, head.keptUntil());
		bindUnless(Head.INLINE, statement, 3, head.file());
		bindUnless(-1, statement, 4, head.inFile() ? head.length() : -1);
		statement.setBytes(5, row.value());
	}

	/*
	 * NULL costs nothing in a row, and keeps it out of the indexes that do not concern
	 * it.
	 */
	private static void bindUnless(long absent, PreparedStatement statement, int index, long number)
			throws SQLException {
		if (number != absent) {
			statement.setLong(index, number);
		}
		else {
			statement.setNull(index, Types.INTEGER);
		}
	}

	private static void bind(PreparedStatement statement, long hash, Key key) throws SQLException {
		statement.setLong(1, hash);
		statement.setBytes(2, key.raw());
	}

	private static void bind(PreparedStatement statement, long bound, int limit) throws SQLException {
		statement.setLong(1, bound);
		statement.setInt(2, limit);
	}

	static Row row(ResultSet rows) throws SQLException {
		byte[] key = rows.getBytes(4);
		return new Row(head(rows), (key != null) ? key : new byte[0], rows.getBytes(5));
	}

	/** A row of which the value was not read. */
	static Row headAndKey(ResultSet rows) throws SQLException {
		byte[] key = rows.getBytes(4);
		return new Row(head(rows), (key != null) ? key : new byte[0], null);
	}

	private static Head head(ResultSet rows) throws SQLException {
		long id = rows.getLong(1);
		long hash = rows.getLong(2);
		Head head = Head.decode(hash, rows.getBytes(3));
		return (head != null && head.id() == id) ? head : Head.broken(id, hash);
	}

	/* The first row only: asking for another one would cost as much as a column. */
	static <T> @Nullable T one(JdbcTemplate jdbc, String sql, PreparedStatementSetter binding,
			ResultSetExtractor<T> mapping) {
		Optional<T> found = jdbc.query(sql, binding,
				(rows) -> rows.next() ? Optional.ofNullable(mapping.extractData(rows)) : Optional.<T>empty());
		return (found != null) ? found.orElse(null) : null;
	}

	private static long number(JdbcTemplate jdbc, String sql) {
		Long number = jdbc.query(sql, (rows) -> rows.next() ? rows.getLong(1) : 0L);
		return (number != null) ? number : 0;
	}

	/**
	 * An entry that may be evicted.
	 *
	 * @param id id of its row
	 * @param hash hash of its key
	 */
	record Candidate(long id, long hash) {
	}

}
