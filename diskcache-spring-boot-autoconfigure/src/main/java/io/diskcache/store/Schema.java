package io.diskcache.store;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The tables of a shard and what is recorded of it for ever. Format {@value #FORMAT}.
 *
 * @param shards number of shards of the store
 * @param hashKey secret key of the hash of keys, the same for all shards
 * @param identity tells the shard apart from all others
 */
record Schema(int shards, SipHash hashKey, Identity identity) {

	/** Size of a page in bytes. */
	static final int PAGE_SIZE = 4096;

	/** "Dskc": marks a database as one of ours. */
	static final int APPLICATION_ID = 0x44736b63;

	static final int FORMAT = 4;

	/** How far versions may run ahead of what the database records of them. */
	static final long VERSION_STRIDE = 1L << 20;

	private static final String ENTRY = """
			CREATE TABLE entry (
			  id INTEGER PRIMARY KEY,
			  hash INTEGER NOT NULL,
			  head BLOB NOT NULL,
			  expires INTEGER,
			  file INTEGER,
			  file_length INTEGER,
			  key BLOB NOT NULL,
			  value BLOB NOT NULL
			) STRICT""";

	/* For keys; and to sample and count without reading rows. */
	private static final String ENTRY_HASH = "CREATE INDEX entry_hash ON entry(hash)";

	/*
	 * To find what has expired, and is not kept as stale any more; what does not expire
	 * is not in it.
	 */
	private static final String ENTRY_EXPIRES = """
			CREATE INDEX entry_expires ON entry(expires)
			WHERE expires IS NOT NULL""";

	/* To sum the space of files without reading rows; inline entries are not in it. */
	private static final String ENTRY_FILE = """
			CREATE INDEX entry_file ON entry(file_length)
			WHERE file_length IS NOT NULL""";

	/* Only of tagged entries, so that all others have nothing to do with it. */
	private static final String TAG = """
			CREATE TABLE tag (
			  id INTEGER NOT NULL,
			  tag BLOB NOT NULL,
			  PRIMARY KEY (id, tag)
			) STRICT, WITHOUT ROWID""";

	private static final String TAG_TAG = "CREATE INDEX tag_tag ON tag(tag, id)";

	/* Numbers that processes add up; only of who wants that. */
	private static final String TALLY = """
			CREATE TABLE tally (
			  name TEXT PRIMARY KEY,
			  value INTEGER NOT NULL
			) STRICT, WITHOUT ROWID""";

	private static final String META = """
			CREATE TABLE meta (
			  name TEXT PRIMARY KEY,
			  value INTEGER NOT NULL
			) STRICT, WITHOUT ROWID""";

	/**
	 * Makes the tables of a new store in an empty database.
	 * @return what was recorded
	 */
	static Schema create(Session session, int shards, SipHash hashKey) {
		var random = new SecureRandom();
		var schema = new Schema(shards, hashKey, new Identity(random.nextLong(), random.nextLong()));
		session.set("page_size = " + PAGE_SIZE);
		session.set("auto_vacuum = INCREMENTAL");
		session.set("journal_mode = WAL");
		session.execute("BEGIN IMMEDIATE");
		for (String ddl : new String[] { META, ENTRY, ENTRY_HASH, ENTRY_EXPIRES, ENTRY_FILE, TAG, TAG_TAG, TALLY }) {
			session.execute(ddl);
		}
		schema.record(session.jdbc());
		session.set("application_id = " + APPLICATION_ID);
		session.set("user_version = " + FORMAT);
		session.execute("COMMIT");
		return schema;
	}

	/**
	 * Reads what is recorded.
	 * @throws StoreCorruptedException if the database is damaged or not one of ours
	 * @throws StoreException if it has another format
	 */
	static Schema read(Session session, Path file) {
		try {
			long format = Session.ask(session.jdbc(), "user_version");
			if (Session.ask(session.jdbc(), "application_id") != APPLICATION_ID) {
				requireOurTables(session, file);
				throw new StoreCorruptedException("The header of the database " + file + " is damaged", null);
			}
			if (format > FORMAT) {
				throw new StoreException(file + " has format " + format + ", this version knows formats up to " + FORMAT
						+ ": use the newer version of diskcache, or another directory", null);
			}
			if (format < FORMAT) {
				throw new StoreException(file + " has format " + format
						+ ", of a version before the first release: remove the directory of the cache", null);
			}
			JdbcTemplate jdbc = session.jdbc();
			long shards = meta(jdbc, "shards");
			if (shards < 1 || shards > StoreOptions.MAX_SHARDS) {
				throw new StoreCorruptedException(file + " says that there are " + shards + " shards", null);
			}
			return new Schema((int) shards, new SipHash(meta(jdbc, "hash0"), meta(jdbc, "hash1")), identity(jdbc));
		}
		catch (DataAccessException ex) {
			if (!SqliteErrors.isCorrupt(ex)) {
				throw ex;
			}
			throw new StoreCorruptedException("The database " + file + " cannot be read", ex);
		}
	}

	/* What is not ours is not damaged, and above all not ours to replace. */
	private static void requireOurTables(Session session, Path file) {
		int ours = session.jdbc()
			.query("SELECT name FROM sqlite_schema WHERE name IN ('entry', 'tag', 'meta')",
					(rows, index) -> rows.getString(1))
			.size();
		if (ours != 3) {
			throw new StoreException(file + " is a database, but not one of this cache: set another directory", null);
		}
	}

	static Identity identity(JdbcTemplate jdbc) {
		return new Identity(meta(jdbc, "identity0"), meta(jdbc, "identity1"));
	}

	/** The number of the last clear that is recorded, should the counters get lost. */
	static long cleared(JdbcTemplate jdbc) {
		return meta(jdbc, "cleared");
	}

	static void recordCleared(JdbcTemplate jdbc, long number) {
		jdbc.update("UPDATE meta SET value = ? WHERE name = 'cleared'", (statement) -> statement.setLong(1, number));
	}

	/** The version up to which numbers may have been used, as far as recorded. */
	static long versionCeiling(JdbcTemplate jdbc) {
		return meta(jdbc, "ceiling");
	}

	static void recordVersionCeiling(JdbcTemplate jdbc, long ceiling) {
		jdbc.update("UPDATE meta SET value = ? WHERE name = 'ceiling'", (statement) -> statement.setLong(1, ceiling));
	}

	private void record(JdbcTemplate jdbc) {
		insert(jdbc, "shards", this.shards);
		insert(jdbc, "hash0", this.hashKey.k0());
		insert(jdbc, "hash1", this.hashKey.k1());
		insert(jdbc, "identity0", this.identity.high());
		insert(jdbc, "identity1", this.identity.low());
		insert(jdbc, "ceiling", 0);
		insert(jdbc, "cleared", 0);
	}

	private static void insert(JdbcTemplate jdbc, String name, long value) {
		jdbc.update("INSERT INTO meta (name, value) VALUES (?, ?)", (statement) -> {
			statement.setString(1, name);
			statement.setLong(2, value);
		});
	}

	private static long meta(JdbcTemplate jdbc, String name) {
		List<Long> values = jdbc.query("SELECT value FROM meta WHERE name = ?",
				(statement) -> statement.setString(1, name), (rows, index) -> rows.getLong(1));
		if (values.isEmpty()) {
			throw new StoreCorruptedException("The database does not record its " + name, null);
		}
		return values.get(0);
	}

}
