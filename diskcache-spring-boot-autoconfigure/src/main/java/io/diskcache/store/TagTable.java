package io.diskcache.store;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Which entries have which tags: a copy of what their rows say, by which they are found.
 * Stateless; the caller gives the template.
 */
final class TagTable {

	private static final String INSERT = "INSERT INTO tag (id, tag) VALUES (?, ?)";

	private static final String DELETE = "DELETE FROM tag WHERE id = ?";

	private static final String OF_ENTRY = "SELECT tag FROM tag WHERE id = ?";

	private static final String FIND_ORPHANS = """
			SELECT DISTINCT id FROM tag
			WHERE NOT EXISTS (SELECT 1 FROM entry WHERE entry.id = tag.id) LIMIT ?""";

	void insert(JdbcTemplate jdbc, long id, Tags tags) {
		for (byte[] form : tags.forms()) {
			jdbc.update(INSERT, (statement) -> {
				statement.setLong(1, id);
				statement.setBytes(2, form);
			});
		}
	}

	/** Deletes all tags of an entry. */
	void delete(JdbcTemplate jdbc, long id) {
		jdbc.update(DELETE, (statement) -> statement.setLong(1, id));
	}

	Set<String> ofEntry(JdbcTemplate jdbc, long id) {
		return new HashSet<>(jdbc.query(OF_ENTRY, (statement) -> statement.setLong(1, id),
				(rows, index) -> new String(rows.getBytes(1), StandardCharsets.UTF_8)));
	}

	/** Finds ids that have tags, but no entry. */
	List<Long> findOrphans(JdbcTemplate jdbc, int limit) {
		return jdbc.query(FIND_ORPHANS, (statement) -> statement.setInt(1, limit), (rows, index) -> rows.getLong(1));
	}

}
