package io.diskcache.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.springframework.jdbc.core.JdbcTemplate;

/** Reads of many keys, all as of one moment. Thread-safe. */
final class BulkReads {

	private final Rooms rooms;

	private final Stripes stripes;

	BulkReads(Rooms rooms) {
		this.rooms = rooms;
		this.stripes = rooms.shard().stripes();
	}

	/**
	 * Finds the rows of keys in one snapshot. Removals without the database do not show
	 * in it, but in the floors: where one that hides a row came while it was taken, all
	 * is read again, so that no such removal is seen without what was done before it.
	 */
	Snapshot read(Collection<Key> keys) {
		Deadline deadline = this.rooms.deadline();
		Map<Key, Long> hashes = new HashMap<>();
		keys.forEach((key) -> hashes.put(key, this.rooms.hash(key)));
		while (true) {
			long clearFloor = this.stripes.clearFloor();
			Map<Key, Long> floors = new HashMap<>();
			hashes.forEach((key, hash) -> floors.put(key, this.stripes.floor(Stripes.stripe(hash))));
			long complete = this.rooms.coherence().complete();
			Map<Key, Row> found = this.rooms.access().readSnapshot(deadline, (jdbc) -> find(jdbc, hashes));
			long now = this.rooms.clock().millis();
			Set<Key> live = new HashSet<>();
			boolean settled = true;
			for (Map.Entry<Key, Row> each : found.entrySet()) {
				Head head = each.getValue().head();
				if (this.rooms.isReadable(head)) {
					if (this.rooms.isFresh(head, now)) {
						live.add(each.getKey());
					}
				}
				else {
					settled &= Objects.equals(floors.get(each.getKey()), this.stripes.floor(head.stripe()))
							&& clearFloor == this.stripes.clearFloor();
				}
			}
			if (settled) {
				return new Snapshot(found, live, complete);
			}
			if (deadline.isOver()) {
				throw new StoreTimeoutException("Entries kept being removed for " + deadline, null);
			}
		}
	}

	private Map<Key, Row> find(JdbcTemplate jdbc, Map<Key, Long> hashes) {
		Map<Key, Row> found = new HashMap<>();
		hashes.forEach((key, hash) -> {
			Row row = this.rooms.entries().find(jdbc, hash, key);
			if (row != null) {
				found.put(key, row);
			}
		});
		return found;
	}

	/**
	 * What was read.
	 *
	 * @param found the rows that there are
	 * @param live the keys of those that live
	 * @param complete the number up to which all writes are in it
	 */
	record Snapshot(Map<Key, Row> found, Set<Key> live, long complete) {
	}

}
