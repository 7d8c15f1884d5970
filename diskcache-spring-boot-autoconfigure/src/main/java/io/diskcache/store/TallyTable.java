package io.diskcache.store;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.jdbc.core.JdbcTemplate;

/** Numbers that processes add up in a store. Stateless; the caller gives the template. */
final class TallyTable {

	private static final String ADD = """
			INSERT INTO tally (name, value) VALUES (?, ?)
			ON CONFLICT (name) DO UPDATE SET value = value + excluded.value""";

	private static final String ALL = "SELECT name, value FROM tally ORDER BY name";

	private static final String DELETE = "DELETE FROM tally";

	void add(JdbcTemplate jdbc, Map<String, Long> deltas) {
		deltas.forEach((name, delta) -> jdbc.update(ADD, (statement) -> {
			statement.setString(1, name);
			statement.setLong(2, delta);
		}));
	}

	Map<String, Long> all(JdbcTemplate jdbc) {
		Map<String, Long> all = new LinkedHashMap<>();
		jdbc.query(ALL, (rows) -> {
			all.put(rows.getString(1), rows.getLong(2));
		});
		return all;
	}

	void clear(JdbcTemplate jdbc) {
		jdbc.update(DELETE, (statement) -> {
		});
	}

}
