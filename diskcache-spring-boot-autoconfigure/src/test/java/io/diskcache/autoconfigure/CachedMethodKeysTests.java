package io.diskcache.autoconfigure;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.cache.interceptor.SimpleKeyGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.diskcache.cache.CacheStatistics;
import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;

import static org.assertj.core.api.Assertions.assertThat;

/** What cached methods leave in their caches, and how it is reached from outside. */
class CachedMethodKeysTests {

	@TempDir
	Path temp;

	@Test
	void secondPassFindsAll() {
		run((numbers, cache) -> {
			for (int pass = 0; pass < 2; pass++) {
				assertThat(IntStream.range(0, 300).mapToLong(numbers::square).sum()).isEqualTo(8_955_050);
			}

			assertThat(numbers.calls()).isEqualTo(300);
			assertThat(cache.statistics()).returns(300L, CacheStatistics::hits).returns(300L, CacheStatistics::misses);
			assertThat(cache.size()).isEqualTo(300);
		});
	}

	@Test
	void argumentThatIsNotInTheKeyIsIgnored() {
		run((numbers, cache) -> {
			assertThat(numbers.sum(2, 3, "first")).isEqualTo("5 for first");
			assertThat(numbers.sum(2, 3, "second")).isEqualTo("5 for first");
			assertThat(numbers.sum(3, 2, "third")).isEqualTo("5 for third");

			assertThat(numbers.calls()).isEqualTo(2);
			assertThat(cache.statistics()).returns(1L, CacheStatistics::hits).returns(2L, CacheStatistics::misses);
		});
	}

	@Test
	void entriesOfAMethodAreListedAndReachedByItsArguments() {
		run((numbers, cache) -> {
			numbers.square(2);
			numbers.product(2, 3);
			numbers.product(4, 5);

			assertThat(cache.keys()).containsExactly(2, new SimpleKey(2, 3), new SimpleKey(4, 5));
			assertThat(cache.get(SimpleKeyGenerator.generateKey(2, 3), Long.class)).isEqualTo(6);
			assertThat(cache.get(SimpleKeyGenerator.generateKey(2), Long.class)).isEqualTo(4);
			cache.evict(SimpleKeyGenerator.generateKey(2, 3));
			numbers.product(2, 3);
			numbers.product(4, 5);
			assertThat(numbers.calls()).isEqualTo(4);
		});
	}

	private void run(BiConsumer<Numbers, DiskCache> test) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(DiskCacheAutoConfiguration.class))
			.withUserConfiguration(Application.class)
			.withPropertyValues("diskcache.directory=" + this.temp)
			.run((context) -> test.accept(context.getBean(Numbers.class),
					context.getBean(DiskCacheManager.class).getDiskCache("numbers")));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching(proxyTargetClass = true)
	static class Application {

		@Bean
		Numbers numbers() {
			return new Numbers();
		}

	}

	static class Numbers {

		private final AtomicInteger calls = new AtomicInteger();

		public int calls() {
			return this.calls.get();
		}

		@Cacheable("numbers")
		public long square(int number) {
			this.calls.incrementAndGet();
			return (long) number * number;
		}

		@Cacheable("numbers")
		public long product(int first, int second) {
			this.calls.incrementAndGet();
			return (long) first * second;
		}

		@Cacheable(cacheNames = "numbers", key = "{#first, #second}")
		public String sum(int first, int second, String requestor) {
			this.calls.incrementAndGet();
			return first + second + " for " + requestor;
		}

	}

}
