package io.diskcache.autoconfigure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cache.CacheManager;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.cache.support.NoOpCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

import io.diskcache.cache.DiskCacheManager;
import io.diskcache.codec.JavaCodec;
import io.diskcache.codec.KeyCodec;
import io.diskcache.codec.Values;
import io.diskcache.store.StoreDirectory;

/**
 * Auto-configuration of a cache manager on the local disk. It comes before Boot's own and
 * stays away where the application has a cache manager or a cache resolver, where caching
 * is not enabled, and where {@code spring.cache.type} asks for another kind of cache.
 */
@AutoConfiguration(beforeName = "org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration")
@ConditionalOnClass(value = CacheManager.class, name = "org.sqlite.JDBC")
@ConditionalOnBean(CacheAspectSupport.class)
@ConditionalOnMissingBean(value = CacheManager.class, name = "cacheResolver")
@ConditionalOnProperty(name = "spring.cache.type", havingValue = "diskcache", matchIfMissing = true)
@EnableConfigurationProperties(DiskCacheProperties.class)
public final class DiskCacheAutoConfiguration {

	@Bean
	@ConditionalOnProperty(name = "diskcache.enabled", matchIfMissing = true)
	DiskCacheManager cacheManager(DiskCacheProperties properties, ConfigurableListableBeanFactory beans,
			Environment environment) {
		return new DiskCacheManager(StoreDirectory.open(directory(properties, beans, environment)), KeyCodec.standard(),
				new Values(javaCodec(properties, beans)), properties::optionsOf);
	}

	/** Else Boot would choose another cache that happens to be on the class path. */
	@Bean("cacheManager")
	@ConditionalOnProperty(name = "diskcache.enabled", havingValue = "false")
	NoOpCacheManager disabledCacheManager() {
		return new NoOpCacheManager();
	}

	private static Path directory(DiskCacheProperties properties, ConfigurableListableBeanFactory beans,
			Environment environment) {
		String given = properties.directory();
		return (given != null) ? Path.of(given) : DefaultDirectory.ofThisProcess()
			.of(environment.getProperty("spring.application.name", "application"), mainClass(beans));
	}

	/** The application's own class, which is the same however the application is run. */
	private static String mainClass(ConfigurableListableBeanFactory beans) {
		for (String name : beans.getBeanNamesForAnnotation(SpringBootConfiguration.class)) {
			Class<?> type = beans.getType(name);
			if (type != null) {
				return ClassUtils.getUserClass(type).getName();
			}
		}
		return "";
	}

	private static JavaCodec javaCodec(DiskCacheProperties properties, ConfigurableListableBeanFactory beans) {
		List<String> allowed = new ArrayList<>(properties.allowedPackages());
		if (AutoConfigurationPackages.has(beans)) {
			allowed.addAll(AutoConfigurationPackages.get(beans));
		}
		return new JavaCodec(allowed,
				Objects.requireNonNullElse(beans.getBeanClassLoader(), ClassLoader.getSystemClassLoader()));
	}

}
