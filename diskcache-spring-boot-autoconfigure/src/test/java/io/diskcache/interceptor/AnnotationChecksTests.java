package io.diskcache.interceptor;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import io.diskcache.annotation.CacheEvictPrefix;
import io.diskcache.annotation.CacheEvictTagged;
import io.diskcache.annotation.CacheTags;
import io.diskcache.annotation.CacheTimeToLive;
import io.diskcache.annotation.CacheableAll;
import io.diskcache.cache.DiskCacheManager;

import static org.assertj.core.api.Assertions.assertThat;

/** What is wrong with annotations is known at the start. */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class AnnotationChecksTests {

	@TempDir
	Path directory;

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Soon      | @CacheTimeToLive on | .find(String) | "soon"       | such as 10m
			Never     | @CacheTimeToLive on | .find(String) | "0s"         | not positive
			Before    | @CacheTimeToLive on | .find(String) | "-PT1S"      | not positive
			Unclosed  | @CacheTimeToLive on | .find(String) | "#{#id"      | expression in #{...}
			Empty     | @CacheTags on       | .find(String) | "a", ""      | 1 to 1024 bytes
			Unparsed  | @CacheTags on       | .find(String) | "a-#{1 +}"   | expressions in #{...}
			Unstored  | @CacheTimeToLive on | .find(String) | nothing stores its results | Add @Cacheable
			Evicting  | @CacheTags on       | .find(String) | nothing stores its results | Add @Cacheable
			Tagless   | @CacheEvictTagged on | .find(String) | names no tag | 1 to 1024 bytes
			Cacheless | @CacheEvictTagged on | .find(String) | names no cache | @CacheConfig
			Condition | @CacheEvictPrefix on | .find(String) | "#{#id}" | without #{...}
			Prefix    | @CacheEvictPrefix on | .find(String) | it is empty | the beginning of keys
			Later     | @CacheableAll on | .find(List) | cannot cache a CompletableFuture | results that come later
			Idless    | @CacheableAll on | .find(String) | exactly one parameter | Give it one
			TwoIds    | @CacheableAll on | .find(List, Set) | exactly one parameter | Give it one
			TwoCaches | @CacheableAll on | .find(List) | names 2 caches | Name one
			Twice     | @CacheableAll on | .find(List) | beside @Cacheable | Take one of them away
			Unknown   | @CacheTimeToLive on | .find(String) | "${nowhere}" | nowhere
			""")
	void wrongAnnotationIsNamedWithItsMend(String bean, String annotation, String method, String value, String mend)
			throws Exception {
		Class<?> type = Class.forName(getClass().getName() + "$" + bean);
		Contexts.runner(this.directory).withBean(type).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context).getFailure()
				.hasMessageContaining(annotation)
				.hasMessageContaining(bean + method)
				.hasMessageContaining(value)
				.hasMessageContaining(mend);
		});
	}

	@Test
	void interceptorOfTheApplicationIsLeftAlone(CapturedOutput output) {
		Contexts.runner(this.directory, OwnInterceptor.class).withBean(Sound.class).run((context) -> {
			assertThat(context.getBean("own")).isExactlyInstanceOf(OwnInterceptor.Own.class);
			assertThat(output).contains("Sound have no effect: the application has an interceptor");
		});
	}

	@Test
	void nothingHappensWithoutADiskCacheManager() {
		Contexts.runner(this.directory, OtherManager.class)
			.withBean(Soon.class)
			.run((context) -> assertThat(context.getBean(CacheInterceptor.class))
				.isExactlyInstanceOf(CacheInterceptor.class));
	}

	@Test
	void managerOfTheApplicationIsEnough() {
		Contexts.runner(this.directory, OwnManager.class).withBean(Sound.class).run((context) -> {
			context.getBean(Sound.class).find("a");

			DiskCacheManager manager = context.getBean(DiskCacheManager.class);
			assertThat(manager.getDiskCache("items").keysTagged("sound")).containsExactly("a");
		});
	}

	@Test
	void noBeanMissesPostProcessors(CapturedOutput output) {
		Contexts.runner(this.directory).withBean(Sound.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).doesNotContain("not eligible for getting processed by all BeanPostProcessors");
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnInterceptor {

		@Bean
		@Primary
		CacheInterceptor own(CacheOperationSource source) {
			Own interceptor = new Own();
			interceptor.setCacheOperationSource(source);
			return interceptor;
		}

		static class Own extends CacheInterceptor {

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherManager {

		@Bean
		ConcurrentMapCacheManager manager() {
			return new ConcurrentMapCacheManager();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnManager {

		@Bean
		DiskCacheManager manager(@Value("${diskcache.directory}") Path directory) {
			return DiskCacheManager.builder(directory).build();
		}

	}

	static class Sound {

		@Cacheable("items")
		@CacheTags("sound")
		public @Nullable String find(String id) {
			return id;
		}

	}

	static class Soon {

		@Cacheable("items")
		@CacheTimeToLive("soon")
		public void find(String id) {
		}

	}

	static class Never {

		@Cacheable("items")
		@CacheTimeToLive("0s")
		public void find(String id) {
		}

	}

	static class Before {

		@Cacheable("items")
		@CacheTimeToLive("-PT1S")
		public void find(String id) {
		}

	}

	static class Unclosed {

		@Cacheable("items")
		@CacheTimeToLive("#{#id")
		public void find(String id) {
		}

	}

	static class Empty {

		@Cacheable("items")
		@CacheTags({ "a", "" })
		public void find(String id) {
		}

	}

	static class Unparsed {

		@Cacheable("items")
		@CacheTags("a-#{1 +}")
		public void find(String id) {
		}

	}

	static class Unstored {

		@CacheTimeToLive("10m")
		public void find(String id) {
		}

	}

	static class Evicting {

		@CacheEvict("items")
		@CacheTags("a")
		public void find(String id) {
		}

	}

	static class Unknown {

		@Cacheable("items")
		@CacheTimeToLive("${nowhere}")
		public void find(String id) {
		}

	}

	static class Tagless {

		@CacheEvictTagged(cacheNames = "items", tags = {})
		public void find(String id) {
		}

	}

	static class Cacheless {

		@CacheEvictTagged(tags = "a")
		public void find(String id) {
		}

	}

	static class Condition {

		@CacheEvictPrefix(cacheNames = "items", prefix = "a", condition = "#{#id}")
		public void find(String id) {
		}

	}

	static class Prefix {

		@CacheEvictPrefix(cacheNames = "items", prefix = "")
		public void find(String id) {
		}

	}

	static class Later {

		@CacheableAll("items")
		public @Nullable CompletableFuture<Map<String, String>> find(List<String> ids) {
			return null;
		}

	}

	static class Idless {

		@CacheableAll("items")
		public @Nullable List<String> find(String id) {
			return null;
		}

	}

	static class TwoIds {

		@CacheableAll("items")
		public @Nullable List<String> find(List<String> ids, Set<String> others) {
			return null;
		}

	}

	static class TwoCaches {

		@CacheableAll({ "items", "others" })
		public @Nullable List<String> find(List<String> ids) {
			return null;
		}

	}

	static class Twice {

		@Cacheable("items")
		@CacheableAll("items")
		public @Nullable List<String> find(List<String> ids) {
			return null;
		}

	}

}
