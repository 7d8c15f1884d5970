package io.diskcache.interceptor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
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

	private final CountDownLatch released = new CountDownLatch(1);

	@BeforeAll
	static void start() {
		context = new SpringApplicationBuilder(Application.class)
			.properties("spring.main.banner-mode=off", "diskcache.directory=" + temp,
					"diskcache.caches.stale.time-to-live=60ms", "diskcache.caches.stale.stale-while-revalidate=1m",
					"diskcache.caches.failing.time-to-live=60ms", "diskcache.caches.failing.stale-if-error=1m",
					"diskcache.caches.ahead.time-to-live=3s", "diskcache.caches.ahead.refresh-ahead=100")
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
		service.call(this.calls::incrementAndGet);
		manager.getCacheNames().forEach((name) -> manager.getDiskCache(name).clear());
	}

	@ParameterizedTest
	@EnumSource
	void resultThatAnEvictionHasOvertakenIsNotStored(Kind kind) throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		service.call(() -> {
			running.countDown();
			return next();
		});
		CompletableFuture<Integer> caller = CompletableFuture.supplyAsync(() -> kind.call("plain", "ada"));
		running.await();

		service.evict("ada");
		this.released.countDown();

		assertThat(caller.get()).isEqualTo(1);
		assertThat(manager.getDiskCache("plain").get("ada")).isNull();
		service.call(this.calls::incrementAndGet);
		assertThat(kind.call("plain", "ada")).isEqualTo(2);
		assertThat(kind.call("plain", "ada")).as("and now it is stored").isEqualTo(2);
	}

	@ParameterizedTest
	@EnumSource
	void staleResultIsGivenOutWhileTheMethodRunsInTheBackground(Kind kind) {
		assertThat(kind.call("stale", "ada")).isEqualTo(1);
		awaitExpiry("stale");
		service.call(this::next);

		assertThat(kind.call("stale", "ada")).as("nobody waits").isEqualTo(1);
		await().until(() -> this.calls.get() == 2);
		long before = refreshes("stale");
		this.released.countDown();
		await().until(() -> refreshes("stale") == before + 1);
		service.call(() -> 17);
		assertThat(kind.call("stale", "ada")).isIn(2, 17);
	}

	@ParameterizedTest
	@EnumSource
	void staleResultIsGivenOutWhereTheMethodFails(Kind kind) {
		assertThat(kind.call("failing", "ada")).isEqualTo(1);
		awaitExpiry("failing");
		service.call(() -> {
			this.calls.incrementAndGet();
			throw new IOException("no");
		});

		assertThat(kind.call("failing", "ada")).isEqualTo(1);
		assertThat(kind.call("failing", "ada")).isEqualTo(1);
		assertThat(this.calls).as("it was not tried again at once").hasValue(2);
		service.call(() -> 17);
		await().until(() -> kind.call("failing", "ada") == 17);
	}

	@ParameterizedTest
	@EnumSource
	void methodRunsAheadOfTheEndOfItsResult(Kind kind) {
		service.call(this::slow);
		assertThat(kind.call("ahead", "ada")).isEqualTo(1);

		await().until(() -> kind.call("ahead", "ada") == 2);
		assertThat(refreshes("ahead")).isPositive();
	}

	@Test
	void methodThatFailsWithoutAStaleResultIsCalledOnce() {
		service.call(() -> {
			this.calls.incrementAndGet();
			throw new IOException("no");
		});

		assertThatIOException().isThrownBy(() -> service.failing("ada"));
		assertThat(this.calls).hasValue(1);
	}

	@Test
	void methodWithSeveralCachesOrAPutRunsInTheForeground() throws Exception {
		assertThat(service.several("ada")).isEqualTo(1);
		assertThat(service.put("bob")).isEqualTo(2);
		awaitExpiry("stale");
		awaitExpiry("failing");

		assertThat(service.several("ada")).isEqualTo(3);
		assertThat(service.put("bob")).isEqualTo(4);
		assertThat(this.calls).hasValue(4);
	}

	@ParameterizedTest
	@EnumSource
	void staleResultsAreCountedAlike(Kind kind) {
		// After a failure a key is left alone for a second.
		String key = "of " + kind;
		kind.call("failing", key);
		await().until(() -> manager.getDiskCache("failing").get(key) == null);
		CacheStatistics before = manager.getDiskCache("failing").statistics();
		service.call(() -> {
			throw new IOException("no");
		});

		kind.call("failing", key);

		CacheStatistics after = manager.getDiskCache("failing").statistics();
		assertThat(after.misses() - before.misses()).isEqualTo(1);
		assertThat(after.hits()).isEqualTo(before.hits());
		assertThat(after.staleHits() - before.staleHits()).isEqualTo(1);
	}

	@Test
	void whatIsNotToBeCachedIsNotCachedInTheBackgroundEither() throws Exception {
		assertThat(service.staleUnlessEven("ada")).isEqualTo(1);
		awaitExpiry("stale");

		assertThat(service.staleUnlessEven("ada")).isEqualTo(1);
		await().until(() -> this.calls.get() == 2);
		await().until(() -> service.staleUnlessEven("ada") >= 3);
	}

	@Test
	void optionalAndReactiveResultsAreComputedAnewAsWell() throws Exception {
		assertThat(service.optional("ada")).contains(1);
		assertThat(service.mono("bob").block()).isEqualTo(2);
		awaitExpiry("stale");

		assertThat(service.optional("ada")).contains(1);
		await().until(() -> this.calls.get() == 3);
		await().until(() -> service.optional("ada").orElseThrow() >= 3);
		assertThat(service.mono("bob").block()).isEqualTo(2);
		await().until(() -> service.mono("bob").block() > 3);
	}

	private static long refreshes(String cache) {
		return manager.getDiskCache(cache).statistics().refreshes();
	}

	private static void awaitExpiry(String cache) {
		DiskCache expiring = manager.getDiskCache(cache);
		await().until(() -> expiring.get("ada") == null && expiring.get("bob") == null);
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

		private final AtomicReference<Callable<Integer>> source = new AtomicReference<>();

		public void call(Callable<Integer> call) {
			this.source.set(call);
		}

		@CacheEvict("plain")
		public void evict(String key) {
		}

		@Cacheable("plain")
		public int plain(String key) throws Exception {
			return source().call();
		}

		@Cacheable(cacheNames = "plain", sync = true)
		public int plainSync(String key) throws Exception {
			return source().call();
		}

		@Cacheable("plain")
		public CompletableFuture<Integer> plainFuture(String key) {
			return later();
		}

		@Cacheable(cacheNames = "plain", sync = true)
		public CompletableFuture<Integer> plainSyncFuture(String key) {
			return later();
		}

		@Cacheable("stale")
		public int stale(String key) throws Exception {
			return source().call();
		}

		@Cacheable(cacheNames = "stale", sync = true)
		public int staleSync(String key) throws Exception {
			return source().call();
		}

		@Cacheable("stale")
		public CompletableFuture<Integer> staleFuture(String key) {
			return later();
		}

		@Cacheable(cacheNames = "stale", sync = true)
		public CompletableFuture<Integer> staleSyncFuture(String key) {
			return later();
		}

		@Cacheable(cacheNames = "stale", unless = "#result % 2 == 0")
		public int staleUnlessEven(String key) throws Exception {
			return source().call();
		}

		@Cacheable({ "stale", "failing" })
		public int several(String key) throws Exception {
			return source().call();
		}

		@Caching(cacheable = @Cacheable("failing"), put = @CachePut("plain"))
		public int put(String key) throws Exception {
			return source().call();
		}

		@Cacheable("stale")
		public Optional<Integer> optional(String key) throws Exception {
			return Optional.of(source().call());
		}

		@Cacheable("stale")
		public Mono<Integer> mono(String key) {
			return Mono.fromCallable(source());
		}

		@Cacheable("failing")
		public int failing(String key) throws Exception {
			return source().call();
		}

		@Cacheable(cacheNames = "failing", sync = true)
		public int failingSync(String key) throws Exception {
			return source().call();
		}

		@Cacheable("failing")
		public CompletableFuture<Integer> failingFuture(String key) {
			return later();
		}

		@Cacheable(cacheNames = "failing", sync = true)
		public CompletableFuture<Integer> failingSyncFuture(String key) {
			return later();
		}

		@Cacheable("ahead")
		public int ahead(String key) throws Exception {
			return source().call();
		}

		@Cacheable(cacheNames = "ahead", sync = true)
		public int aheadSync(String key) throws Exception {
			return source().call();
		}

		@Cacheable("ahead")
		public CompletableFuture<Integer> aheadFuture(String key) {
			return later();
		}

		@Cacheable(cacheNames = "ahead", sync = true)
		public CompletableFuture<Integer> aheadSyncFuture(String key) {
			return later();
		}

		private Callable<Integer> source() {
			return this.source.get();
		}

		private CompletableFuture<Integer> later() {
			Callable<Integer> call = source();
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
