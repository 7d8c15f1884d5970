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

import io.diskcache.cache.CacheStatistics;
import io.diskcache.cache.DiskCache;
import io.diskcache.store.StoreStatistics;

/**
 * Meters of one cache: those every cache has, {@code cache.gets}, {@code cache.puts},
 * {@code cache.evictions} and {@code cache.size}, and those of a cache on the disk, below
 * {@code diskcache}. Counters tell what happened in this process, gauges what all
 * processes share: of a store that is not open, because nobody has used it yet or it
 * cannot be opened, the size is 0 and the volume is not a number.
 */
public final class DiskCacheMetrics extends CacheMeterBinder<DiskCache> {

	private static final double NANOS_PER_SECOND = 1e9;

	/**
	 * Makes the meters of a cache.
	 * @param cache the cache
	 * @param tags tags of all its meters
	 */
	public DiskCacheMetrics(DiskCache cache, Iterable<Tag> tags) {
		super(cache, cache.getName(), tags);
	}

	/** To be looked at does not open a store. */
	@Override
	protected Long size() {
		DiskCache cache = getCache();
		Long size = (cache != null && cache.isOpen()) ? cache.size() : null;
		return (size != null) ? size : 0L;
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
		DiskCache cache = getCache();
		if (cache != null) {
			bind(cache, registry);
		}
	}

	private void bind(DiskCache bound, MeterRegistry registry) {
		bindNear(bound, registry);
		gauge(registry, bound, "diskcache.volume", "Space on the disk taken by entries", (cache) -> {
			Long volume = cache.isOpen() ? cache.volume() : null;
			return (volume != null) ? volume : Double.NaN;
		});
		gauge(registry, bound, "diskcache.wal", "Size of the write-ahead log",
				(cache) -> cache.getNativeCache().walBytes());
		Gauge.builder("diskcache.healthy", bound, (cache) -> cache.getNativeCache().condition().isWell() ? 1 : 0)
			.tags(getTagsWithCacheName())
			.description("1 while the cache can be read and written, else 0")
			.register(registry);
		counter(registry, bound, "diskcache.expirations", "Entries deleted because their time to live had passed",
				StoreStatistics::expired);
		counter(registry, bound, "diskcache.corrupt", "Values found damaged when read", StoreStatistics::corrupt);
		counter(registry, bound, "diskcache.refused", "Values not stored because they were too large",
				StoreStatistics::refused);
		counter(registry, bound, "diskcache.skipped",
				"Values not stored because the store could not be written in time", StoreStatistics::skipped);
		counter(registry, bound, "diskcache.tombstones",
				"Removals that could not be written in time and made entries unreadable instead",
				StoreStatistics::tombstones);
		counter(registry, bound, "diskcache.orphans", "Files deleted that belonged to no entry",
				StoreStatistics::orphans);
		counted(registry, bound, "diskcache.failures", "Operations that failed, and values that cannot be cached",
				CacheStatistics::failures);
		FunctionTimer
			.builder("diskcache.loads", bound, (cache) -> cache.statistics().loads(),
					(cache) -> cache.statistics().loadNanos(), TimeUnit.NANOSECONDS)
			.tags(getTagsWithCacheName())
			.description("Time taken by loaders")
			.register(registry);
		counted(registry, bound, "diskcache.stale", "Hits of values that had expired", CacheStatistics::staleHits);
		refreshes(registry, bound, "success", CacheStatistics::refreshes);
		refreshes(registry, bound, "failure", CacheStatistics::refreshFailures);
		counted(registry, bound, "diskcache.load.timeouts",
				"Loads that ran beside another one of their key, as the wait for it was too long",
				CacheStatistics::loadTimeouts);
		FunctionCounter
			.builder("diskcache.lock.wait", bound,
					(cache) -> cache.getNativeCache().statistics().lockWaitNanos() / NANOS_PER_SECOND)
			.tags(getTagsWithCacheName())
			.description("Time writers waited for each other, in all")
			.baseUnit("seconds")
			.register(registry);
	}

	/** Not as {@code cache.gets}, in which the same hits are counted already. */
	private void bindNear(DiskCache bound, MeterRegistry registry) {
		hits(registry, bound, "near", CacheStatistics::nearHits);
		hits(registry, bound, "disk", CacheStatistics::diskHits);
		gauge(registry, bound, "diskcache.near.size", "Heap taken by entries", (cache) -> cache.near().bytes());
		gauge(registry, bound, "diskcache.near.limit", "Heap that entries may take at the moment",
				(cache) -> cache.near().limit());
		FunctionCounter.builder("diskcache.near.bypassed", bound, (cache) -> cache.near().bypassed())
			.tags(getTagsWithCacheName())
			.description("Reads and writes not held in the heap because of a write under way or a transaction")
			.register(registry);
	}

	private void hits(MeterRegistry registry, DiskCache bound, String tier, ToLongFunction<CacheStatistics> count) {
		FunctionCounter.builder("diskcache.hits", bound, (cache) -> count.applyAsLong(cache.statistics()))
			.tags(getTagsWithCacheName())
			.tag("tier", tier)
			.description("Hits by where the value was found")
			.register(registry);
	}

	private void refreshes(MeterRegistry registry, DiskCache bound, String result,
			ToLongFunction<CacheStatistics> count) {
		FunctionCounter.builder("diskcache.refreshes", bound, (cache) -> count.applyAsLong(cache.statistics()))
			.tags(getTagsWithCacheName())
			.tag("result", result)
			.description("Computations of values that there were")
			.register(registry);
	}

	private void counted(MeterRegistry registry, DiskCache bound, String name, String description,
			ToLongFunction<CacheStatistics> count) {
		FunctionCounter.builder(name, bound, (cache) -> count.applyAsLong(cache.statistics()))
			.tags(getTagsWithCacheName())
			.description(description)
			.register(registry);
	}

	private void gauge(MeterRegistry registry, DiskCache bound, String name, String description,
			ToDoubleFunction<DiskCache> value) {
		Gauge.builder(name, bound, value)
			.tags(getTagsWithCacheName())
			.description(description)
			.baseUnit(BaseUnits.BYTES)
			.register(registry);
	}

	private void counter(MeterRegistry registry, DiskCache bound, String name, String description,
			ToLongFunction<StoreStatistics> count) {
		FunctionCounter.builder(name, bound, (cache) -> count.applyAsLong(cache.getNativeCache().statistics()))
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
