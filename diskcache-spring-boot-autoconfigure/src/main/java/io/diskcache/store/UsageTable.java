package io.diskcache.store;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/**
 * When entries were last used, and candidates for eviction. "When" is counted in
 * versions: an entry that was never used since it was stored counts from its id, or the
 * number it was made of, so it needs no row here. Stateless; the caller gives the
 * template.
 */
final class UsageTable {

	private static final String RECORD = """
			INSERT INTO usage (id, used, at, uses)
			SELECT id, ?, ?, 1 FROM entry WHERE id = ?
			ON CONFLICT (id) DO UPDATE SET used = excluded.used, at = excluded.at, uses = uses + 1""";

	private static final String LAST_USE = "SELECT at FROM usage WHERE id = ?";

	private static final String DELETE = "DELETE FROM usage WHERE id = ?";

	/* By the index alone: each row read would cost as much as a get. */
	private static final String SAMPLE = """
			SELECT entry.id, usage.used, expires
			FROM entry INDEXED BY entry_hash LEFT JOIN usage ON usage.id = entry.id
			WHERE hash >= ? ORDER BY hash LIMIT ?""";

	private static final String FIRST_STORED = "SELECT id, NULL, expires FROM entry ORDER BY id LIMIT ?";

	private static final RowMapper<Candidate> TO_CANDIDATE = (rows, index) -> {
		long id = rows.getLong(1);
		long used = rows.getLong(2);
		boolean neverUsed = rows.wasNull();
		long expires = rows.getLong(3);
		return new Candidate(id, neverUsed ? Math.abs(id) : used, rows.wasNull() ? Head.NEVER : expires);
	};

	/**
	 * Records a use. Uses are best recorded in order of id: neighbours share pages.
	 * @param used number of versions at that time
	 * @param at the time in milliseconds since 1970
	 */
	void record(JdbcTemplate jdbc, long id, long used, long at) {
		jdbc.update(RECORD, (statement) -> {
			statement.setLong(1, used);
			statement.setLong(2, at);
			statement.setLong(3, id);
		});
	}

	/** Tells when an entry was last used, as far as it is written down. */
	@Nullable Instant lastUse(JdbcTemplate jdbc, long id) {
		return EntryTable.one(jdbc, LAST_USE, (statement) -> statement.setLong(1, id),
				(rows) -> Instant.ofEpochMilli(rows.getLong(1)));
	}

	void delete(JdbcTemplate jdbc, long id) {
		jdbc.update(DELETE, (statement) -> statement.setLong(1, id));
	}

	/**
	 * Returns up to the given number of entries from a place in the order of hashes on.
	 */
	List<Candidate> sample(JdbcTemplate jdbc, long fromHash, int size) {
		return jdbc.query(SAMPLE, (statement) -> {
			statement.setLong(1, fromHash);
			statement.setInt(2, size);
		}, TO_CANDIDATE);
	}

	List<Candidate> firstStored(JdbcTemplate jdbc, int size) {
		return jdbc.query(FIRST_STORED, (statement) -> statement.setInt(1, size), TO_CANDIDATE);
	}

	/**
	 * An entry that may be evicted.
	 *
	 * @param id id of the entry
	 * @param used number of versions at its last use
	 * @param expires when it expires, or {@link Head#NEVER}
	 */
	record Candidate(long id, long used, long expires) {

		/** Puts first what should go first: the expired, then the least recently used. */
		static Comparator<Candidate> order(long now) {
			return Comparator.comparingLong((candidate) -> (candidate.expires() <= now) ? -1 : candidate.used());
		}

	}

}
