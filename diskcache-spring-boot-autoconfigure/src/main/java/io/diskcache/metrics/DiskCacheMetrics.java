package io.diskcache.metrics;

import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.cache.CacheMeterBinder;
import org.jspecify.annotations.Nullable;

import io.diskcache.cache.CacheStatistics;
import io.diskcache.cache.DiskCache;
import io.diskcache.store.StoreStatistics;

/**
 * Meters of one cache: those every cache has, {@code cache.gets}, {@code cache.puts},
 * {@code cache.evictions} and {@code cache.size}, and those of a cache on the disk, below
 * {@code diskcache}. Counters tell what happened in this process, gauges what all
 * processes share. A gauge has no value where the store cannot be read.
 */
public final class DiskCacheMetrics extends CacheMeterBinder<DiskCache> {

	/**
	 * Makes the meters of a cache.
	 * @param cache the cache
	 * @param tags tags of all its meters
	 */
	public DiskCacheMetrics(DiskCache cache, Iterable<Tag> tags) {
		super(cache, cache.getName(), tags);
	}

	@Override
	protected @Nullable Long size() {
		DiskCache cache = getCache();
		return (cache != null) ? cache.size() : null;
	}

	@Override
	protected long hitCount() {
		return count(CacheStatistics::hits);
	}

	@Override
	protected Long missCount() {
		return count(CacheStatistics::misses);
	}

	@Override
	protected Long evictionCount() {
		return countInStore(StoreStatistics::evicted);
	}

	@Override
	protected long putCount() {
		return count(CacheStatistics::puts);
	}

	@Override
	protected void bindImplementationSpecificMetrics(MeterRegistry registry) {
		gauge(registry, "diskcache.volume", "Space on the disk taken by entries", (cache) -> {
			Long volume = cache.volume();
			return (volume != null) ? volume : Double.NaN;
		});
		gauge(registry, "diskcache.wal", "Size of the write-ahead log", (cache) -> cache.getNativeCache().walBytes());
		Gauge.builder("diskcache.healthy", getCache(), (cache) -> cache.getNativeCache().condition().isWell() ? 1 : 0)
			.tags(getTagsWithCacheName())
			.description("1 while the cache can be read and written, else 0")
			.register(registry);
		counter(registry, "diskcache.expirations", "Entries deleted because their time to live had passed",
				StoreStatistics::expired);
		counter(registry, "diskcache.corrupt", "Values found damaged when read", StoreStatistics::corrupt);
		counter(registry, "diskcache.refused", "Values not stored because they were too large",
				StoreStatistics::refused);
		counter(registry, "diskcache.skipped", "Values not stored because the store could not be written in time",
				StoreStatistics::skipped);
		counter(registry, "diskcache.tombstones",
				"Removals that could not be written in time and made entries unreadable instead",
				StoreStatistics::tombstones);
		counter(registry, "diskcache.orphans", "Files deleted that belonged to no entry", StoreStatistics::orphans);
		FunctionCounter.builder("diskcache.failures", getCache(), (cache) -> cache.statistics().failures())
			.tags(getTagsWithCacheName())
			.description("Operations that failed, and values that cannot be cached")
			.register(registry);
		FunctionTimer
			.builder("diskcache.loads", getCache(), (cache) -> cache.statistics().loads(),
					(cache) -> cache.statistics().loadNanos(), TimeUnit.NANOSECONDS)
			.tags(getTagsWithCacheName())
			.description("Time taken by loaders")
			.register(registry);
		FunctionTimer
			.builder("diskcache.lock.wait", getCache(), (cache) -> cache.getNativeCache().statistics().writes(),
					(cache) -> cache.getNativeCache().statistics().lockWaitNanos(), TimeUnit.NANOSECONDS)
			.tags(getTagsWithCacheName())
			.description("Time write transactions waited for others")
			.register(registry);
	}

	private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<DiskCache> value) {
		Gauge.builder(name, getCache(), value)
			.tags(getTagsWithCacheName())
			.description(description)
			.baseUnit(BaseUnits.BYTES)
			.register(registry);
	}

	private void counter(MeterRegistry registry, String name, String description,
			ToLongFunction<StoreStatistics> count) {
		FunctionCounter.builder(name, getCache(), (cache) -> count.applyAsLong(cache.getNativeCache().statistics()))
			.tags(getTagsWithCacheName())
			.description(description)
			.register(registry);
	}

	private long count(ToLongFunction<CacheStatistics> count) {
		DiskCache cache = getCache();
		return (cache != null) ? count.applyAsLong(cache.statistics()) : 0;
	}

	private long countInStore(ToLongFunction<StoreStatistics> count) {
		DiskCache cache = getCache();
		return (cache != null) ? count.applyAsLong(cache.getNativeCache().statistics()) : 0;
	}

}
