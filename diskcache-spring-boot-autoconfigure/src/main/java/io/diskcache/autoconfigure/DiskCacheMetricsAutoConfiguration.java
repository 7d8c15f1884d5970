package io.diskcache.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;
import org.springframework.boot.cache.metrics.CacheMetricsRegistrar;
import org.springframework.context.annotation.Bean;

import io.diskcache.autoconfigure.DiskCacheAutoConfiguration.NewCacheListener;
import io.diskcache.cache.DiskCacheManager;
import io.diskcache.metrics.DiskCacheMeterBinderProvider;

/**
 * Auto-configuration of meters. It comes before Boot's registrar of caches, which only
 * exists where it finds a provider. Boot registers the caches there are at the start;
 * those made later are registered here.
 */
@AutoConfiguration(after = DiskCacheAutoConfiguration.class,
		beforeName = "org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration")
@ConditionalOnClass({ MeterRegistry.class, CacheMeterBinderProvider.class })
@ConditionalOnBean(DiskCacheManager.class)
public final class DiskCacheMetricsAutoConfiguration {

	@Bean
	DiskCacheMeterBinderProvider diskCacheMeterBinderProvider() {
		return new DiskCacheMeterBinderProvider();
	}

	/**
	 * The registrar is asked for when there is a cache to register: it needs all cache
	 * managers itself.
	 */
	@Bean
	NewCacheListener diskCacheMetricsListener(ObjectProvider<CacheMetricsRegistrar> registrars) {
		return (cache) -> {
			try {
				registrars.ifAvailable(
						(registrar) -> registrar.bindCacheToRegistry(cache, Tag.of("cache.manager", "cacheManager")));
			}
			catch (BeansException ex) {
				// The registrar is being made just now, and sees this cache by itself.
			}
		};
	}

}
