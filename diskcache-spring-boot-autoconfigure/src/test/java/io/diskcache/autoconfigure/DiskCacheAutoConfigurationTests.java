package io.diskcache.autoconfigure;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.cache.CacheType;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizer;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.CacheErrorHandler;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.LoggingCacheErrorHandler;
import org.springframework.cache.interceptor.NamedCacheResolver;
import org.springframework.cache.support.NoOpCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.transaction.TransactionManager;
import org.sqlite.JDBC;

import io.diskcache.cache.CacheOptions;
import io.diskcache.cache.DiskCacheManager;
import io.diskcache.codec.ValueCodec;

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

	@ParameterizedTest
	@EnumSource(CacheType.class)
	void anotherCacheTypeIsHonoured(CacheType type) {
		for (String enabled : new String[] { "true", "false" }) {
			this.runner.withUserConfiguration(Caching.class)
				.withPropertyValues("spring.cache.type=" + type.name().toLowerCase(Locale.ROOT),
						"diskcache.enabled=" + enabled)
				// Some need a library that is not there, which is for Boot to say.
				.run((context) -> assertThat(context.getStartupFailure() == null
						&& context.getBeanNamesForType(DiskCacheManager.class).length > 0)
					.isFalse());
		}
	}

	@Test
	void noCacheAndTheSimpleOneCanBeAskedFor() {
		this.runner.withUserConfiguration(Caching.class)
			.withPropertyValues("spring.cache.type=none")
			.run((context) -> assertThat(context).getBean(CacheManager.class).isInstanceOf(NoOpCacheManager.class));
		this.runner.withUserConfiguration(Caching.class)
			.withPropertyValues("spring.cache.type=simple", "diskcache.enabled=false")
			.run((context) -> assertThat(context).getBean(CacheManager.class)
				.isInstanceOf(ConcurrentMapCacheManager.class));
	}

	@Test
	void cachesThatAreNamedAreThereFromTheStart() {
		this.runner.withUserConfiguration(Caching.class)
			.withPropertyValues("spring.cache.cache-names=users,orders", "diskcache.caches.users.time-to-live=1h",
					"diskcache.caches[orders.by-id].time-to-live=2h", "diskcache.defaults.time-to-live=3h")
			.run((context) -> {
				DiskCacheManager manager = context.getBean(DiskCacheManager.class);
				assertThat(manager.getCacheNames()).containsExactlyInAnyOrder("users", "orders", "orders.by-id");
				assertThat(manager.getDiskCache("users").options().timeToLive()).isEqualTo(Duration.ofHours(1));
				assertThat(manager.getDiskCache("orders.by-id").options().timeToLive()).isEqualTo(Duration.ofHours(2));
				assertThat(manager.getDiskCache("orders").options().timeToLive()).isEqualTo(Duration.ofHours(3));
				assertThat(manager.getDiskCache("later").options().timeToLive()).isEqualTo(Duration.ofHours(3));
			});
	}

	@Test
	void customizersOfBothKindsAreApplied() {
		this.runner.withUserConfiguration(Caching.class, Customizers.class).run((context) -> {
			DiskCacheManager manager = context.getBean(DiskCacheManager.class);
			assertThat(manager.getCacheNames()).containsExactlyInAnyOrder("early", "late");
			assertThat(manager.getDiskCache("early").options().timeToLive()).isEqualTo(Duration.ofMinutes(1));
		});
	}

	@Test
	void codecOfTheApplicationCanBeChosen() {
		this.runner.withUserConfiguration(Caching.class, OwnCodec.class)
			.withPropertyValues("diskcache.defaults.codec=upper")
			.run((context) -> {
				Cache cache = cache(context, "squares");
				cache.put(1, new StringBuilder("abc"));
				assertThat(cache.get(1, String.class)).isEqualTo("ABC");
			});
	}

	@Test
	void jsonKeepsClassesThatAreNotSerializable() {
		this.runner.withUserConfiguration(Caching.class)
			.withPropertyValues("diskcache.defaults.codec=json",
					"diskcache.allowed-packages=io.diskcache.autoconfigure")
			.run((context) -> {
				cache(context, "circles").put(1, new Circle(2));
				assertThat(cache(context, "circles").get(1, Circle.class)).isEqualTo(new Circle(2));
			});
	}

	@Test
	void errorHandlerOfTheApplicationHearsOfKeysThatCannotBeUsed() {
		this.runner.withUserConfiguration(Caching.class, Squares.class, OwnErrorHandler.class).run((context) -> {
			Squares squares = context.getBean(Squares.class);
			assertThat(squares.any(new Object())).isEqualTo(1);
			assertThat(squares.any(new Object())).isEqualTo(2);
		});
	}

	@Test
	void nameThatAnEnvironmentVariableSpeltOtherwiseIsNoCacheOfItsOwn() {
		this.runner.withUserConfiguration(Caching.class)
			.withPropertyValues("diskcache.caches.userCache.time-to-live=1h", "diskcache.caches.usercache.version=2")
			.run((context) -> assertThat(context.getBean(DiskCacheManager.class).getCacheNames())
				.containsExactly("userCache"));
	}

	@Test
	void offMeansFalse() {
		this.runner.withUserConfiguration(Caching.class)
			.withPropertyValues("diskcache.enabled=off")
			.run((context) -> assertThat(context).getBean("cacheManager").isInstanceOf(NoOpCacheManager.class));
	}

	@Test
	void settingOfAnEnvironmentVariableReachesTheCacheThatIsWrittenOtherwise() {
		this.runner.withUserConfiguration(Caching.class)
			.withPropertyValues("diskcache.caches.usercache.time-to-live=1h")
			.run((context) -> assertThat(
					context.getBean(DiskCacheManager.class).getDiskCache("userCache").options().timeToLive())
				.isEqualTo(Duration.ofHours(1)));
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

	record Circle(double radius) {
	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers {

		@Bean
		DiskCacheManagerCustomizer early() {
			return (builder) -> builder.cache("early", CacheOptions.defaults().withTimeToLive(Duration.ofMinutes(1)));
		}

		@Bean
		CacheManagerCustomizer<DiskCacheManager> late() {
			return (manager) -> manager.getCache("late");
		}

		@Bean
		CacheManagerCustomizer<ConcurrentMapCacheManager> ofAnotherKind() {
			return (manager) -> {
				throw new IllegalStateException();
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnCodec {

		@Bean
		ValueCodec upperCase() {
			return new ValueCodec() {

				@Override
				public int number() {
					return 100;
				}

				@Override
				public String name() {
					return "upper";
				}

				@Override
				public byte[] encode(Object value) {
					return value.toString().toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
				}

				@Override
				public Object decode(byte[] bytes, long fingerprint) {
					return new String(bytes, StandardCharsets.UTF_8);
				}

				@Override
				public long fingerprint(Object value) {
					return 0;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnErrorHandler implements CachingConfigurer {

		@Override
		public CacheErrorHandler errorHandler() {
			return new LoggingCacheErrorHandler();
		}

	}

	static class Squares {

		private int calls;

		@Cacheable("anything")
		public int any(Object argument) {
			return ++this.calls;
		}

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
