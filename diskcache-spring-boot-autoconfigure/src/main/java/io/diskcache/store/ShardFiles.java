package io.diskcache.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Where the files of a shard are.
 *
 * @param generation the generation it belongs to
 * @param number number of the shard, from 0 on
 */
record ShardFiles(Generation generation, int number) {

	Path directory() {
		return this.generation.directory();
	}

	Path database() {
		return file("shard-%02d.db");
	}

	Path wal() {
		return file("shard-%02d.db-wal");
	}

	Path stripes() {
		return file("shard-%02d.stripes");
	}

	Path uses() {
		return file("shard-%02d.uses");
	}

	Path values() {
		return file("values-%02d");
	}

	private Path file(String name) {
		return directory().resolve(String.format(name, this.number));
	}

	/** Makes the files of an empty shard. */
	void create(int shards, SipHash hashKey, int slots) throws IOException {
		Files.createDirectories(values());
		Permissions.createPrivate(database());
		try (Session session = Session.open(database(), Durability.POWER, 1 << 20)) {
			Schema schema = session.apart(() -> Schema.create(session, shards, hashKey));
			StripesFile.create(stripes(), schema.identity(), 0, 0);
			UseTable.create(uses(), schema.identity(), slots);
		}
	}

	/** Tells the files, and the locks, apart from others of the same name. */
	String identity() {
		return key(database()) + " " + key(stripes()) + " " + key(directory().resolveSibling(LockFile.NAME));
	}

	static String key(Path file) {
		try {
			return String.valueOf(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
		}
		catch (IOException ex) {
			return "missing";
		}
	}

}
