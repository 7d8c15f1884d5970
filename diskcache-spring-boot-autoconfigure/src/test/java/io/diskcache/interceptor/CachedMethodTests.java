package io.diskcache.interceptor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

import io.diskcache.cache.CacheStatistics;
import io.diskcache.cache.DiskCache;
import io.diskcache.cache.DiskCacheManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

/** Methods whose results are overtaken, or computed anew while there is one. */
@Timeout(60)
class CachedMethodTests {

	private static ConfigurableApplicationContext context;

	private static Service service;

	private static DiskCacheManager manager;

	@TempDir
	static Path temp;

	private final AtomicInteger calls = new AtomicInteger();

	/** Of this test alone, as a computation may outlive it. */
	private final String key = UUID.randomUUID().toString();

	private final String other = UUID.randomUUID().toString();

	private final CountDownLatch released = new CountDownLatch(1);

	@BeforeAll
	static void start() {
		context = new SpringApplicationBuilder(Application.class)
			.properties("spring.main.banner-mode=off", "spring.main.web-application-type=none",
					"diskcache.directory=" + temp, "diskcache.caches.stale.time-to-live=60ms",
					"diskcache.caches.stale.stale-while-revalidate=1m", "diskcache.caches.failing.time-to-live=60ms",
					"diskcache.caches.failing.stale-if-error=1m", "diskcache.caches.ahead.time-to-live=3s",
					"diskcache.caches.ahead.refresh-ahead=100")
			.run();
		service = context.getBean(Service.class);
		manager = context.getBean(DiskCacheManager.class);
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@BeforeEach
	void begin() {
		service.call(this.key, this.calls::incrementAndGet);
		service.call(this.other, this.calls::incrementAndGet);
		manager.getCacheNames().forEach((name) -> manager.getDiskCache(name).clear());
	}

	@ParameterizedTest
	@EnumSource
	void resultThatAnEvictionHasOvertakenIsNotStored(Kind kind) throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		service.call(this.key, () -> {
			running.countDown();
			return next();
		});
		CompletableFuture<Integer> caller = CompletableFuture.supplyAsync(() -> kind.call("plain", this.key));
		running.await();

		service.evict(this.key);
		this.released.countDown();

		assertThat(caller.get()).isEqualTo(1);
		assertThat(manager.getDiskCache("plain").get(this.key)).isNull();
		service.call(this.key, this.calls::incrementAndGet);
		assertThat(kind.call("plain", this.key)).isEqualTo(2);
		assertThat(kind.call("plain", this.key)).as("and now it is stored").isEqualTo(2);
	}

	@ParameterizedTest
	@EnumSource
	void staleResultIsGivenOutWhileTheMethodRunsInTheBackground(Kind kind) {
		assertThat(kind.call("stale", this.key)).isEqualTo(1);
		awaitExpiry("stale");
		service.call(this.key, this::next);

		assertThat(kind.call("stale", this.key)).as("nobody waits").isEqualTo(1);
		await().until(() -> this.calls.get() == 2);
		long before = refreshes("stale");
		this.released.countDown();
		await().until(() -> refreshes("stale") == before + 1);
		service.call(this.key, () -> 17);
		assertThat(kind.call("stale", this.key)).isIn(2, 17);
	}

	@ParameterizedTest
	@EnumSource
	void staleResultIsGivenOutWhereTheMethodFails(Kind kind) {
		assertThat(kind.call("failing", this.key)).isEqualTo(1);
		awaitExpiry("failing");
		service.call(this.key, () -> {
			this.calls.incrementAndGet();
			throw new IOException("no");
		});

		assertThat(kind.call("failing", this.key)).isEqualTo(1);
		assertThat(kind.call("failing", this.key)).isEqualTo(1);
		assertThat(this.calls).as("it was not tried again at once").hasValue(2);
		service.call(this.key, () -> 17);
		await().until(() -> kind.call("failing", this.key) == 17);
	}

	@ParameterizedTest
	@EnumSource
	void methodRunsAheadOfTheEndOfItsResult(Kind kind) {
		service.call(this.key, this::slow);
		assertThat(kind.call("ahead", this.key)).isEqualTo(1);

		await().until(() -> kind.call("ahead", this.key) == 2);
		assertThat(refreshes("ahead")).isPositive();
	}

