package io.diskcache.store;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.jdbc.core.JdbcTemplate;

/** Reads of many keys, all as of one moment. Thread-safe. */
final class BulkReads {

	private final Rooms rooms;

	BulkReads(Rooms rooms) {
		this.rooms = rooms;
	}

	/**
	 * Finds the rows of keys in one snapshot.
	 * @return those that there are, whether they live or not
	 */
	Map<Key, Row> find(Collection<Key> keys) {
		return this.rooms.access().readSnapshot(this.rooms.deadline(), (jdbc) -> find(jdbc, keys));
	}

	private Map<Key, Row> find(JdbcTemplate jdbc, Collection<Key> keys) {
		Map<Key, Row> found = new LinkedHashMap<>();
		for (Key key : keys) {
			Row row = this.rooms.entries().find(jdbc, this.rooms.hash(key), key);
			if (row != null) {
				found.put(key, row);
			}
		}
		return found;
	}

}
