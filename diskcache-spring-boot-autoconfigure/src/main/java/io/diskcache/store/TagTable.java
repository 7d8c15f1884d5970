package io.diskcache.store;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Which entries have which tags: a copy of what their rows say, by which they are found.
 * Stateless; the caller gives the template.
 */
final class TagTable {

	private static final String INSERT = "INSERT INTO tag (id, tag) VALUES (?, ?)";

	private static final String DELETE = "DELETE FROM tag WHERE id = ?";

	private static final String OF_ENTRY = "SELECT tag FROM tag WHERE id = ?";

	/* One step into the index for each tag, however many entries it has. */
	private static final String LIST = """
			WITH RECURSIVE list(tag) AS (
			  SELECT (SELECT min(tag) FROM tag WHERE tag > ?)
			  UNION ALL
			  SELECT (SELECT min(tag) FROM tag WHERE tag > list.tag) FROM list WHERE list.tag IS NOT NULL LIMIT ?
			)
			SELECT tag FROM list WHERE tag IS NOT NULL""";

	/** Before all tags that applications can give. */
	private static final byte[] FIRST = { 0, (byte) 0xFF };

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

	/** Lists tags that come after one, or all, in the order of their bytes. */
	List<String> list(JdbcTemplate jdbc, @Nullable String after, int limit) {
		return jdbc.query(LIST, (statement) -> {
			statement.setBytes(1, (after != null) ? Tags.encode(after) : FIRST);
			statement.setInt(2, limit);
		}, (rows, index) -> new String(rows.getBytes(1), StandardCharsets.UTF_8));
	}

	/** Finds ids that have tags, but no entry. */
	List<Long> findOrphans(JdbcTemplate jdbc, int limit) {
		return jdbc.query(FIND_ORPHANS, (statement) -> statement.setInt(1, limit), (rows, index) -> rows.getLong(1));
	}

}
