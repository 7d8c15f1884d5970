package io.diskcache.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

import io.diskcache.cache.CacheOptions;
import io.diskcache.cache.CacheStatistics;
import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;
import io.diskcache.cache.TextKeys;
import io.diskcache.near.NearOptions;
import io.diskcache.near.NearStatistics;
import io.diskcache.store.Key;
import io.diskcache.store.Problem;
import io.diskcache.store.StoreCondition;
import io.diskcache.store.StoreOptions;
import io.diskcache.store.StoreStatistics;

/**
 * Shows the disk caches, looks for faults in one, and removes entries. Shows neither keys
 * nor values. Reading does not open a cache's store that is not open yet, unless the
 * cache is asked for by its name.
 */
@Endpoint(id = "diskcache")
public final class DiskCacheEndpoint {

	private final DiskCacheManager manager;

	/**
	 * Makes the endpoint.
	 * @param manager the manager of the caches
	 */
	public DiskCacheEndpoint(DiskCacheManager manager) {
		this.manager = manager;
	}

	/**
	 * Lists the caches.
	 * @return where they are, and a summary of each
	 */
	@ReadOperation
	public Caches caches() {
		Map<String, Summary> caches = new LinkedHashMap<>();
		for (String name : new TreeSet<>(this.manager.getCacheNames())) {
			DiskCache cache = this.manager.getDiskCache(name);
			CacheStatistics statistics = cache.statistics();
			boolean open = cache.isOpen();
			caches.put(name, new Summary(open ? cache.size() : null, open ? cache.volume() : null, statistics.hits(),
					statistics.misses(), statistics.puts(), Condition.of(cache)));
		}
		return new Caches(this.manager.directory().toString(), caches);
	}

	/**
	 * Describes a cache.
	 * @param cache its name
	 * @return what is known of it, or {@code null} if there is none
	 */
	@ReadOperation
	public @Nullable Description cache(@Selector String cache) {
		DiskCache found = find(cache);
		return (found != null) ? new Description(cache, found.size(), found.volume(), found.getNativeCache().walBytes(),
				Condition.of(found), found.statistics(), found.lastingStatistics(), found.near(),
				found.getNativeCache().statistics(), Settings.of(found.options())) : null;
	}

	/**
	 * Compares everything in a cache with everything else.
	 * @param cache its name
	 * @param fix whether to mend what is found; by default it is only reported
	 * @return what was found
	 */
	@WriteOperation
	public @Nullable Report check(@Selector String cache, @Nullable Boolean fix) {
		DiskCache found = find(cache);
		if (found == null) {
			return null;
		}
		boolean mend = Boolean.TRUE.equals(fix);
		return new Report(found.getNativeCache().check(mend), mend);
	}

	/**
	 * Removes entries of a cache: those that one of the parameters tells.
	 * @param cache its name
	 * @param all {@code true} for all
	 * @param key a key that is this text, or the whole number or {@code UUID} it stands
	 * for
	 * @param tag a tag of the entries
	 * @param prefix what the keys begin with; of keys that are strings
	 * @param statistics {@code true} for none of them: the statistics begin from 0
	 * @return how many were removed, or {@code null} if there is no such cache
	 * @throws InvalidEndpointRequestException if not exactly one of the parameters is
	 * given, or one that there cannot be: what is misspelt does not clear a cache
	 * @throws io.diskcache.store.StoreException if they could not be removed
	 */
	@DeleteOperation
	public @Nullable Removed remove(@Selector String cache, @Nullable Boolean all, @Nullable String key,
			@Nullable String tag, @Nullable String prefix, @Nullable Boolean statistics) {
		DiskCache found = find(cache);
		if (found == null) {
			return null;
		}
		Boolean whole = Boolean.TRUE.equals(all) ? all : null;
		Boolean counted = Boolean.TRUE.equals(statistics) ? statistics : null;
		if (Stream.of(whole, key, tag, prefix, counted).filter(Objects::nonNull).count() != 1) {
			throw new InvalidEndpointRequestException(
					"Not exactly one of all=true, key, tag, prefix and statistics=true was given",
					"Entries are removed either by key, by tag or by prefix, or all with all=true; "
							+ "statistics=true resets the statistics");
		}
		if (counted != null) {
			found.resetStatistics();
			return new Removed(cache, 0);
		}
		try {
			return new Removed(cache, remove(found, key, tag, prefix));
		}
		catch (IllegalArgumentException ex) {
			String reason = String.valueOf(ex.getMessage());
			throw new InvalidEndpointRequestException(reason, reason);
		}
	}

	private static long remove(DiskCache cache, @Nullable String key, @Nullable String tag, @Nullable String prefix) {
		if (key != null) {
			return TextKeys.named(key)
				.stream()
				.filter((each) -> cache.getNativeCache().remove(Key.of(cache.encodedKey(each))))
				.count();
		}
		if (tag != null) {
			return cache.removeTagged(tag);
		}
		if (prefix != null) {
			return cache.removePrefix(prefix);
		}
		long entries = cache.getNativeCache().count();
		cache.getNativeCache().clear();
		return entries;
	}

