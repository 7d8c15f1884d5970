package io.diskcache.interceptor;

import java.nio.file.Path;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.diskcache.autoconfigure.DiskCacheAnnotationAutoConfiguration;
import io.diskcache.autoconfigure.DiskCacheAutoConfiguration;

/** Applications with caches on the disk. */
final class Contexts {

	private Contexts() {
	}

	/** Starts one that a whole class of tests uses. */
	static AnnotationConfigApplicationContext start(Path directory, Class<?>... components) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		TestPropertyValues
			.of("diskcache.directory=" + directory, "diskcache.defaults.time-to-live=1d", "life=20m", "colour=red")
			.applyTo(context);
		context.register(Caching.class);
		context.register(components);
		context.refresh();
		return context;
	}

	static ApplicationContextRunner runner(Path directory, Class<?>... components) {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DiskCacheAutoConfiguration.class, DiskCacheAnnotationAutoConfiguration.class))
			.withPropertyValues("diskcache.directory=" + directory, "diskcache.defaults.time-to-live=1d")
			.withUserConfiguration(Enabled.class)
			.withUserConfiguration(components);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	@ImportAutoConfiguration({ DiskCacheAutoConfiguration.class, DiskCacheAnnotationAutoConfiguration.class })
	static class Caching {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Enabled {

	}

}
