package io.diskcache.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** What Spring's reference documentation promises of its annotations, on this cache. */
@Timeout(60)
class SpringContractTests {

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(classes = { ClassProxies.class, InterfaceProxies.class })
	void methodRunsOncePerKeyWithBothKindsOfProxies(Class<?> configuration) {
		runner(configuration).run((context) -> {
			Catalog catalog = context.getBean(Catalog.class);
			assertThat(AopUtils.isJdkDynamicProxy(catalog)).isEqualTo(configuration == InterfaceProxies.class);

			assertThat(catalog.name(1)).isEqualTo("name 1 of call 1");
			assertThat(catalog.name(1)).isEqualTo("name 1 of call 1");
			assertThat(catalog.name(2)).isEqualTo("name 2 of call 2");
			assertThat(catalog.calls()).isEqualTo(2);
		});
	}

	@Test
	void argumentsAreToldApart() {
		run((catalog) -> {
			assertThat(catalog.pair("a, b", "c")).isNotEqualTo(catalog.pair("a", "b, c"));
			assertThat(catalog.any(1)).isNotEqualTo(catalog.any(1L));
			assertThat(catalog.any("1")).isNotEqualTo(catalog.any(1));
			assertThat(catalog.any(null)).isEqualTo(catalog.any(null)).isNotEqualTo(catalog.any("null"));
			assertThat(catalog.none()).isEqualTo(catalog.none());
			assertThat(catalog.pair(null, null)).isEqualTo(catalog.pair(null, null));
		});
	}

	@Test
	void nullIsAValue() {
		run((catalog) -> {
			assertThat(catalog.nothing("x")).isNull();
			assertThat(catalog.nothing("x")).isNull();
			assertThat(catalog.calls()).isEqualTo(1);
		});
	}

	@Test
	void nullThatIsNotAllowedIsComputedEachTime() {
		runner(ClassProxies.class).withPropertyValues("diskcache.defaults.allow-null-values=false").run((context) -> {
			Catalog catalog = context.getBean(Catalog.class);
			assertThat(catalog.nothing("x")).isNull();
			assertThat(catalog.nothing("x")).isNull();
			assertThat(catalog.synchronizedNothing("x")).isNull();
			assertThat(catalog.synchronizedNothing("x")).isNull();
			assertThat(catalog.calls()).isEqualTo(4);
		});
	}

	@Test
	void optionalIsUnwrapped() {
		run((catalog) -> {
			assertThat(catalog.maybe(true)).contains("yes");
			assertThat(catalog.maybe(true)).contains("yes");
			assertThat(catalog.maybe(false)).isEmpty();
			assertThat(catalog.maybe(false)).isEmpty();
			assertThat(catalog.calls()).isEqualTo(2);
		});
	}

	@Test
	void valuesAreCopies() {
		run((catalog) -> {
			List<String> first = catalog.list("x");
			first.add("mine");

			assertThat(catalog.list("x")).containsExactly("x").isNotSameAs(catalog.list("x"));
		});
	}

	@Test
	void conditionAndUnless() {
		run((catalog) -> {
			catalog.longOnly("ab");
			catalog.longOnly("ab");
			assertThat(catalog.calls()).isEqualTo(2);
			catalog.longOnly("abcdef");
			catalog.longOnly("abcdef");
			assertThat(catalog.calls()).isEqualTo(3);
			catalog.unlessShort("ab");
			catalog.unlessShort("ab");
			assertThat(catalog.calls()).isEqualTo(5);
			catalog.unlessShort("abcdef");
			catalog.unlessShort("abcdef");
			assertThat(catalog.calls()).isEqualTo(6);
		});
	}