	/** Never makes one. */
	private @Nullable DiskCache find(String name) {
		return this.manager.getCacheNames().contains(name) ? this.manager.getDiskCache(name) : null;
	}

	/**
	 * All caches.
	 *
	 * @param directory where they are
	 * @param caches a summary of each by its name
	 */
	public record Caches(String directory, Map<String, Summary> caches) {
	}

	/**
	 * A cache in short.
	 *
	 * @param entries number of entries; {@code null} if the store is not open
	 * @param volume bytes on the disk; {@code null} if the store is not open
	 * @param hits lookups of this process that found a value
	 * @param misses lookups of this process that found none
	 * @param puts values stored by this process
	 * @param condition how it is
	 */
	public record Summary(@Nullable Long entries, @Nullable Long volume, long hits, long misses, long puts,
			Condition condition) {
	}

	/**
	 * A cache in full.
	 *
	 * @param name its name
	 * @param entries number of entries; {@code null} if it cannot be told
	 * @param volume bytes on the disk; {@code null} if it cannot be told
	 * @param walBytes size of the write-ahead log in bytes
	 * @param condition how it is
	 * @param cache what happened to the cache in this process
	 * @param lasting what happened to it in all processes and over restarts; {@code null}
	 * where that is not kept
	 * @param near what of it is held in the heap of this process
	 * @param store what happened to its store in this process
	 * @param settings how it behaves in this process
	 */
	public record Description(String name, @Nullable Long entries, @Nullable Long volume, long walBytes,
			Condition condition, CacheStatistics cache, @Nullable CacheStatistics lasting, NearStatistics near,
			StoreStatistics store, Settings settings) {
	}

	/**
	 * How a cache is.
	 *
	 * @param status {@code WELL}, or what is wrong
	 * @param reason what is wrong, in words; empty if nothing is
	 * @param since since when it is wrong; {@code null} if nothing is
	 */
	public record Condition(String status, String reason, @Nullable Instant since) {

		static Condition of(DiskCache cache) {
			StoreCondition condition = cache.getNativeCache().condition();
			return new Condition(condition.state().name(), condition.message(), condition.since());
		}

	}

	/**
	 * How a cache behaves in this process.
	 *
	 * @param timeToLive how long an entry lives; {@code null} for as long as there is
	 * room
	 * @param allowNullValues whether {@code null} is stored
	 * @param codec name of the codec
	 * @param exposed whether values are served over HTTP
	 * @param sizeLimit bytes on the disk above which entries are evicted
	 * @param maxValueSize largest value in bytes
	 * @param inlineLimit largest value in bytes that is not a file
	 * @param evictionPolicy which entries go first
	 * @param durability what an acknowledged change survives
	 * @param operationTimeout longest wait for other writers
	 * @param version version of the application's values
	 * @param keyIndex whether there is to be an index on keys; {@code null} where it is
	 * left as it is
	 * @param shards number of parts it is divided into
	 * @param near how entries are held in the heap
	 */
	public record Settings(@Nullable Duration timeToLive, boolean allowNullValues, String codec, boolean exposed,
			long sizeLimit, long maxValueSize, int inlineLimit, String evictionPolicy, String durability,
			Duration operationTimeout, @Nullable String version, @Nullable Boolean keyIndex, @Nullable Integer shards,
			Near near) {

		static Settings of(CacheOptions options) {
			StoreOptions store = options.store();
			return new Settings(options.timeToLive(), options.allowNullValues(), options.codec(),
					options.serving().exposed(), store.sizeLimit(), store.maxValueSize(), store.inlineLimit(),
					store.evictionPolicy().name(), store.durability().name(), store.operationTimeout(),
					store.applicationVersion(), store.keyIndex(), store.shards(), Near.of(options.near()));
		}

	}

	/**
	 * How entries are held in the heap.
	 *
	 * @param enabled whether they are held at all
	 * @param sizeLimit bytes of heap they take at most; {@code null} for no other limit
	 * than that of all caches together
	 * @param hold in which form values are held
	 */
	public record Near(boolean enabled, @Nullable Long sizeLimit, String hold) {

		static Near of(NearOptions options) {
			Long limit = (options.sizeLimit() < Long.MAX_VALUE) ? options.sizeLimit() : null;
			return new Near(options.enabled(), limit, options.hold().name());
		}

	}

	/**
	 * What a check found.
	 *
	 * @param problems what was found, before it was mended
	 * @param fixed whether it was mended
	 */
	public record Report(List<Problem> problems, boolean fixed) {
	}

	/**
	 * What was removed.
	 *
	 * @param cache name of the cache
	 * @param removed number of entries; where all were removed also those that had
	 * expired, but were not yet deleted
	 */
	public record Removed(String cache, long removed) {
	}

}
