package io.diskcache.interceptor;

import java.nio.file.Path;
import java.time.Duration;

import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.SimpleAliasRegistry;

import io.diskcache.annotation.CacheEvictTagged;
import io.diskcache.annotation.CacheTags;
import io.diskcache.annotation.CacheTimeToLive;
import io.diskcache.cache.CacheEntry;
import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Annotations of interfaces that only a proxy has, as repositories of Spring Data are.
 */
@Timeout(60)
class InterfaceProxyTests {

	@TempDir
	Path directory;

	@Test
	void annotationsTakeEffect() {
		Contexts.runner(this.directory, Application.class).run((context) -> {
			Repository repository = context.getBean(Repository.class);
			repository.find("a");
			DiskCache cache = context.getBean(DiskCacheManager.class).getDiskCache("found");
			CacheEntry entry = cache.entry("a");
			assertThat(entry).isNotNull();
			assertThat(Duration.between(entry.stored(), entry.expires())).isEqualTo(Duration.ofSeconds(10));
			assertThat(cache.keysTagged("tag")).containsExactly("a");

			repository.change();

			assertThat(cache.entry("a")).isNull();
		});
	}

	@Test
	void wrongAnnotationFailsTheStart() {
		Contexts.runner(this.directory, WrongApplication.class).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidAnnotationException.class)
				.hasMessageContaining("WrongRepository.find")
				.hasMessageContaining("nothing stores its results");
		});
	}

	private static <T> T proxy(Class<T> type) {
		// Its class is one of Spring's.
		ProxyFactory factory = new ProxyFactory(new SimpleAliasRegistry());
		factory.setInterfaces(type);
		factory.addAdvice((MethodInterceptor) (call) -> "value");
		return type.cast(factory.getProxy());
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		Repository repository() {
			return proxy(Repository.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WrongApplication {

		@Bean
		WrongRepository repository() {
			return proxy(WrongRepository.class);
		}

	}

	@CacheConfig(cacheNames = "found")
	interface Repository {

		@Cacheable
		@CacheTimeToLive("10s")
		@CacheTags("tag")
		String find(String id);

		@CacheEvictTagged(tags = "tag")
		String change();

	}

	interface WrongRepository {

		@CacheTags("tag")
		String find(String id);

	}

}
