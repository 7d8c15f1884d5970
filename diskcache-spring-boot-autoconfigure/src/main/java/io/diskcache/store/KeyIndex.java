package io.diskcache.store;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The index on keys, by which entries are found whose keys begin alike. It is made for
 * who wants it, whoever else has the store open, and taken away only by an opening that
 * is alone: so while a store is open it may appear, and never vanishes.
 */
final class KeyIndex {

	private static final Logger logger = LoggerFactory.getLogger(KeyIndex.class);

	private static final String FIND = "SELECT 1 FROM sqlite_schema WHERE type = 'index' AND name = 'entry_key'";

	private static final String CREATE = "CREATE INDEX IF NOT EXISTS entry_key ON entry(key)";

	/* The index has both, so that no row is read. */
	private static final String IDS = """
			SELECT id FROM entry INDEXED BY entry_key
			WHERE key >= ? AND key < ?""";

	private KeyIndex() {
	}

	/**
	 * Makes the index, or takes it away.
	 * @param wanted whether there is to be one; {@code null} to leave it as it is
	 * @param alone whether nobody else has the store open
	 */
	static void arrange(ShardFiles files, @Nullable Boolean wanted, boolean alone) {
		if (wanted == null || (!wanted && !alone)) {
			return;
		}
		try {
			Shard.using(files, (session) -> {
				if (isPresent(session.jdbc()) != wanted) {
					logger.info("{} the index on keys in {}", wanted ? "Making" : "Dropping", files.directory());
					// Keys are sorted on the disk: in memory they may be as many as fit a
					// cache.
					session.set("temp_store = FILE");
					session.execute("BEGIN IMMEDIATE");
					session.execute(wanted ? CREATE : "DROP INDEX entry_key");
					session.execute("COMMIT");
				}
				return true;
			});
		}
		catch (StoreException ex) {
			// Without it everything works, and the next opening tries again.
			logger.warn("The index on keys in {} is left as it is: {}", files.directory(), ex.getMessage());
		}
	}

	/**
	 * Makes the index anew, should it be what is damaged: it has nothing that is not in
	 * the rows.
	 * @throws StoreCorruptedException if more is damaged than the index
	 */
	static void renew(ShardFiles files) {
		try {
			Shard.using(files, (session) -> {
				if (isPresent(session.jdbc())) {
					session.set("temp_store = FILE");
					session.execute("REINDEX entry_key");
				}
				return true;
			});
		}
		catch (StoreCorruptedException ex) {
			throw ex;
		}
		catch (StoreException ex) {
			logger.warn("The index on keys in {} is not made anew: {}", files.directory(), ex.getMessage());
		}
	}

	static boolean isPresent(JdbcTemplate jdbc) {
		return !jdbc.query(FIND, (rows, index) -> true).isEmpty();
	}

	/** Finds the ids of entries whose keys lie between two, in no particular order. */
	static long[] ids(JdbcTemplate jdbc, byte[] from, byte[] before) {
		List<Long> ids = new ArrayList<>();
		jdbc.query(IDS, (statement) -> {
			statement.setBytes(1, from);
			statement.setBytes(2, before);
		}, (rows) -> {
			ids.add(rows.getLong(1));
		});
		return ids.stream().mapToLong(Long::longValue).toArray();
	}

}