	@Test
	void exceptionIsTheOneThatWasThrownAndNothingIsKept() {
		run((catalog) -> {
			for (int call = 1; call <= 2; call++) {
				assertThatExceptionOfType(IOException.class).isThrownBy(() -> catalog.failing("x"))
					.withMessage("checked x");
				assertThatExceptionOfType(IOException.class).isThrownBy(() -> catalog.failingSynchronized("x"))
					.withMessage("checked x");
				assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> catalog.failingHard("x"));
				assertThat(catalog.calls()).isEqualTo(3 * call);
			}
		});
	}

	@Test
	void putEvictAndClear() {
		run((catalog) -> {
			String old = catalog.name(1);
			assertThat(catalog.rename(1)).isNotEqualTo(old).isEqualTo(catalog.name(1));
			catalog.forget(1);
			assertThat(catalog.name(1)).isNotEqualTo(old);
			catalog.name(2);
			int calls = catalog.calls();
			catalog.forgetAll();
			catalog.name(1);
			catalog.name(2);
			assertThat(catalog.calls()).isEqualTo(calls + 2);
		});
	}

	@Test
	void evictBeforeAndAfterAFailingMethod() {
		run((catalog) -> {
			String kept = catalog.name(1);
			assertThatIllegalStateException().isThrownBy(() -> catalog.forgetAndFail(1));
			assertThat(catalog.name(1)).isEqualTo(kept);
			assertThatIllegalStateException().isThrownBy(() -> catalog.forgetFirstAndFail(1));
			assertThat(catalog.name(1)).isNotEqualTo(kept);
			String second = catalog.name(1);
			assertThatIllegalStateException().isThrownBy(() -> catalog.forgetAllFirstAndFail());
			assertThat(catalog.name(1)).isNotEqualTo(second);
		});
	}

	@Test
	void severalCachesAreLookedUpInOrderAndAllAreFilled() {
		runner(ClassProxies.class).run((context) -> {
			Catalog catalog = context.getBean(Catalog.class);
			CacheManager manager = context.getBean("cacheManager", CacheManager.class);
			String value = catalog.both("x");
			assertThat(cache(manager, "primary").get("x", String.class)).isEqualTo(value);
			assertThat(cache(manager, "secondary").get("x", String.class)).isEqualTo(value);

			cache(manager, "primary").evict("x");
			assertThat(catalog.both("x")).isEqualTo(value);
			catalog.forgetBoth("x");
			assertThat(cache(manager, "secondary").get("x")).isNull();
		});
	}

	@Test
	void synchronizedMethodRunsOnceForTenThreads() {
		run((catalog) -> {
			ExecutorService threads = Executors.newFixedThreadPool(10);
			try {
				List<Future<String>> results = new ArrayList<>();
				for (int i = 0; i < 100; i++) {
					int key = i / 10;
					results.add(threads.submit(() -> catalog.slow(key)));
				}
				for (int i = 0; i < 100; i++) {
					assertThat(results.get(i).get()).isEqualTo(results.get(i / 10 * 10).get());
				}
				assertThat(catalog.calls()).isEqualTo(10);
			}
			finally {
				threads.shutdownNow();
			}
		});
	}

	@Test
	void synchronizedMethodsMayCallEachOther() {
		run((catalog) -> {
			assertThat(catalog.outer("AaAa")).isEqualTo(catalog.outer("AaAa"));
			assertThat(catalog.calls()).isEqualTo(2);
		});
	}

	@Test
	void futuresAreCachedAsWhatTheyGive() {
		run((catalog) -> {
			assertThat(catalog.future("x").join()).isEqualTo(catalog.future("x").join());
			assertThat(catalog.synchronizedFuture("x").join()).isEqualTo(catalog.synchronizedFuture("x").join());
			assertThat(catalog.futureOfNull("x").join()).isNull();
			assertThat(catalog.futureOfNull("x").join()).isNull();
			assertThat(catalog.calls()).isEqualTo(3);
			assertThatException().isThrownBy(() -> catalog.failingFuture("x").join())
				.withRootCauseInstanceOf(IOException.class);
			assertThatException().isThrownBy(() -> catalog.failingFuture("x").join())
				.withRootCauseInstanceOf(IOException.class);
			assertThat(catalog.calls()).isEqualTo(5);
		});
	}

	@Test
	void futureOfAnOptionalIsKeptAsOne() {
		run((catalog) -> {
			assertThat(catalog.futureOptional(true).join()).contains("yes");
			assertThat(catalog.futureOptional(true).join()).contains("yes");
			assertThat(catalog.futureOptional(false).join()).isEmpty();
			assertThat(catalog.futureOptional(false).join()).isEmpty();
			assertThat(catalog.calls()).isEqualTo(2);
		});
	}

	@Test
	void reactiveTypesAreCachedAsWhatTheyGive() {
		run((catalog) -> {
			assertThat(catalog.mono("x").block()).isEqualTo(catalog.mono("x").block());
			assertThat(catalog.synchronizedMono("x").block()).isEqualTo(catalog.synchronizedMono("x").block());
			assertThat(catalog.emptyMono("x").block()).isNull();
			assertThat(catalog.emptyMono("x").block()).isNull();
			assertThat(catalog.flux("x").collectList().block()).isEqualTo(catalog.flux("x").collectList().block())
				.hasSize(3);
			assertThat(catalog.calls()).isEqualTo(4);
			assertThatException().isThrownBy(() -> catalog.failingMono("x").block())
				.withRootCauseInstanceOf(IOException.class);
		});
	}

	@Test
	void anotherManagerMayBeNamed() {
		runner(ClassProxies.class, OtherManager.class).run((context) -> {
			Catalog catalog = context.getBean(Catalog.class);
			assertThat(catalog.elsewhere("x")).isEqualTo(catalog.elsewhere("x"));

			assertThat(cache(context.getBean("otherManager", CacheManager.class), "elsewhere").get("x")).isNotNull();
			assertThat(context.getBean("cacheManager", CacheManager.class).getCacheNames()).doesNotContain("elsewhere");
		});
	}

	@Test
	void cacheThatThereIsNotIsSpringsError() {
		runner(ClassProxies.class).withPropertyValues("diskcache.dynamic=false", "spring.cache.cache-names=names")
			.run((context) -> {
				Catalog catalog = context.getBean(Catalog.class);
				assertThat(catalog.name(1)).isEqualTo(catalog.name(1));
				assertThatIllegalArgumentException().isThrownBy(() -> catalog.both("x"))
					.withMessageContaining("Cannot find cache named 'primary'");
			});
	}

	@Test
	void keyThatCannotBeOneIsAnErrorThatNamesTheClass() {
		run((catalog) -> assertThatIllegalArgumentException().isThrownBy(() -> catalog.any(new Object()))
			.withMessageContaining("java.lang.Object"));
	}

	@Test
	void valueThatCannotBeCachedIsReturned() {
		run((catalog) -> {
			assertThat(catalog.thread("x")).isSameAs(Thread.currentThread());
			assertThat(catalog.synchronizedThread("x")).isSameAs(Thread.currentThread());
			assertThat(catalog.futureThread("x").join()).isNotNull();
			assertThat(catalog.calls()).isEqualTo(3);
		});
	}

	private void run(Check check) {
		runner(ClassProxies.class).run((context) -> check.on(context.getBean(Catalog.class)));
	}

	private ApplicationContextRunner runner(Class<?>... configurations) {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(DiskCacheAutoConfiguration.class))
			.withUserConfiguration(configurations)
			.withPropertyValues("diskcache.directory=" + this.directory);
	}

	private static Cache cache(CacheManager manager, String name) {
		Cache cache = manager.getCache(name);
		assertThat(cache).isNotNull();
		return cache;
	}

	@FunctionalInterface
	interface Check {

		void on(Catalog catalog) throws Exception;

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching(proxyTargetClass = true)
	static class ClassProxies {

		@Bean
		CachedCatalog catalog() {
			return new CachedCatalog();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class InterfaceProxies {

		@Bean
		Catalog catalog() {
			return new CachedCatalog();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherManager {

		@Bean(defaultCandidate = false)
		CacheManager otherManager() {
			return new ConcurrentMapCacheManager();
		}

	}

	interface Catalog {

		int calls();

		String name(int number);

		String rename(int number);

		void forget(int number);

		void forgetAll();

		void forgetAndFail(int number);

		void forgetFirstAndFail(int number);

		void forgetAllFirstAndFail();

		String pair(@Nullable String first, @Nullable String second);

		String any(@Nullable Object argument);

		String none();

		@Nullable String nothing(String key);

		@Nullable String synchronizedNothing(String key);

		Optional<String> maybe(boolean yes);

		List<String> list(String key);

		String longOnly(String key);

		String unlessShort(String key);

		String failing(String key) throws IOException;

		String failingSynchronized(String key) throws IOException;

		String failingHard(String key);

		String both(String key);

		void forgetBoth(String key);

		String slow(int key);

		String outer(String key);

		CompletableFuture<String> future(String key);

		CompletableFuture<String> synchronizedFuture(String key);

		CompletableFuture<@Nullable String> futureOfNull(String key);

		CompletableFuture<String> failingFuture(String key);

		CompletableFuture<Optional<String>> futureOptional(boolean yes);

		Mono<String> mono(String key);

		Mono<String> synchronizedMono(String key);

		Mono<String> emptyMono(String key);

		Mono<String> failingMono(String key);

		Flux<String> flux(String key);

		String elsewhere(String key);

		Thread thread(String key);

		Thread synchronizedThread(String key);

		CompletableFuture<Thread> futureThread(String key);

	}

	@CacheConfig(cacheNames = "names")
	static class CachedCatalog implements Catalog {

		private final AtomicInteger calls = new AtomicInteger();

		@Override
		public int calls() {
			return this.calls.get();
		}

		@Override
		@Cacheable
		public String name(int number) {
			return called("name " + number);
		}

		@Override
		@CachePut
		public String rename(int number) {
			return called("new name " + number);
		}

		@Override
		@CacheEvict
		public void forget(int number) {
		}

		@Override
		@CacheEvict(allEntries = true)
		public void forgetAll() {
		}

		@Override
		@CacheEvict
		public void forgetAndFail(int number) {
			throw new IllegalStateException();
		}

		@Override
		@CacheEvict(beforeInvocation = true)
		public void forgetFirstAndFail(int number) {
			throw new IllegalStateException();
		}

		@Override
		@CacheEvict(allEntries = true, beforeInvocation = true)
		public void forgetAllFirstAndFail() {
			throw new IllegalStateException();
		}

		@Override
		@Cacheable("pairs")
		public String pair(@Nullable String first, @Nullable String second) {
			return called("pair");
		}

		@Override
		@Cacheable("anything")
		public String any(@Nullable Object argument) {
			return called("any");
		}

		@Override
		@Cacheable("nothing")
		public String none() {
			return called("none");
		}

		@Override
		@Cacheable("nulls")
		public @Nullable String nothing(String key) {
			called(key);
			return null;
		}

		@Override
		@Cacheable(cacheNames = "synchronized nulls", sync = true)
		public @Nullable String synchronizedNothing(String key) {
			called(key);
			return null;
		}

		@Override
		@Cacheable("optionals")
		public Optional<String> maybe(boolean yes) {
			called("maybe");
			return yes ? Optional.of("yes") : Optional.empty();
		}

		@Override
		@Cacheable("lists")
		public List<String> list(String key) {
			return new ArrayList<>(List.of(key));
		}

		@Override
		@Cacheable(cacheNames = "long", condition = "#key.length() > 3")
		public String longOnly(String key) {
			return called(key);
		}

		@Override
		@Cacheable(cacheNames = "unless", unless = "#result.length() < 15")
		public String unlessShort(String key) {
			return called(key);
		}

		@Override
		@Cacheable("failing")
		public String failing(String key) throws IOException {
			called(key);
			throw new IOException("checked " + key);
		}

		@Override
		@Cacheable(cacheNames = "failing", sync = true)
		public String failingSynchronized(String key) throws IOException {
			called(key);
			throw new IOException("checked " + key);
		}

		@Override
		@Cacheable(cacheNames = "failing", sync = true)
		public String failingHard(String key) {
			called(key);
			throw new StackOverflowError();
		}

		@Override
		@Cacheable({ "primary", "secondary" })
		public String both(String key) {
			return called(key);
		}

		@Override
		@Caching(evict = { @CacheEvict("primary"), @CacheEvict("secondary") })
		public void forgetBoth(String key) {
		}

		@Override
		@Cacheable(cacheNames = "slow", sync = true)
		public String slow(int key) {
			return called("slow " + key);
		}

		@Override
		@Cacheable(cacheNames = "outer", sync = true)
		public String outer(String key) {
			called("outer");
			return slow(1);
		}

		@Override
		@Cacheable("futures")
		public CompletableFuture<String> future(String key) {
			return CompletableFuture.supplyAsync(() -> called(key));
		}

		@Override
		@Cacheable(cacheNames = "synchronized futures", sync = true)
		public CompletableFuture<String> synchronizedFuture(String key) {
			return CompletableFuture.supplyAsync(() -> called(key));
		}

		@Override
		@Cacheable("null futures")
		public CompletableFuture<@Nullable String> futureOfNull(String key) {
			called(key);
			return CompletableFuture.completedFuture(null);
		}

		@Override
		@Cacheable(cacheNames = "failing futures", sync = true)
		public CompletableFuture<String> failingFuture(String key) {
			called(key);
			return CompletableFuture.failedFuture(new IOException("checked"));
		}

		@Override
		@Cacheable("optional futures")
		public CompletableFuture<Optional<String>> futureOptional(boolean yes) {
			called("maybe");
			return CompletableFuture.completedFuture(yes ? Optional.of("yes") : Optional.empty());
		}

		@Override
		@Cacheable("monos")
		public Mono<String> mono(String key) {
			return Mono.fromSupplier(() -> called(key));
		}

		@Override
		@Cacheable(cacheNames = "synchronized monos", sync = true)
		public Mono<String> synchronizedMono(String key) {
			return Mono.fromSupplier(() -> called(key));
		}

		@Override
		@Cacheable("empty monos")
		public Mono<String> emptyMono(String key) {
			return Mono.fromRunnable(() -> called(key));
		}

		@Override
		@Cacheable("failing monos")
		public Mono<String> failingMono(String key) {
			return Mono.error(new IOException("checked"));
		}

		@Override
		@Cacheable("fluxes")
		public Flux<String> flux(String key) {
			return Flux.defer(() -> Flux.just(called(key), "b", "c"));
		}

		@Override
		@Cacheable(cacheNames = "elsewhere", cacheManager = "otherManager")
		public String elsewhere(String key) {
			return called(key);
		}

		@Override
		@Cacheable("threads")
		public Thread thread(String key) {
			called(key);
			return Thread.currentThread();
		}

		@Override
		@Cacheable(cacheNames = "threads", sync = true)
		public Thread synchronizedThread(String key) {
			called(key);
			return Thread.currentThread();
		}

		@Override
		@Cacheable("threads")
		public CompletableFuture<Thread> futureThread(String key) {
			called(key);
			return CompletableFuture.completedFuture(Thread.currentThread());
		}

		private String called(String what) {
			return what + " of call " + this.calls.incrementAndGet();
		}

	}

}
