package io.diskcache.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.cache.test.autoconfigure.AutoConfigureCache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.support.NoOpCacheManager;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.junit.jupiter.SpringExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Boot's annotation for tests that are to run without a cache. */
@ExtendWith(SpringExtension.class)
@ContextConfiguration(classes = AutoConfigureCacheTests.Application.class)
@AutoConfigureCache
class AutoConfigureCacheTests {

	@Autowired
	private CacheManager manager;

	@Test
	void nothingIsCached() {
		assertThat(this.manager).isInstanceOf(NoOpCacheManager.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	@ImportAutoConfiguration(DiskCacheAutoConfiguration.class)
	static class Application {

	}

}
