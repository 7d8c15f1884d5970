package io.diskcache.autoconfigure;

import java.util.Map;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cache.CacheManager;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.cache.support.NoOpCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;

import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;
import io.diskcache.cache.EntryPolicy;
import io.diskcache.codec.ValueCodec;

/**
 * Auto-configuration of a cache manager on the local disk. It comes before Boot's own and
 * stays away where the application has a cache manager or a cache resolver, where caching
 * is not enabled, and where {@code spring.cache.type} asks for another kind of cache.
 */
@AutoConfiguration(beforeName = "org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration")
@ConditionalOnClass(CacheManager.class)
@ConditionalOnBean(CacheAspectSupport.class)
@ConditionalOnMissingBean(value = CacheManager.class, name = "cacheResolver")
@ConditionalOnProperty(name = "spring.cache.type", havingValue = "diskcache", matchIfMissing = true)
@EnableConfigurationProperties(DiskCacheProperties.class)
public final class DiskCacheAutoConfiguration {

	@Bean
	@Conditional(SwitchCondition.Enabled.class)
	DiskCacheManager cacheManager(DiskCacheProperties properties, ConfigurableListableBeanFactory beans,
			Environment environment, ObjectProvider<ValueCodec> ownCodecs, ObjectProvider<EntryPolicy> policies,
			ObjectProvider<DiskCacheManagerCustomizer> customizers, ObjectProvider<NewCacheListener> listeners) {
		MissingDriverException.throwIfMissing(beans.getBeanClassLoader());
		Map<String, ValueCodec> codecs = Codecs.of(properties, beans, ownCodecs.orderedStream());
		CacheOptionsFactory options = new CacheOptionsFactory(properties, codecs.keySet());
		options.checkAll();
		Checked.web(properties.web());
		DiskCacheManager.Builder builder = DiskCacheManager
			.builder(CachesDirectory.of(properties.directory(), beans, environment))
			.minFreeSpace(Checked.notNegative("diskcache.min-free-space", properties.minFreeSpace()))
			.nearSizeLimit(Checked.heap("diskcache.near.size-limit", properties.near().sizeLimit()))
			.maxCaches(Checked.positive("diskcache.max-caches", properties.maxCaches()))
			.dynamic(properties.dynamic())
			.failFast(properties.failFast())
			.transactionAware(properties.transactionAware())
			.clearAtStart(properties.start() == Keeping.CLEAR)
			.options(options::optionsOf)
			.listener((cache) -> listeners.forEach((listener) -> listener.made(cache)));
		if (properties.sizeLimit() != null) {
			builder.sizeLimit(Checked.directory("diskcache.size-limit", properties.sizeLimit()));
		}
		codecs.values().forEach(builder::valueCodec);
		policies.orderedStream().forEach(builder::entryPolicy);
		builder.keyCodec(Codecs.keys(properties, beans));
		options.names(Checked.names(environment)).forEach((name) -> builder.cache(name, options.optionsOf(name)));
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return customized(builder.build(), beans);
	}

	private static DiskCacheManager customized(DiskCacheManager manager, ListableBeanFactory beans) {
		boolean customized = false;
		try {
			BootCustomizers.applyTo(manager, beans);
			customized = true;
			return manager;
		}
		finally {
			if (!customized) {
				manager.close();
			}
		}
	}

	/** Else Boot would choose another cache that happens to be on the class path. */
	@Bean("cacheManager")
	@Conditional(SwitchCondition.Disabled.class)
	NoOpCacheManager disabledCacheManager() {
		return new NoOpCacheManager();
	}

	/** Is told of caches that are made when they are asked for. */
	@FunctionalInterface
	interface NewCacheListener {

		void made(DiskCache cache);

	}

}
