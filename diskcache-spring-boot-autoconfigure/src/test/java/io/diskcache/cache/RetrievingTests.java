package io.diskcache.cache;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.cache.Cache.ValueWrapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Lookups and loads that answer with a future. */
@Timeout(60)
class RetrievingTests extends CacheFixture {

	/** More than any sensible number of threads. */
	private static final int MANY = 300;

	private final AtomicInteger loads = new AtomicInteger();

	@Test
	void missIsAFutureOfNull() throws Exception {
		assertThat(this.cache.retrieve("ada").get(10, TimeUnit.SECONDS)).isNull();
		assertThat(this.cache.statistics().misses()).isOne();
	}

	@Test
	void hitIsAFutureOfAWrapper() throws Exception {
		this.cache.put("ada", 1);
		this.cache.put("nobody", null);

		assertThat(found("ada").get()).isEqualTo(1);
		assertThat(found("nobody").get()).isNull();
		assertThat(this.cache.statistics().hits()).isEqualTo(2);
	}

	@Test
	void valueIsLoadedAtAMissAndStored() throws Exception {
		assertThat(load("ada").get(10, TimeUnit.SECONDS)).isEqualTo(1);
		assertThat(load("ada").get(10, TimeUnit.SECONDS)).isEqualTo(1);

		assertThat(this.cache.get("ada", Integer.class)).isEqualTo(1);
		assertThat(this.cache.statistics()).returns(2L, CacheStatistics::hits)
			.returns(1L, CacheStatistics::puts)
			.returns(1L, CacheStatistics::loads);
	}

	@Test
	void loadedNullIsKept() throws Exception {
		assertThat(
				this.cache.retrieve("nobody", () -> CompletableFuture.completedFuture(null)).get(10, TimeUnit.SECONDS))
			.isNull();

		assertThat(this.cache.get("nobody")).isNotNull();
	}

	@Test
	void callerNeverWaitsWhileAnotherProcessOrThreadHoldsTheStore() throws Exception {
		CountDownLatch held = new CountDownLatch(1);
		CountDownLatch done = new CountDownLatch(1);
		Thread holder = new Thread(() -> this.store.transact(() -> {
			held.countDown();
			await(done);
			return null;
		}));
		holder.start();
		await(held);
		AtomicReference<Thread> loader = new AtomicReference<>();

		CompletableFuture<Integer> loaded = this.cache.retrieve("ada", () -> {
			loader.set(Thread.currentThread());
			return CompletableFuture.completedFuture(this.loads.incrementAndGet());
		});

		// The put of what was loaded waits for the lock, and nobody else does.
		assertThat(loaded).isNotDone();
		done.countDown();
		assertThat(loaded.get(10, TimeUnit.SECONDS)).isEqualTo(1);
		assertThat(loader.get()).isNotSameAs(Thread.currentThread());
		holder.join();
	}

