package io.diskcache.metrics;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;

import io.diskcache.cache.DiskCache;

/** Has Spring Boot bind the meters of each disk cache. */
public final class DiskCacheMeterBinderProvider implements CacheMeterBinderProvider<DiskCache> {

	@Override
	public MeterBinder getMeterBinder(DiskCache cache, Iterable<Tag> tags) {
		return new DiskCacheMetrics(cache, tags);
	}

}