	@Test
	void methodThatFailsWithoutAStaleResultIsCalledOnce() {
		service.call(this.key, () -> {
			this.calls.incrementAndGet();
			throw new IOException("no");
		});

		assertThatIOException().isThrownBy(() -> service.failing(this.key));
		assertThat(this.calls).hasValue(1);
	}

	@Test
	void methodWithSeveralCachesOrAPutRunsInTheForeground() throws Exception {
		assertThat(service.several(this.key)).isEqualTo(1);
		assertThat(service.put(this.other)).isEqualTo(2);
		awaitExpiry("stale");
		awaitExpiry("failing");

		assertThat(service.several(this.key)).isEqualTo(3);
		assertThat(service.put(this.other)).isEqualTo(4);
		assertThat(this.calls).hasValue(4);
	}

	@ParameterizedTest
	@EnumSource
	void staleResultsAreCountedAlike(Kind kind) {
		kind.call("failing", this.key);
		await().until(() -> manager.getDiskCache("failing").get(this.key) == null);
		CacheStatistics before = manager.getDiskCache("failing").statistics();
		service.call(this.key, () -> {
			throw new IOException("no");
		});

		kind.call("failing", this.key);

		CacheStatistics after = manager.getDiskCache("failing").statistics();
		assertThat(after.misses() - before.misses()).isEqualTo(1);
		assertThat(after.hits()).isEqualTo(before.hits());
		assertThat(after.staleHits() - before.staleHits()).isEqualTo(1);
	}

	@Test
	void whatIsNotToBeCachedIsNotCachedInTheBackgroundEither() throws Exception {
		assertThat(service.staleUnlessEven(this.key)).isEqualTo(1);
		awaitExpiry("stale");

		assertThat(service.staleUnlessEven(this.key)).isEqualTo(1);
		await().until(() -> this.calls.get() == 2);
		await().until(() -> service.staleUnlessEven(this.key) >= 3);
	}

	@Test
	void optionalAndReactiveResultsAreComputedAnewAsWell() throws Exception {
		assertThat(service.optional(this.key)).contains(1);
		assertThat(service.mono(this.other).block()).isEqualTo(2);
		awaitExpiry("stale");

		assertThat(service.optional(this.key)).contains(1);
		await().until(() -> this.calls.get() == 3);
		await().until(() -> service.optional(this.key).orElseThrow() >= 3);
		assertThat(service.mono(this.other).block()).isEqualTo(2);
		await().until(() -> service.mono(this.other).block() > 3);
	}

	private static long refreshes(String cache) {
		return manager.getDiskCache(cache).statistics().refreshes();
	}

	private void awaitExpiry(String cache) {
		DiskCache expiring = manager.getDiskCache(cache);
		await().until(() -> expiring.get(this.key) == null && expiring.get(this.other) == null);
	}

	private int next() throws InterruptedException {
		int number = this.calls.incrementAndGet();
		assertThat(this.released.await(30, TimeUnit.SECONDS)).isTrue();
		return number;
	}

	/** Takes some time, by which it is known how early it has to begin. */
	private int slow() {
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(30);
		while (System.nanoTime() < end) {
			LockSupport.parkNanos(end - System.nanoTime());
		}
		return this.calls.incrementAndGet();
	}

	/** The ways in which a result is cached. */
	enum Kind {

		PLAIN, SYNC, FUTURE, SYNC_FUTURE;