	@Test
	void failureOfTheLoaderComesAsItIsAndNothingIsStored() {
		IllegalStateException problem = new IllegalStateException("no");

		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> this.cache.retrieve("ada", () -> CompletableFuture.failedFuture(problem))
				.get(10, TimeUnit.SECONDS))
			.havingCause()
			.isSameAs(problem);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> this.cache.<Object>retrieve("ada", () -> {
			throw problem;
		}).get(10, TimeUnit.SECONDS)).havingCause().isSameAs(problem);
		assertThat(this.cache.get("ada")).isNull();
	}

	@Test
	void oneLoadRunsAtATime() {
		CountDownLatch asked = new CountDownLatch(1);
		List<CompletableFuture<Integer>> results = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			results.add(this.cache.retrieve("ada", () -> {
				int number = this.loads.incrementAndGet();
				return CompletableFuture.supplyAsync(() -> {
					await(asked);
					return number;
				});
			}));
		}
		asked.countDown();

		assertThat(results).allSatisfy((result) -> assertThat(result.join()).isEqualTo(1));
		assertThat(this.loads).hasValue(1);
	}

	@Test
	void loadOfAThreadAndLoadOfAFutureAreOneAtATime() throws Exception {
		CountDownLatch began = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		Thread loader = new Thread(() -> this.cache.get("ada", () -> {
			began.countDown();
			await(end);
			return this.loads.incrementAndGet();
		}));
		loader.start();
		await(began);

		CompletableFuture<Integer> waiting = load("ada");
		end.countDown();

		assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(1);
		assertThat(this.loads).hasValue(1);
		loader.join();
	}

	@Test
	void waitForAnotherLoadEndsAndThenItRunsBeside() throws Exception {
		this.cache = TestCaches.over(this.store, CacheOptions.defaults().withLoadTimeout(Duration.ofMillis(50)),
				System::nanoTime);
		CompletableFuture<Integer> never = new CompletableFuture<>();
		CountDownLatch began = new CountDownLatch(1);
		CompletableFuture<Integer> first = this.cache.retrieve("ada", () -> {
			began.countDown();
			return never;
		});
		await(began);

		assertThat(load("ada").get(10, TimeUnit.SECONDS)).isEqualTo(1);
		never.complete(7);
		assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(7);
		assertThat(this.cache.get("ada", Integer.class)).isEqualTo(1);
	}

	@Test
	void loadThatBeganBeforeAnEvictIsNotStored() throws Exception {
		CountDownLatch began = new CountDownLatch(1);
		CompletableFuture<Integer> value = new CompletableFuture<>();
		CompletableFuture<Integer> result = this.cache.retrieve("ada", () -> {
			began.countDown();
			return value;
		});
		await(began);

		this.cache.evict("ada");
		value.complete(1);

		assertThat(result.get(10, TimeUnit.SECONDS)).isEqualTo(1);
		assertThat(this.cache.get("ada")).isNull();
	}

	@Test
	void manyLoadersThatWaitForOtherLoadsDoNotStarveThem() throws Exception {
		List<CompletableFuture<Integer>> results = new ArrayList<>();
		for (int i = 0; i < MANY; i++) {
			int key = i;
			results.add(this.cache.retrieve("outer" + key, () -> CompletableFuture.completedFuture(
					this.cache.retrieve("inner" + key, () -> CompletableFuture.completedFuture(key)).join())));
		}

		for (int i = 0; i < MANY; i++) {
			assertThat(results.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(i);
		}
	}

	@Test
	void whatFollowsAHitMayWaitForOtherLookups() {
		this.cache.put("ada", 1);
		List<CompletableFuture<?>> results = new ArrayList<>();
		for (int i = 0; i < 60; i++) {
			results.add(this.cache.retrieve("ada").thenApply((found) -> this.cache.retrieve("ada").join()));
		}

		assertThat(results).allSatisfy((result) -> assertThat(result.join()).isNotNull());
	}

	@Test
	void loaderThatAsksForItsOwnKeyIsAnError() {
		CompletableFuture<Integer> result = this.cache.retrieve("ada",
				() -> this.cache.retrieve("ada", () -> CompletableFuture.completedFuture(1)));

		assertThatExceptionOfType(CompletionException.class).isThrownBy(result::join)
			.withMessageContaining("the very key it is loading");
	}

	@Test
	void manyWhoWaitForOneLoadLookOnce() {
		CountDownLatch asked = new CountDownLatch(1);
		List<CompletableFuture<Integer>> results = new ArrayList<>();
		for (int i = 0; i < 2000; i++) {
			results.add(this.cache.retrieve("ada", () -> CompletableFuture.supplyAsync(() -> {
				await(asked);
				return this.loads.incrementAndGet();
			})));
		}
		asked.countDown();

		assertThat(results).allSatisfy((result) -> assertThat(result.join()).isEqualTo(1));
		assertThat(this.cache.statistics()).returns(1999L, CacheStatistics::hits).returns(1L, CacheStatistics::misses);
	}

	@Test
	void loaderHasTheClassLoaderOfTheCaller() throws Exception {
		ClassLoader own = new ClassLoader(getClass().getClassLoader()) {
		};
		AtomicReference<ClassLoader> seen = new AtomicReference<>();
		ClassLoader former = Thread.currentThread().getContextClassLoader();
		Thread.currentThread().setContextClassLoader(own);
		try {
			this.cache.retrieve("ada", () -> {
				seen.set(Thread.currentThread().getContextClassLoader());
				return CompletableFuture.completedFuture(1);
			}).get(10, TimeUnit.SECONDS);
		}
		finally {
			Thread.currentThread().setContextClassLoader(former);
		}

		assertThat(seen).hasValue(own);
	}

	@Test
	void loadedStreamIsReadFromTheStore() throws Exception {
		InputStream first = this.cache.retrieve("ada", this::stream).get(10, TimeUnit.SECONDS);
		InputStream second = this.cache.retrieve("ada", this::stream).get(10, TimeUnit.SECONDS);

		try (first; second) {
			assertThat(first).hasContent("text 1");
			assertThat(second).hasContent("text 1");
		}
	}

	@Test
	void keyThatCannotBeEncodedIsRefusedAtOnce() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.cache.retrieve(new Object()));
		assertThatIllegalArgumentException().isThrownBy(() -> this.cache.retrieve(new Object(), () -> null));
	}

	@Test
	void brokenStoreIsAMissAndALoad() throws Exception {
		this.breakable.breaks();

		assertThat(this.cache.retrieve("ada").get(10, TimeUnit.SECONDS)).isNull();
		assertThat(load("ada").get(10, TimeUnit.SECONDS)).isEqualTo(1);
		assertThat(this.loads).hasValue(1);
	}

	@Test
	void failFastTellsOfABrokenStore() {
		this.cache = TestCaches.failingFast(this.store);
		this.breakable.breaks();

		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> this.cache.retrieve("ada").join())
			.withMessageContaining("The disk is full");
	}

	@Test
	void closedManagerAnswersWithMissesAndLoads() throws Exception {
		DiskCache closed;
		try (DiskCacheManager manager = DiskCacheManager.builder(this.temp.resolve("other")).build()) {
			closed = manager.getDiskCache("users");
			closed.put("ada", 1);
		}

		assertThat(closed.retrieve("ada").get(10, TimeUnit.SECONDS)).isNull();
		assertThat(closed.retrieve("ada", () -> CompletableFuture.completedFuture(2)).get(10, TimeUnit.SECONDS))
			.isEqualTo(2);
	}

	private ValueWrapper found(String key) throws Exception {
		Object found = this.cache.retrieve(key).get(10, TimeUnit.SECONDS);
		assertThat(found).isInstanceOf(ValueWrapper.class);
		return (ValueWrapper) found;
	}

	private CompletableFuture<Integer> load(String key) {
		return this.cache.retrieve(key, () -> CompletableFuture.supplyAsync(this.loads::incrementAndGet));
	}

	private CompletableFuture<InputStream> stream() {
		String text = "text " + this.loads.incrementAndGet();
		return CompletableFuture.completedFuture(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
	}

	private static void await(CountDownLatch latch) {
		try {
			if (!latch.await(30, TimeUnit.SECONDS)) {
				throw new IllegalStateException("waited too long");
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
