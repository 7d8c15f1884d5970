package io.diskcache.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.support.CompositeCacheManager;
import org.springframework.cache.support.NoOpCache;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import io.diskcache.cache.CacheOptions;
import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;

import static org.assertj.core.api.Assertions.assertThat;

/** Ours beside other cache managers. */
class SeveralManagersTests {

	@TempDir
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(CacheAutoConfiguration.class, DiskCacheAutoConfiguration.class,
					DiskCacheMetricsAutoConfiguration.class, CacheMetricsAutoConfiguration.class,
					MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
					SimpleMetricsExportAutoConfiguration.class))
			.withUserConfiguration(Caching.class)
			.withPropertyValues("diskcache.directory=" + this.directory, "diskcache.caches.users.time-to-live=1h",
					"test.directory=" + this.directory);
	}

	@Test
	void compositeAsksOursFirstAndThenTheNext() {
		this.runner.withUserConfiguration(Composite.class)
			.withPropertyValues("diskcache.dynamic=false")
			.run((context) -> {
				CacheManager composite = context.getBean("composite", CacheManager.class);
				assertThat(composite.getCache("users")).isInstanceOf(DiskCache.class);
				assertThat(composite.getCache("sessions")).isNotNull().isNotInstanceOf(DiskCache.class);
				assertThat(composite.getCache("unknown")).isInstanceOf(NoOpCache.class);
				assertThat(composite.getCacheNames()).contains("users", "sessions");

				Calls calls = context.getBean(Calls.class);
				assertThat(List.of(calls.user(1), calls.user(1), calls.session(1), calls.session(1))).containsExactly(1,
						1, 2, 2);
				assertThat(List.of(calls.unknown(1), calls.unknown(1))).containsExactly(3, 4);
				assertThat(context.getBean(DiskCacheManager.class).getDiskCache("users").keys()).containsExactly(1);
			});
	}

	@Test
	void compositeNeverAsksTheNextWhereOursMakesEveryCache() {
		this.runner.withUserConfiguration(Composite.class)
			.run((context) -> assertThat(context.getBean("composite", CacheManager.class).getCache("sessions"))
				.isInstanceOf(DiskCache.class));
	}

	@Test
	void anotherManagerThatIsNoDefaultCandidateStandsBesideOurs() {
		this.runner.withUserConfiguration(Heap.class).run((context) -> {
			CacheManager heap = context.getBean("heap", CacheManager.class);
			assertThat(heap.getCache("sessions")).isNotNull();
			Calls calls = context.getBean(Calls.class);
			assertThat(List.of(calls.plain(1), calls.plain(1), calls.heap(1), calls.heap(1))).containsExactly(1, 1, 2,
					2);

			assertThat(context.getBean("cacheManager", DiskCacheManager.class).getCacheNames())
				.containsExactlyInAnyOrder("users", "plain");
			assertHits(context.getBean(MeterRegistry.class), "plain", "cacheManager");
			assertHits(context.getBean(MeterRegistry.class), "sessions", "heap");
		});
	}

	@Test
	void twoOfOursInTwoDirectoriesBothHaveMeters() {
		this.runner.withUserConfiguration(TwoDisks.class).run((context) -> {
			assertThat(context.getBean(CacheManager.class)).isSameAs(context.getBean("fast"));
			Calls calls = context.getBean(Calls.class);
			assertThat(List.of(calls.plain(1), calls.plain(1), calls.slow(1), calls.slow(1))).containsExactly(1, 1, 2,
					2);

			assertHits(context.getBean(MeterRegistry.class), "plain", "fast");
			assertHits(context.getBean(MeterRegistry.class), "plain", "slow");
		});
	}

	@Test
	void withoutAPrimaryOneSpringSaysSo() {
		this.runner.withUserConfiguration(NoPrimary.class)
			.run((context) -> assertThat(context).getFailure().isInstanceOf(NoUniqueBeanDefinitionException.class));
	}

	private static void assertHits(MeterRegistry registry, String cache, String manager) {
		assertThat(registry.get("cache.gets")
			.tag("cache", cache)
			.tag("cache.manager", manager)
			.tag("result", "hit")
			.functionCounter()
			.count()).isEqualTo(1);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Caching {

		@Bean
		Calls calls() {
			return new Calls();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Composite {

		@Bean(defaultCandidate = false)
		CompositeCacheManager composite(DiskCacheManager disk) {
			CompositeCacheManager composite = new CompositeCacheManager(disk,
					new ConcurrentMapCacheManager("sessions"));
			composite.setFallbackToNoOpCache(true);
			return composite;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Heap {

		@Bean(defaultCandidate = false)
		CaffeineCacheManager heap() {
			CaffeineCacheManager heap = new CaffeineCacheManager("sessions");
			heap.setCaffeine(Caffeine.newBuilder().recordStats());
			return heap;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoDisks {

		@Bean
		@Primary
		DiskCacheManager fast(@Value("${test.directory}/fast") Path directory) {
			return DiskCacheManager.builder(directory).cache("plain", CacheOptions.defaults()).build();
		}

		@Bean
		DiskCacheManager slow(@Value("${test.directory}/slow") Path directory) {
			return DiskCacheManager.builder(directory).cache("plain", CacheOptions.defaults()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NoPrimary {

		@Bean
		CacheManager one() {
			return new ConcurrentMapCacheManager();
		}

		@Bean
		CacheManager another() {
			return new ConcurrentMapCacheManager();
		}

	}

	static class Calls {

		private final AtomicInteger calls = new AtomicInteger();

		@Cacheable(cacheNames = "users", cacheManager = "composite")
		public int user(int id) {
			return this.calls.incrementAndGet();
		}

		@Cacheable(cacheNames = "sessions", cacheManager = "composite")
		public int session(int id) {
			return this.calls.incrementAndGet();
		}

		@Cacheable(cacheNames = "unknown", cacheManager = "composite")
		public int unknown(int id) {
			return this.calls.incrementAndGet();
		}

		@Cacheable("plain")
		public int plain(int id) {
			return this.calls.incrementAndGet();
		}

		@Cacheable(cacheNames = "sessions", cacheManager = "heap")
		public int heap(int id) {
			return this.calls.incrementAndGet();
		}

		@Cacheable(cacheNames = "plain", cacheManager = "slow")
		public int slow(int id) {
			return this.calls.incrementAndGet();
		}

	}

}
