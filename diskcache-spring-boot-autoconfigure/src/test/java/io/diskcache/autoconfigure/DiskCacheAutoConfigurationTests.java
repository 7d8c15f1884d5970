package io.diskcache.autoconfigure;

import java.io.Serializable;
import java.nio.file.Path;

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.NamedCacheResolver;
import org.springframework.cache.support.NoOpCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.transaction.TransactionManager;
import org.sqlite.JDBC;

import io.diskcache.cache.DiskCacheManager;

import static org.assertj.core.api.Assertions.assertThat;

class DiskCacheAutoConfigurationTests {

	@TempDir
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(CacheAutoConfiguration.class, DiskCacheAutoConfiguration.class))
			.withPropertyValues("diskcache.directory=" + this.directory.resolve("caches"));
	}

	@Test
	void diskCacheManagerIsTheOnlyCacheManager() {
		this.runner.withUserConfiguration(Caching.class).run((context) -> {
			assertThat(context).hasSingleBean(CacheManager.class);
			assertThat(context).getBean("cacheManager").isInstanceOf(DiskCacheManager.class);
		});
	}

	@Test
	void cacheableMethodRunsOnceAlsoAfterARestart() {
		for (int start = 0; start < 2; start++) {
			boolean first = start == 0;
			this.runner.withUserConfiguration(Caching.class, Squares.class).run((context) -> {
				Squares squares = context.getBean(Squares.class);

				assertThat(squares.square(3)).isEqualTo(9);
				assertThat(squares.square(3)).isEqualTo(9);
				assertThat(squares.calls()).isEqualTo(first ? 1 : 0);
			});
		}
	}

	@Test
	void nothingIsRegisteredWithoutEnableCaching() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(CacheManager.class));
	}

	@Test
	void cacheManagerOfTheApplicationIsLeftAlone() {
		this.runner.withUserConfiguration(Caching.class, OwnCacheManager.class)
			.run((context) -> assertThat(context).getBean(CacheManager.class)
				.isInstanceOf(ConcurrentMapCacheManager.class));
	}

	@Test
	void cacheResolverOfTheApplicationIsLeftAlone() {
		this.runner.withUserConfiguration(Caching.class, OwnCacheResolver.class)
			.run((context) -> assertThat(context).doesNotHaveBean(DiskCacheManager.class));
	}

	@Test
	void anotherCacheTypeIsHonoured() {
		this.runner.withUserConfiguration(Caching.class)
			.withPropertyValues("spring.cache.type=none")
			.run((context) -> assertThat(context).getBean(CacheManager.class).isInstanceOf(NoOpCacheManager.class));
		this.runner.withUserConfiguration(Caching.class)
			.withPropertyValues("spring.cache.type=simple", "diskcache.enabled=false")
			.run((context) -> assertThat(context).getBean(CacheManager.class)
				.isInstanceOf(ConcurrentMapCacheManager.class));
	}

	@Test
	void disabledMeansThatNothingIsCached() {
		this.runner.withUserConfiguration(Caching.class)
			.withPropertyValues("diskcache.enabled=false")
			.run((context) -> {
				assertThat(context).getBean("cacheManager").isInstanceOf(NoOpCacheManager.class);
				assertThat(this.directory.resolve("caches")).doesNotExist();
			});
	}

	@Test
	void noBeanOfOursLeadsToADatabase() {
		this.runner.withUserConfiguration(Caching.class)
			.run((context) -> assertThat(context).doesNotHaveBean(DataSource.class)
				.doesNotHaveBean(JdbcOperations.class)
				.doesNotHaveBean(TransactionManager.class));
		this.runner.withUserConfiguration(Caching.class, OwnDataSource.class)
			.run((context) -> assertThat(context).hasSingleBean(DataSource.class)
				.doesNotHaveBean(JdbcOperations.class)
				.doesNotHaveBean(TransactionManager.class));
	}

	@Test
	void cachesAreClosedWithTheContext() {
		this.runner.withUserConfiguration(Caching.class).run((context) -> {
			Cache cache = cache(context, "squares");
			cache.put(1, 1);
			context.close();

			assertThat(cache.get(1)).isNull();
			assertThat(context.getSourceApplicationContext().isActive()).isFalse();
		});
	}

	@Test
	void valuesOfTheApplicationsPackagesAreAllowed() {
		this.runner.withUserConfiguration(Caching.class)
			.withPropertyValues("diskcache.allowed-packages=io.diskcache.autoconfigure")
			.run((context) -> {
				cache(context, "squares").put(1, new Square(1));
				assertThat(cache(context, "squares").get(1, Square.class)).isEqualTo(new Square(1));
			});
		this.runner.withUserConfiguration(Caching.class, Application.class).run((context) -> {
			cache(context, "others").put(1, new Square(1));
			assertThat(cache(context, "others").get(1, Square.class)).isEqualTo(new Square(1));
		});
	}

	@Test
	void valuesOfOtherPackagesAreNotCached() {
		this.runner.withUserConfiguration(Caching.class).run((context) -> {
			cache(context, "squares").put(1, new Square(1));
			assertThat(cache(context, "squares").get(1)).isNull();
		});
	}

	private static Cache cache(AssertableApplicationContext context, String name) {
		Cache cache = context.getBean(CacheManager.class).getCache(name);
		assertThat(cache).isNotNull();
		return cache;
	}

	record Square(int root) implements Serializable {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Caching {

	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnCacheManager {

		@Bean
		CacheManager ownManager() {
			return new ConcurrentMapCacheManager();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnCacheResolver implements CachingConfigurer {

		@Bean
		@Override
		public CacheResolver cacheResolver() {
			return new NamedCacheResolver(new ConcurrentMapCacheManager(), "own");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnDataSource {

		@Bean
		DataSource dataSource() {
			return new SimpleDriverDataSource(new JDBC(), "jdbc:sqlite::memory:");
		}

	}

	static class Squares {

		private int calls;

		@Cacheable("squares")
		public int square(int root) {
			this.calls++;
			return root * root;
		}

		public int calls() {
			return this.calls;
		}

	}

}
