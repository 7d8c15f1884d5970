package io.diskcache.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

import io.diskcache.cache.ServingOptions.CacheControl;
import io.diskcache.near.Hold;
import io.diskcache.store.Durability;
import io.diskcache.store.EvictionPolicy;

/**
 * Settings of a cache. What is not set is that of the defaults.
 *
 * @param timeToLive How long an entry lives after it was stored, in seconds where there
 * is no unit. Without it entries live as long as there is room
 * @param timeToLiveJitter Largest part of the time to live, from 0 to 0.5, of a random
 * part of which each entry's is shorter, so that entries stored together do not expire
 * together
 * @param allowNullValues Whether null is cached. If not, a method that returns it runs
 * each time
 * @param codec Codec for values that are not simple ones: 'java', which is Java's
 * serialization, 'json', which needs Jackson, or one of the application's own
 * @param evictionPolicy Which entries go first when the cache is full
 * @param sizeLimit Space on the disk the cache may take; at least 16MB
 * @param maxValueSize Largest value that is cached. By default a quarter of the size
 * limit
 * @param version Version of the application's values. Entries written under another one
 * are not found
 * @param inlineLimit Largest value that is kept in the database; larger ones are files.
 * At most 1MB
 * @param durability What a cached value survives
 * @param operationTimeout Longest wait of an operation for other writers, in milliseconds
 * where there is no unit; at most 1h
 * @param loadTimeout Longest wait for another thread, of this process or another, that
 * computes the same value, in seconds where there is no unit; then it is computed twice
 * @param refreshAhead How early a value that is asked for is computed anew in the
 * background before it expires: a factor, up to 100, of the time it took to compute; 0
 * for never, 1 suits most
 * @param staleWhileRevalidate How long after it has expired a value is given out while it
 * is computed anew in the background, in seconds where there is no unit
 * @param staleIfError How long after it has expired a value is given out where computing
 * it anew fails, in seconds where there is no unit
 * @param afterUncleanReboot What happens to the entries when the machine went down while
 * the cache was in use
 * @param keyIndex Whether keys that begin alike are found by an index. It is made when
 * the cache is opened, which takes seconds for a million entries in which nobody can
 * write, and dropped when a process opens it alone; if not set it is left as it is
 * @param shards Number of parts the cache is divided into, 1 to 64, which are written to
 * at the same time. A cache that has another number does not open, unless reshard is set
 * @param keepStatistics Whether what happens to the cache is added up over all processes
 * and restarts
 * @param near How entries are held in the heap
 * @param web How the cache is served over HTTP
 */
record CacheSettings(@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration timeToLive, @Nullable Double timeToLiveJitter,
		@Nullable Boolean allowNullValues, @Nullable String codec, @Nullable EvictionPolicy evictionPolicy,
		@Nullable DataSize sizeLimit, @Nullable DataSize maxValueSize, @Nullable String version,
		@Nullable DataSize inlineLimit, @Nullable Durability durability, @Nullable Duration operationTimeout,
		@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration loadTimeout, @Nullable Double refreshAhead,
		@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration staleWhileRevalidate,
		@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration staleIfError, @Nullable Keeping afterUncleanReboot,
		@Nullable Boolean keyIndex, @Nullable Integer shards, @Nullable Boolean keepStatistics, @DefaultValue Near near,
		@DefaultValue Web web) {

	/**
	 * How entries are held in the heap.
	 *
	 * @param enabled Whether entries are held in the heap, too; what is found there is
	 * never out of date
	 * @param sizeLimit Heap the entries take at most, at least 1MB. By default what
	 * 'diskcache.near.size-limit' leaves for the cache
	 * @param hold In which form values are held: immutable ones as objects and all others
	 * as bytes, all as objects that nobody may change, or all as bytes
	 */
	record Near(@Nullable Boolean enabled, @Nullable DataSize sizeLimit, @Nullable Hold hold) {
	}

	/**
	 * How a cache is served over HTTP.
	 *
	 * @param exposed Whether values that are files, bytes or strings are served
	 * @param cacheControl Who may keep a response: the client alone, or caches that many
	 * share as well
	 * @param immutable Whether a key never gets another value, as where it is a hash of
	 * the content: clients keep the value and do not ask again
	 * @param signed Whether only signed links are answered, which needs
	 * 'diskcache.web.link-secrets'
	 */
	record Web(@Nullable Boolean exposed, @Nullable CacheControl cacheControl, @Nullable Boolean immutable,
			@Nullable Boolean signed) {
	}

}
