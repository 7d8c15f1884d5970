package io.diskcache.benchmarks;

import java.nio.file.Path;
import java.time.Duration;

import io.diskcache.store.Content;
import io.diskcache.store.Entry;
import io.diskcache.store.Key;
import io.diskcache.store.Store;
import io.diskcache.store.StoreDirectory;
import io.diskcache.store.StoreOptions;
import org.jspecify.annotations.Nullable;

/** A store in a directory of its own, used through its public interface. */
public final class EngineSide implements AutoCloseable {

	/** Far away: what a full store costs is measured by itself. */
	public static final StoreOptions ROOMY = StoreOptions.defaults()
		.withSizeLimit(16L << 30)
		.withOperationTimeout(Duration.ofSeconds(10));

	private static final int BATCH = 500;

	private final Path place = Places.create();

	private final StoreDirectory directory = StoreDirectory.open(this.place, 0);

	private final Store store;

	public EngineSide(StoreOptions options) {
		this.store = this.directory.open("benchmark", options);
	}

	/** Makes a store with the usual entries. */
	static EngineSide filled() {
		var side = new EngineSide(ROOMY);
		side.fill(Workload.ENTRIES);
		return side;
	}

	public void fill(int entries) {
		for (int from = 0; from < entries; from += BATCH) {
			int start = from;
			this.store.transact(() -> {
				for (int i = start; i < Math.min(entries, start + BATCH); i++) {
					put(Workload.key(i), Workload.value(i), null);
				}
				return true;
			});
		}
	}

	public Store store() {
		return this.store;
	}

	public Path place() {
		return this.place;
	}

	public byte @Nullable [] get(byte[] key) {
		return this.store.get(Key.of(key), Entry::bytes);
	}

	public boolean put(byte[] key, byte[] value, @Nullable Duration timeToLive) {
		return this.store.put(Key.of(key), Content.of(1, 5, value), timeToLive);
	}

	public boolean remove(byte[] key) {
		return this.store.remove(Key.of(key));
	}

	/** Closes the store, whose files stay. */
	public void shut() {
		this.directory.close();
	}

	@Override
	public void close() {
		this.directory.close();
		Places.delete(this.place);
	}

}
