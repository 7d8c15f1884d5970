package io.diskcache.cache;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.cache.Cache.ValueRetrievalException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class LoadingTests extends CacheFixture {

	private final AtomicInteger loads = new AtomicInteger();

	private final ExecutorService threads = Executors.newFixedThreadPool(8);

	@AfterEach
	void stopThreads() {
		this.threads.shutdownNow();
	}

	@Test
	void valueIsLoadedAtAMissAndFoundAfterwards() {
		assertThat(this.cache.get("ada", this.loads::incrementAndGet)).isEqualTo(1);
		assertThat(this.cache.get("ada", this.loads::incrementAndGet)).isEqualTo(1);
		assertThat(this.cache.get("ada", Integer.class)).isEqualTo(1);
	}

	@Test
	void loadedNullIsKept() {
		assertThat(this.cache.<Object>get("nobody", this::countAndReturnNull)).isNull();
		assertThat(this.cache.<Object>get("nobody", this::countAndReturnNull)).isNull();

		assertThat(this.loads).hasValue(1);
	}

	@Test
	void eightThreadsLoadAKeyOnce() throws Exception {
		CountDownLatch ready = new CountDownLatch(8);
		List<Future<Integer>> results = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			results.add(this.threads.submit(() -> {
				ready.countDown();
				ready.await();
				return this.cache.get("ada", this.loads::incrementAndGet);
			}));
		}

		for (Future<Integer> result : results) {
			assertThat(result.get()).isEqualTo(1);
		}
	}

	@Test
	void valueIsStoredThoughTheExpiredOneIsDeletedMeanwhile() {
		this.cache.put("ada", "old", Duration.ofMillis(20));
		await().until(() -> this.cache.get("ada") == null);

		this.cache.get("ada", () -> {
			await().until(() -> this.cache.size() == 0);
			return "new";
		});

		assertThat(this.cache.get("ada", String.class)).isEqualTo("new");
	}

	@Test
	void whereNothingCanBeStoredNobodyWaitsForMoreThanOneLoad() throws Exception {
		this.breakable.breaks();
		CountDownLatch first = new CountDownLatch(1);
		CountDownLatch others = new CountDownLatch(3);
		Callable<Boolean> loader = () -> {
			if (this.loads.incrementAndGet() == 1) {
				return first.await(20, TimeUnit.SECONDS);
			}
			others.countDown();
			return others.await(20, TimeUnit.SECONDS);
		};
		List<Thread> waiting = new ArrayList<>();
		List<Future<Boolean>> results = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			FutureTask<Boolean> result = new FutureTask<>(() -> this.cache.get("ada", loader));
			Thread thread = new Thread(result);
			thread.start();
			waiting.add(thread);
			results.add(result);
			await().until(() -> waiting.stream().allMatch((each) -> each.getState() == Thread.State.TIMED_WAITING));
		}
		assertThat(this.loads).hasValue(1);
		first.countDown();

		for (Future<Boolean> result : results) {
			assertThat(result.get()).as("they load at once").isTrue();
		}
		assertThat(this.cache.statistics().loadTimeouts()).isZero();
	}

	@Test
	void twoKeysAreLoadedAtOnce() throws Exception {
		CountDownLatch bothLoading = new CountDownLatch(2);
		List<Future<Boolean>> results = new ArrayList<>();
		for (String key : List.of("AaAa", "BBBB")) {
			results.add(this.threads.submit(() -> this.cache.get(key, () -> {
				bothLoading.countDown();
				return bothLoading.await(20, TimeUnit.SECONDS);
			})));
		}

		for (Future<Boolean> result : results) {
			assertThat(result.get()).isTrue();
		}
	}

	@Test
	void loaderMayLoadOtherKeys() {
		String loaded = this.cache.get("AaAa", () -> "outer+" + this.cache.get("BBBB", () -> "inner"));

		assertThat(loaded).isEqualTo("outer+inner");
		assertThat(this.cache.get("AaAa", String.class)).isEqualTo("outer+inner");
		assertThat(this.cache.get("BBBB", String.class)).isEqualTo("inner");
	}

	@Test
	void loaderThatAsksForItsOwnKeyIsAClearError() {
		assertThatExceptionOfType(ValueRetrievalException.class)
			.isThrownBy(() -> this.cache.get("ada", () -> this.cache.get("ada", () -> 1)))
			.havingCause()
			.isInstanceOf(IllegalStateException.class)
			.withMessage("A loader asked the cache for the very key it is loading");
		assertThat(this.cache.get("ada", () -> 2)).as("the key is free again").isEqualTo(2);
	}

	@Test
	void failureOfALoaderIsPassedOnAndNothingIsStored() {
		IOException failure = new IOException("no");

		assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> this.cache.get("ada", () -> {
			throw failure;
		})).withCause(failure);
		assertThat(this.cache.get("ada")).isNull();
	}

	@Test
	void errorOfALoaderIsPassedOnAsWell() {
		Error failure = new AssertionError("no");

		assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> this.cache.get("ada", () -> {
			throw failure;
		})).withCause(failure);
	}

	@Test
	void loadThatBeganBeforeAnEvictIsNotStored() {
		assertThat(this.cache.get("ada", () -> {
			this.cache.evict("ada");
			return "old";
		})).isEqualTo("old");

		assertThat(this.cache.get("ada")).isNull();
	}

	@Test
	void loadThatBeganBeforeAGetAndRemoveIsNotStored() {
		assertThat(this.cache.get("ada", () -> {
			assertThat(this.cache.getAndRemove("ada")).isNull();
			return "old";
		})).isEqualTo("old");

		assertThat(this.cache.get("ada")).isNull();
	}

	@Test
	void loadThatBeganBeforeAClearIsNotStored() {
		this.cache.get("ada", () -> {
			this.cache.clear();
			return "old";
		});

		assertThat(this.cache.get("ada")).isNull();
	}

	@Test
	void loadThatBeganBeforeAPutDoesNotReplaceIt() {
		this.cache.get("ada", () -> {
			this.cache.put("ada", "new");
			return "old";
		});

		assertThat(this.cache.get("ada", String.class)).isEqualTo("new");
	}

	@Test
	void brokenStoreRunsTheLoaderOnce() {
		this.breakable.breaks();

		assertThat(this.cache.get("ada", this.loads::incrementAndGet)).isEqualTo(1);
		assertThat(this.loads).hasValue(1);
	}

	@Test
	void storeThatBreaksDuringALoadRunsTheLoaderOnce() {
		int loaded = this.cache.get("ada", () -> {
			this.breakable.breaks();
			return this.loads.incrementAndGet();
		});

		assertThat(loaded).isEqualTo(1);
		assertThat(this.loads).hasValue(1);
		assertThat(this.cache.statistics().failures()).isPositive();
	}

	@Test
	void valueThatCannotBeEncodedIsReturned() {
		Object value = new Object();

		assertThat(this.cache.<Object>get("ada", () -> value)).isSameAs(value);
	}

	@Test
	void waitForAnotherLoadEndsAtTheLoadTimeout() throws Exception {
		DiskCache impatient = TestCaches.over(this.breakable.store(),
				CacheOptions.defaults().withLoadTimeout(Duration.ofMillis(50)), System::nanoTime);
		CountDownLatch loading = new CountDownLatch(1);
		CountDownLatch done = new CountDownLatch(1);
		Future<String> slow = this.threads.submit(() -> impatient.get("ada", () -> {
			loading.countDown();
			done.await();
			return "slow";
		}));
		loading.await();

		assertThat(impatient.get("ada", () -> "beside")).isEqualTo("beside");
		done.countDown();
		assertThat(slow.get()).isEqualTo("slow");
		assertThat(impatient.get("ada", String.class)).as("the later load does not replace the earlier")
			.isEqualTo("beside");
	}

	@Test
	void interruptedWaiterLoadsBesideAndStaysInterrupted() throws Exception {
		CountDownLatch loading = new CountDownLatch(1);
		CountDownLatch done = new CountDownLatch(1);
		Future<String> slow = this.threads.submit(() -> this.cache.get("ada", () -> {
			loading.countDown();
			done.await();
			return "slow";
		}));
		loading.await();

		Future<Boolean> waiter = this.threads.submit(() -> {
			Thread.currentThread().interrupt();
			this.cache.get("ada", () -> "beside");
			return Thread.currentThread().isInterrupted();
		});

		assertThat(waiter.get()).isTrue();
		done.countDown();
		assertThat(slow.get()).isEqualTo("slow");
	}

	private Object countAndReturnNull() {
		this.loads.incrementAndGet();
		return null;
	}

}
