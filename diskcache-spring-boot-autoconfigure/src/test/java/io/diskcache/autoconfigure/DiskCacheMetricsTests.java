package io.diskcache.autoconfigure;

import java.nio.file.Path;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.RequiredSearch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Configuration;

import io.diskcache.actuate.DiskCacheEndpoint;
import io.diskcache.actuate.DiskCacheEndpoint.Summary;
import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;
import io.diskcache.metrics.DiskCacheMeterBinderProvider;

import static org.assertj.core.api.Assertions.assertThat;

class DiskCacheMetricsTests {

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
			.withPropertyValues("diskcache.directory=" + this.directory, "diskcache.caches.users.time-to-live=1h");
	}

	@Test
	void cacheThatIsConfiguredHasMetersFromTheStart() {
		this.runner.run((context) -> {
			DiskCache users = context.getBean(DiskCacheManager.class).getDiskCache("users");
			users.get("ada");
			users.put("ada", 1);
			users.get("ada");
			users.get("ada");

			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(search(registry, "cache.gets", "users").tag("result", "hit").functionCounter().count())
				.isEqualTo(2);
			assertThat(search(registry, "cache.gets", "users").tag("result", "miss").functionCounter().count())
				.isEqualTo(1);
			assertThat(search(registry, "cache.puts", "users").functionCounter().count()).isEqualTo(1);
			assertThat(search(registry, "cache.evictions", "users").functionCounter().count()).isZero();
			assertThat(search(registry, "cache.size", "users").gauge().value()).isEqualTo(1);
			assertThat(search(registry, "diskcache.volume", "users").gauge().value()).isPositive();
			assertThat(search(registry, "diskcache.wal", "users").gauge().value()).isPositive();
			assertThat(search(registry, "diskcache.healthy", "users").gauge().value()).isEqualTo(1);
			assertThat(search(registry, "diskcache.lock.wait", "users").functionCounter().count()).isNotNegative()
				.isLessThan(60);
			assertThat(search(registry, "diskcache.hits", "users").tag("tier", "near").functionCounter().count())
				.isEqualTo(2);
			assertThat(search(registry, "diskcache.hits", "users").tag("tier", "disk").functionCounter().count())
				.isZero();
			assertThat(search(registry, "diskcache.near.size", "users").gauge().value()).isBetween(100.0, 1000.0);
			assertThat(search(registry, "diskcache.near.limit", "users").gauge().value()).isEqualTo(32 << 20);
			assertThat(search(registry, "diskcache.near.bypassed", "users").functionCounter().count()).isZero();
			users.get("alan", () -> 2);
			assertThat(search(registry, "diskcache.loads", "users").functionTimer().count()).isEqualTo(1);
			for (String counter : new String[] { "diskcache.expirations", "diskcache.corrupt", "diskcache.refused",
					"diskcache.skipped", "diskcache.tombstones", "diskcache.orphans", "diskcache.failures" }) {
				assertThat(search(registry, counter, "users").functionCounter().count()).as(counter).isZero();
			}
		});
	}

	@Test
	void cacheThatIsMadeLaterHasMetersToo() {
		this.runner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.find("cache.gets").tag("cache", "later").meters()).isEmpty();

			DiskCache later = context.getBean(DiskCacheManager.class).getDiskCache("later");
			later.put("ada", 1);
			later.get("ada");

			assertThat(search(registry, "cache.gets", "later").tag("result", "hit").functionCounter().count())
				.isEqualTo(1);
			assertThat(search(registry, "diskcache.volume", "later").gauge().value()).isPositive();
			assertThat(registry.get("cache.gets").tag("cache", "later").meters().stream().map(Meter::getId)).hasSize(2)
				.allSatisfy((id) -> {
					assertThat(id.getTag("cache.manager")).isEqualTo("cacheManager");
					assertThat(id.getTag("name")).isEqualTo("later");
				});
		});
	}

	@Test
	void toBeLookedAtOpensNothing() {
		this.runner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(search(registry, "cache.size", "users").gauge().value()).isZero();
			assertThat(search(registry, "diskcache.volume", "users").gauge().value()).isNaN();
			assertThat(search(registry, "diskcache.wal", "users").gauge().value()).isZero();
			assertThat(search(registry, "diskcache.healthy", "users").gauge().value()).isEqualTo(1);
			assertThat(new DiskCacheEndpoint(context.getBean(DiskCacheManager.class)).caches().caches().get("users"))
				.returns(null, Summary::entries)
				.returns(null, Summary::volume);

			assertThat(context.getBean(DiskCacheManager.class).getDiskCache("users").isOpen()).isFalse();
			assertThat(this.directory.resolve("diskcache/v1/users")).doesNotExist();
		});
	}

	@Test
	void withoutMicrometerThereAreNoMetersAndCachesWork() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer.core")).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean("diskCacheMeterBinderProvider");
			DiskCache later = context.getBean(DiskCacheManager.class).getDiskCache("later");
			later.put("ada", 1);
			assertThat(later.get("ada", Integer.class)).isEqualTo(1);
		});
	}

	@Test
	void withoutTheModuleForCachesThereAreNoMetersAndCachesWork() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DiskCacheAutoConfiguration.class,
					DiskCacheMetricsAutoConfiguration.class, MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
			.withUserConfiguration(Caching.class)
			.withPropertyValues("diskcache.directory=" + this.directory)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.cache"))
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(DiskCacheManager.class);
				assertThat(context).doesNotHaveBean(DiskCacheMeterBinderProvider.class);
			});
	}

	private static RequiredSearch search(MeterRegistry registry, String meter, String cache) {
		return registry.get(meter).tag("cache", cache).tag("cache.manager", "cacheManager");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Caching {

	}

}
