package io.diskcache.benchmarks;

import java.nio.file.Path;
import java.util.Objects;
import java.util.function.IntFunction;

import io.diskcache.cache.CacheOptions;
import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;

/** A cache in a directory of its own, of which all entries are held in the heap. */
final class NearSide implements AutoCloseable {

	/** Entries of the cache. */
	static final int ENTRIES = 10_000;

	static final String NAME = "benchmark";

	private static final int BATCH = 500;

	private final Path place = Places.create();

	private final DiskCacheManager manager;

	private final DiskCache cache;

	private final Keys keys;

	private long diskHits;

	/**
	 * Makes an empty one.
	 * @param keys of its entries
	 */
	NearSide(CacheOptions options, Keys keys) {
		this.manager = DiskCacheManager.builder(this.place)
			.valueCodec(Samples.codec())
			.cache(NAME, options.withStore(EngineSide.ROOMY))
			.build();
		this.cache = this.manager.getDiskCache(NAME);
		this.keys = keys;
	}

	/** Makes one with entries, all of them held where the options say so. */
	static NearSide filled(CacheOptions options, Keys keys, IntFunction<Object> values) {
		var side = new NearSide(options, keys);
		for (int from = 0; from < ENTRIES; from += BATCH) {
			int start = from;
			side.cache.getNativeCache().transact(() -> {
				for (int i = start; i < start + BATCH; i++) {
					side.cache.put(keys.at(i), values.apply(i));
				}
				return true;
			});
		}
		side.hold();
		return side;
	}

	/**
	 * Reads all keys, present or not, as a read is what is held whatever else has the
	 * same stripe.
	 */
	void hold() {
		for (int i = 0; i < ENTRIES; i++) {
			this.cache.get(this.keys.at(i));
		}
		this.diskHits = this.cache.statistics().diskHits();
	}

	DiskCacheManager manager() {
		return this.manager;
	}

	/** Gets the value of one of the keys. */
	@Nullable ValueWrapper get() {
		return this.cache.get(this.keys.any());
	}

	/** Gets the value of one of the keys, which must be there. */
	Object value() {
		return Objects.requireNonNull(Objects.requireNonNull(get()).get());
	}

	/** Fails where it was not the heap that was measured. */
	void requireHeld() {
		if (this.cache.statistics().diskHits() > this.diskHits) {
			throw new IllegalStateException(
					"There were " + (this.cache.statistics().diskHits() - this.diskHits) + " hits on the disk");
		}
	}

	@Override
	public void close() {
		this.manager.close();
		Places.delete(this.place);
	}

}
