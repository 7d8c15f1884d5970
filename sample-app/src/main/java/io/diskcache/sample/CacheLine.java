package io.diskcache.sample;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.diskcache.cache.CacheStatistics;
import io.diskcache.cache.DiskCache;

/**
 * What the page tells of a cache.
 *
 * @param name its name
 * @param timeToLive how long entries live; {@code null} for as long as there is room
 * @param entries number of entries; {@code null} if it cannot be told
 * @param volume bytes on the disk; {@code null} if they cannot be told
 * @param statistics what this process did with it
 */
record CacheLine(String name, @Nullable Duration timeToLive, @Nullable Long entries, @Nullable Long volume,
		CacheStatistics statistics) {

	static CacheLine of(DiskCache cache) {
		return new CacheLine(cache.getName(), cache.options().timeToLive(), cache.size(), cache.volume(),
				cache.statistics());
	}

}
