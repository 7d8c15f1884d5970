package io.diskcache.benchmarks.replay;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/** Caffeine itself, which does its housekeeping within the calls. */
final class WTinyLfu implements ReplayedCache {

	private final Cache<Long, Integer> sizes;

	WTinyLfu(long capacity, Totals totals) {
		Caffeine<Object, Object> builder = Caffeine.newBuilder().executor(Runnable::run);
		this.sizes = totals.trace().sized()
				? builder.maximumWeight(capacity).weigher((Long key, Integer size) -> size).build()
				: builder.maximumSize(capacity).build();
	}

	@Override
	public String name() {
		return "W-TinyLFU";
	}

	@Override
	public boolean access(long key, int size) {
		if (this.sizes.getIfPresent(key) != null) {
			return true;
		}
		this.sizes.put(key, size);
		return false;
	}

}
