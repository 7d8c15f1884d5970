package io.diskcache.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import org.springframework.test.util.ReflectionTestUtils;

/** A look behind a store that is open, past its interface. */
final class Stores {

	private Stores() {
	}

	/** The generation in use of the store "test" in a directory. */
	static Generation generation(Path directory) throws IOException {
		return Generation.current(directory.resolve("diskcache/v1/test"));
	}

	/** The files of an open store, by a private field: for tests only. */
	static Shard shard(Store store) {
		return (Shard) ReflectionTestUtils.getField(sqlite(store), "shard");
	}

	/** The shards of an open store that has several. */
	@SuppressWarnings("unchecked")
	static List<SqliteStore> shards(Store store) {
		return (List<SqliteStore>) ReflectionTestUtils.getField(((ReopeningStore) store).holder().get(), "shards");
	}

	/** The number of the shard a key belongs to. */
	static int shardOf(Store store, Key key) {
		List<SqliteStore> shards = shards(store);
		Shard first = (Shard) ReflectionTestUtils.getField(shards.get(0), "shard");
		return Shards.of(first.schema().hashKey().hash(key.raw()), shards.size());
	}

	/** The store behind the one that is given out. */
	static SqliteStore sqlite(Store store) {
		return (store instanceof SqliteStore one) ? one : (SqliteStore) ((ReopeningStore) store).holder().get();
	}

	/** What there is of a key, to explain a failure. */
	static String describe(Store store, Key key) {
		Shard shard = shard(store);
		long hash = shard.schema().hashKey().hash(key.raw());
		int stripe = Stripes.stripe(hash);
		Stripes stripes = shard.stripes();
		try (Session session = shard.database().open()) {
			Head head = new EntryTable().findHead(session.jdbc(), hash, key);
			boolean file = head != null && head.inFile()
					&& new ValueFiles(shard.files().values(), 0, Durability.PROCESS)
						.exists(new ValueFiles.Named(hash, head.file()));
			return head + (file ? " with its file" : "") + ", floor " + stripes.floor(stripe) + ", begun "
					+ stripes.begun(stripe) + ", clear floor " + stripes.clearFloor() + ", next " + stripes.next()
					+ ", " + store.statistics();
		}
	}

	/** When a key was last read, as far as all processes can know. */
	static Instant lastRead(Store store, Key key) {
		return uses(store).lastRead(shard(store).schema().hashKey().hash(key.raw()));
	}

	/** The table of uses as it is on the disk. */
	static UseTable uses(Store store) {
		Shard shard = shard(store);
		try {
			return UseTable.map(shard.files().uses(), shard.schema().identity());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Its counters, mapped once more. */
	static Stripes stripes(Path directory) throws IOException {
		ShardFiles files = generation(directory).shard(0);
		try (Session session = Session.open(files.database(), Durability.PROCESS, 1 << 20)) {
			return StripesFile.map(files.stripes(), Schema.read(session, files.database()).identity());
		}
	}

}
