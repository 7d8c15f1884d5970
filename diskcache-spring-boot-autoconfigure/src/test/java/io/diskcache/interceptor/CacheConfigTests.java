package io.diskcache.interceptor;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.diskcache.annotation.CacheEvictPrefix;
import io.diskcache.annotation.CacheEvictTagged;
import io.diskcache.annotation.CacheTags;
import io.diskcache.annotation.CacheableAll;
import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code @CacheConfig} says for our annotations. */
@Timeout(60)
class CacheConfigTests {

	@TempDir
	Path directory;

	@Test
	void managerIsThatOfTheClassUnlessTheAnnotationNamesOne() {
		Contexts.runner(this.directory, Application.class)
			.withPropertyValues("second=" + this.directory.resolve("second"))
			.withBean(Items.class)
			.run((context) -> {
				Items items = context.getBean(Items.class);
				DiskCache first = context.getBean("cacheManager", DiskCacheManager.class).getDiskCache("items");
				DiskCache second = context.getBean("second", DiskCacheManager.class).getDiskCache("items");
				items.find("a");
				items.findAll(List.of("b"));
				assertThat(second.keys()).containsExactlyInAnyOrder("a", "b");
				assertThat(first.keys()).isEmpty();
				first.put("c", "value");

				items.changeTagged();
				assertThat(second.keys()).containsExactly("b");
				items.changePrefixed();
				assertThat(second.keys()).isEmpty();
				assertThat(first.keys()).containsExactly("c");

				items.changeFirst();
				assertThat(first.keys()).isEmpty();
			});
	}

	@Test
	void resolverOfTheClassFailsTheStart() {
		Contexts.runner(this.directory).withBean(Resolved.class).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidAnnotationException.class)
				.hasMessageContaining("Resolved.change")
				.hasMessageContaining("cacheResolver")
				.hasMessageContaining("Name a cacheManager");
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean(defaultCandidate = false)
		DiskCacheManager second(@Value("${second}") Path directory) {
			return DiskCacheManager.builder(directory).build();
		}

	}

	@CacheConfig(cacheNames = "items", cacheManager = "second")
	static class Items {

		@Cacheable
		@CacheTags("tag")
		public String find(String id) {
			return id;
		}

		@CacheableAll
		public Map<String, String> findAll(List<String> ids) {
			return ids.stream().collect(Collectors.toMap((id) -> id, (id) -> id));
		}

		@CacheEvictTagged(tags = "tag")
		public void changeTagged() {
		}

		@CacheEvictPrefix(prefix = "b")
		public void changePrefixed() {
		}

		@CacheEvictPrefix(prefix = "c", cacheManager = "cacheManager")
		public void changeFirst() {
		}

	}

	@CacheConfig(cacheNames = "items", cacheResolver = "own")
	static class Resolved {

		@CacheEvictTagged(tags = "tag")
		public void change() {
		}

	}

}