		int call(String cache, String key) {
			try {
				return switch (this) {
					case PLAIN -> switch (cache) {
						case "plain" -> service.plain(key);
						case "stale" -> service.stale(key);
						case "failing" -> service.failing(key);
						default -> service.ahead(key);
					};
					case SYNC -> switch (cache) {
						case "plain" -> service.plainSync(key);
						case "stale" -> service.staleSync(key);
						case "failing" -> service.failingSync(key);
						default -> service.aheadSync(key);
					};
					case FUTURE -> switch (cache) {
						case "plain" -> service.plainFuture(key).get();
						case "stale" -> service.staleFuture(key).get();
						case "failing" -> service.failingFuture(key).get();
						default -> service.aheadFuture(key).get();
					};
					case SYNC_FUTURE -> switch (cache) {
						case "plain" -> service.plainSyncFuture(key).get();
						case "stale" -> service.staleSyncFuture(key).get();
						case "failing" -> service.failingSyncFuture(key).get();
						default -> service.aheadSyncFuture(key).get();
					};
				};
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableCaching
	static class Application {

		@Bean
		Service service() {
			return new Service();
		}

	}

	static class Service {

		private final Map<String, Callable<Integer>> sources = new ConcurrentHashMap<>();

		public void call(String key, Callable<Integer> call) {
			this.sources.put(key, call);
		}

		@CacheEvict("plain")
		public void evict(String key) {
		}

		@Cacheable("plain")
		public int plain(String key) throws Exception {
			return source(key).call();
		}

		@Cacheable(cacheNames = "plain", sync = true)
		public int plainSync(String key) throws Exception {
			return source(key).call();
		}

		@Cacheable("plain")
		public CompletableFuture<Integer> plainFuture(String key) {
			return later(key);
		}

		@Cacheable(cacheNames = "plain", sync = true)
		public CompletableFuture<Integer> plainSyncFuture(String key) {
			return later(key);
		}

		@Cacheable("stale")
		public int stale(String key) throws Exception {
			return source(key).call();
		}

		@Cacheable(cacheNames = "stale", sync = true)
		public int staleSync(String key) throws Exception {
			return source(key).call();
		}

		@Cacheable("stale")
		public CompletableFuture<Integer> staleFuture(String key) {
			return later(key);
		}

		@Cacheable(cacheNames = "stale", sync = true)
		public CompletableFuture<Integer> staleSyncFuture(String key) {
			return later(key);
		}

		@Cacheable(cacheNames = "stale", unless = "#result % 2 == 0")
		public int staleUnlessEven(String key) throws Exception {
			return source(key).call();
		}

		@Cacheable({ "stale", "failing" })
		public int several(String key) throws Exception {
			return source(key).call();
		}

		@Caching(cacheable = @Cacheable("failing"), put = @CachePut("plain"))
		public int put(String key) throws Exception {
			return source(key).call();
		}

		@Cacheable("stale")
		public Optional<Integer> optional(String key) throws Exception {
			return Optional.of(source(key).call());
		}

		@Cacheable("stale")
		public Mono<Integer> mono(String key) {
			return Mono.fromCallable(source(key));
		}

		@Cacheable("failing")
		public int failing(String key) throws Exception {
			return source(key).call();
		}

		@Cacheable(cacheNames = "failing", sync = true)
		public int failingSync(String key) throws Exception {
			return source(key).call();
		}

		@Cacheable("failing")
		public CompletableFuture<Integer> failingFuture(String key) {
			return later(key);
		}

		@Cacheable(cacheNames = "failing", sync = true)
		public CompletableFuture<Integer> failingSyncFuture(String key) {
			return later(key);
		}

		@Cacheable("ahead")
		public int ahead(String key) throws Exception {
			return source(key).call();
		}

		@Cacheable(cacheNames = "ahead", sync = true)
		public int aheadSync(String key) throws Exception {
			return source(key).call();
		}

		@Cacheable("ahead")
		public CompletableFuture<Integer> aheadFuture(String key) {
			return later(key);
		}

		@Cacheable(cacheNames = "ahead", sync = true)
		public CompletableFuture<Integer> aheadSyncFuture(String key) {
			return later(key);
		}

		private Callable<Integer> source(String key) {
			return Objects.requireNonNull(this.sources.get(key));
		}

		private CompletableFuture<Integer> later(String key) {
			Callable<Integer> call = source(key);
			CompletableFuture<Integer> result = new CompletableFuture<>();
			CompletableFuture.runAsync(() -> {
				try {
					result.complete(call.call());
				}
				catch (Exception ex) {
					result.completeExceptionally(ex);
				}
			});
			return result;
		}

	}

}
