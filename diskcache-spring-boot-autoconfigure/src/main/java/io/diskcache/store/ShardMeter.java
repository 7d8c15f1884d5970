package io.diskcache.store;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Tells the volume of a shard: exactly to who asks its database, and as it was found the
 * last time, by any process, to all others. Thread-safe.
 */
final class ShardMeter {

	/**
	 * Volume of a shard without entries, roughly: 112 KB, of which 65 are its table of
	 * uses.
	 */
	static final long EMPTY = 112 << 10;

	private final Stripes stripes;

	private final Uses uses;

	ShardMeter(Stripes stripes, Uses uses) {
		this.stripes = stripes;
		this.uses = uses;
	}

	/** The volume in bytes, as far as it is known without asking. */
	long bytes() {
		return this.stripes.databaseBytes() + beside();
	}

	/** Asks the database for the volume in bytes, and lets others know. */
	long measure(JdbcTemplate jdbc) {
		long database = Session.usedBytes(jdbc);
		if (this.stripes.isWritable() && this.stripes.databaseBytes() != database) {
			this.stripes.requireWritable();
			this.stripes.noteDatabaseBytes(database);
		}
		return database + beside();
	}

	/** All that is not in the database. */
	private long beside() {
		return this.stripes.fileBytes() + this.stripes.unowned() + this.uses.bytes();
	}

}
