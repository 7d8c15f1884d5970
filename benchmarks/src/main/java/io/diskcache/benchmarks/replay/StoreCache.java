package io.diskcache.benchmarks.replay;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

import io.diskcache.benchmarks.Places;
import io.diskcache.store.Content;
import io.diskcache.store.Entry;
import io.diskcache.store.EvictionPolicy;
import io.diskcache.store.Key;
import io.diskcache.store.Store;
import io.diskcache.store.StoreDirectory;
import io.diskcache.store.StoreOptions;

/**
 * A store on the disk. Its limit is a volume: for a capacity in entries it is the volume
 * of a store that was filled with so many, of values that make it large enough.
 */
final class StoreCache implements ReplayedCache {

	/** Bytes that an entry takes beside its value, roughly. */
	private static final int OVERHEAD = 300;

	private static final int CODEC = 1;

	private static final StoreOptions ROOMY = StoreOptions.defaults()
		.withSizeLimit(64L << 30)
		.withEvictionPolicy(EvictionPolicy.NONE)
		.withOperationTimeout(Duration.ofSeconds(10));

	private final Path place = Places.create();

	private final StoreDirectory directory = StoreDirectory.open(this.place, 0);

	private final Store store;

	private final String name;

	/** Bytes of value for each unit of size. */
	private final int unit;

	private StoreCache(EvictionPolicy policy, long limit, int unit) {
		this.unit = unit;
		this.name = "store " + policy.name().toLowerCase(Locale.ROOT);
		this.store = this.directory.open("replay", ROOMY.withEvictionPolicy(policy).withSizeLimit(limit));
	}

	static CacheFactory factory(EvictionPolicy policy) {
		return (capacity, totals) -> totals.trace().unit().equals("bytes") ? ofBytes(policy, capacity)
				: ofEntries(policy, Math.toIntExact(capacity));
	}

	/** Too small a capacity is made larger, and so are all values. */
	private static StoreCache ofBytes(EvictionPolicy policy, long capacity) {
		int unit = Math.toIntExact(-Math.floorDiv(-StoreOptions.MIN_SIZE_LIMIT, capacity));
		return new StoreCache(policy, capacity * unit, unit);
	}

	private static StoreCache ofEntries(EvictionPolicy policy, int entries) {
		int length = Math.max(16, (int) (StoreOptions.MIN_SIZE_LIMIT * 11 / 10 / entries) - OVERHEAD);
		try (var sample = new StoreCache(EvictionPolicy.NONE, StoreOptions.MIN_SIZE_LIMIT, length)) {
			for (int i = 0; i < entries; i++) {
				sample.access(i, 1);
			}
			return new StoreCache(policy, Math.max(StoreOptions.MIN_SIZE_LIMIT, sample.store.volume()), length);
		}
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public boolean access(long number, int size) {
		Key key = Key.of(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
		if (this.store.get(key, Entry::length) != null) {
			return true;
		}
		this.store.put(key, Content.of(CODEC, 0, new byte[size * this.unit]), null);
		return false;
	}

	@Override
	public void close() {
		this.directory.close();
		Places.delete(this.place);
	}

}
