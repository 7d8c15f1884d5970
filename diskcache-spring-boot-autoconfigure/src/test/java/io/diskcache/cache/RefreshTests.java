package io.diskcache.cache;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueRetrievalException;

import io.diskcache.store.Entry;
import io.diskcache.store.Key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/** Values that are computed anew although there is one. */
@Timeout(60)
class RefreshTests extends CacheFixture {

	private static final Duration SHORT = Duration.ofMillis(60);

	private static final Duration LONG = Duration.ofSeconds(30);

	/** About as long as {@link #slow()} takes times how far ahead it may begin. */
	private static final Duration LIFE = Duration.ofSeconds(3);

	private final AtomicInteger loads = new AtomicInteger();

	/** What a loader of {@link #next()} waits for. */
	private final CountDownLatch released = new CountDownLatch(1);

	@AfterEach
	void release() {
		this.released.countDown();
	}

	@Test
	void valueIsComputedAheadOfItsEndWhileItIsGivenOut() {
		this.cache = cache(LIFE, RefreshOptions.none().withAhead(100));
		assertThat(this.cache.get("ada", this::slow)).isEqualTo(1);

		await().until(() -> {
			assertThat(this.cache.get("ada", this::next)).as("nobody waits").isEqualTo(1);
			return this.loads.get() == 2;
		});
		this.released.countDown();

		await().until(() -> this.cache.get("ada", Integer.class) == 2);
		assertThat(this.cache.statistics().refreshes()).isEqualTo(1);
		assertThat(this.cache.statistics().misses()).isEqualTo(1);
	}

	@Test
	void sameHoldsForFutures() {
		this.cache = cache(LIFE, RefreshOptions.none().withAhead(100));
		this.cache.get("ada", this::slow);

		await().until(() -> {
			assertThat(this.cache.retrieve("ada", () -> later(this::next))).succeedsWithin(LONG).isEqualTo(1);
			return this.loads.get() == 2;
		});
		this.released.countDown();

		await().until(() -> this.cache.get("ada", Integer.class) == 2);
	}

	@Test
	void nothingIsComputedAheadWhereThatIsNotWanted() {
		this.cache = cache(SHORT.multipliedBy(2), RefreshOptions.none());
		this.cache.get("ada", this::slow);

		await().until(() -> this.cache.get("ada", () -> 17) == 17);
		assertThat(this.loads).hasValue(1);
	}

	@Test
	void oneComputationOfAKeyRunsAtATimeInAllCachesThatShareAStore() {
		RefreshOptions ahead = RefreshOptions.none().withAhead(100);
		DiskCache other = cache(LIFE, ahead);
		this.cache = cache(LIFE, ahead);
		this.cache.get("ada", this::slow);
		AtomicInteger running = new AtomicInteger();
		Set<Integer> seen = ConcurrentHashMap.newKeySet();

		await().until(() -> {
			for (DiskCache each : Set.of(this.cache, other)) {
				each.get("ada", () -> {
					seen.add(running.incrementAndGet());
					slow();
					return running.decrementAndGet();
				});
			}
			return this.loads.get() > 8;
		});

		assertThat(seen).isEqualTo(Collections.singleton(1));
	}

	@Test
	void staleValueIsGivenOutWhileItIsComputedAnew() {
		this.cache = cache(SHORT, RefreshOptions.none().withStaleWhileRevalidate(LONG));
		this.cache.get("ada", this.loads::incrementAndGet);
		awaitExpiry();

		assertThat(this.cache.get("ada", this::next)).isEqualTo(1);
		assertThat(this.cache.retrieve("ada", () -> later(this::next))).succeedsWithin(LONG).isEqualTo(1);
		assertThat(this.cache.statistics().staleHits()).isEqualTo(2);
		await().untilAsserted(() -> assertThat(this.loads).hasValue(2));
		this.released.countDown();

		await().until(() -> this.cache.statistics().refreshes() == 1);
		assertThat(this.cache.get("ada", () -> 17)).isIn(2, 17);
	}

	@Test
	void whatIsTooStaleIsLoadedByWhoAsks() {
		this.cache = cache(SHORT, RefreshOptions.none().withStaleWhileRevalidate(SHORT).withStaleIfError(LONG));
		this.cache.get("ada", this.loads::incrementAndGet);

		Key key = Key.of(this.cache.encodedKey("ada"));
		await().until(() -> this.store.readStale(key, SHORT, Entry::bytes) == null);
		assertThat(this.store.readStale(key, LONG, Entry::bytes)).isNotNull();

		assertThat(this.cache.get("ada", () -> 17)).isEqualTo(17);
		assertThat(this.cache.statistics().refreshes()).isZero();
	}

	@Test
	void staleValueIsGivenOutWhereComputingItFails() {
		this.cache = cache(SHORT, RefreshOptions.none().withStaleIfError(LONG));
		this.cache.get("ada", this.loads::incrementAndGet);
		awaitExpiry();

		assertThat(this.cache.<Integer>get("ada", RefreshTests::fail)).isEqualTo(1);
		assertThat(this.cache.retrieve("ada", () -> later(RefreshTests::fail))).succeedsWithin(LONG).isEqualTo(1);
		assertThat(this.cache.get("ada", this.loads::incrementAndGet)).as("not tried again at once").isEqualTo(1);
		assertThat(this.cache.statistics().staleHits()).isEqualTo(3);
		assertThat(this.cache.statistics().refreshFailures()).isEqualTo(1);
		await().until(() -> this.cache.get("ada", this.loads::incrementAndGet) == 2);
	}

	@Test
	void failureIsPassedOnWhereThereIsNothingToGiveOut() {
		this.cache = cache(SHORT, RefreshOptions.none().withStaleIfError(SHORT));
		assertThatExceptionOfType(ValueRetrievalException.class)
			.isThrownBy(() -> this.cache.get("bob", RefreshTests::fail));
		this.cache.get("ada", this.loads::incrementAndGet);

		await().untilAsserted(() -> assertThatExceptionOfType(ValueRetrievalException.class)
			.isThrownBy(() -> this.cache.get("ada", RefreshTests::fail)));
		assertThat(this.cache.retrieve("ada", () -> later(RefreshTests::fail))).failsWithin(LONG)
			.withThrowableThat()
			.withRootCauseInstanceOf(IOException.class);
	}

	@Test
	void errorIsPassedOn() {
		this.cache = cache(SHORT, RefreshOptions.none().withStaleIfError(LONG));
		this.cache.get("ada", this.loads::incrementAndGet);
		awaitExpiry();

		assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> this.cache.get("ada", () -> {
			throw new StackOverflowError();
		})).withCauseInstanceOf(StackOverflowError.class);
	}

	@Test
	void failedComputationIsReportedAndNotTriedAgainAtOnce() {
		this.cache = cache(SHORT, RefreshOptions.none().withStaleWhileRevalidate(LONG));
		this.cache.get("ada", () -> 1);
		awaitExpiry();

		for (int i = 0; i < 100; i++) {
			assertThat(this.cache.<Integer>get("ada", this::countAndFail)).isEqualTo(1);
		}
		await().until(() -> this.cache.statistics().refreshFailures() == 1);
		assertThat(this.cache.<Integer>get("ada", this::countAndFail)).isEqualTo(1);
		assertThat(this.loads).hasValue(1);
		await().until(() -> this.cache.<Integer>get("ada", this::countAndFail) == 1 && this.loads.get() == 2);
		assertThat(this.cache.statistics().failures()).isPositive();
	}

	@Test
	void whatWasComputedIsNotStoredAfterAnEviction() {
		this.cache = cache(SHORT, RefreshOptions.none().withStaleWhileRevalidate(LONG));
		this.cache.get("ada", () -> 1);
		awaitExpiry();
		this.cache.get("ada", this::next);
		await().until(() -> this.loads.get() == 1);

		this.cache.evict("ada");
		this.released.countDown();

		await().during(SHORT).until(() -> this.cache.get("ada") == null);
		assertThat(this.cache.statistics().refreshes()).isZero();
	}

	@Test
	void streamIsComputedAnewAsWell() throws IOException {
		this.cache = cache(SHORT, RefreshOptions.none().withStaleWhileRevalidate(LONG));
		this.cache.get("ada", () -> stream("1")).close();
		awaitExpiry();

		try (InputStream old = this.cache.get("ada", () -> stream("2"))) {
			assertThat(old).hasContent("1");
		}
		await().until(() -> this.cache.statistics().refreshes() == 1);
	}

	@Test
	void noMoreThanSixteenAreComputedAtATime() {
		this.cache = cache(SHORT, RefreshOptions.none().withStaleWhileRevalidate(LONG));
		for (int i = 0; i < 30; i++) {
			this.cache.put(i, 1);
		}
		await().until(() -> this.cache.get(29) == null);
		List<CompletableFuture<Integer>> computing = new CopyOnWriteArrayList<>();
		for (int i = 0; i < 30; i++) {
			assertThat(this.cache.retrieve(i, () -> {
				computing.add(new CompletableFuture<>());
				return computing.get(computing.size() - 1);
			})).succeedsWithin(LONG).isEqualTo(1);
		}
		await().until(() -> computing.size() == 16);
		computing.forEach((each) -> each.complete(2));

		await().until(() -> this.cache.statistics().refreshes() == 16);
		assertThat(computing).hasSize(16);
	}

	@Test
	void whatCannotBeStoredIsNotComputedAgainAtOnce() {
		this.cache = TestCaches.over(this.store,
				CacheOptions.defaults()
					.withTimeToLive(SHORT)
					.withAllowNullValues(false)
					.withRefresh(RefreshOptions.none().withStaleWhileRevalidate(LONG)),
				() -> this.nanos);
		this.cache.put("ada", 1);
		awaitExpiry();

		this.cache.get("ada", this::countAndReturnNull);
		await().until(() -> this.loads.get() == 1);
		for (int i = 0; i < 100; i++) {
			assertThat(this.cache.<Integer>get("ada", this::countAndReturnNull)).isEqualTo(1);
		}
		assertThat(this.loads).hasValueLessThanOrEqualTo(2);
		assertThat(this.cache.statistics().refreshFailures()).isZero();
	}

	@Test
	void interruptIsKept() {
		this.cache = cache(SHORT, RefreshOptions.none().withStaleIfError(LONG));
		this.cache.put("ada", 1);
		awaitExpiry();

		assertThat(this.cache.<Integer>get("ada", () -> {
			throw new InterruptedException();
		})).isEqualTo(1);
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void computationHasTheClassLoaderOfWhoAsked() throws IOException {
		this.cache = cache(SHORT, RefreshOptions.none().withStaleWhileRevalidate(LONG));
		this.cache.put("ada", "old");
		awaitExpiry();
		Thread thread = Thread.currentThread();
		ClassLoader own = thread.getContextClassLoader();
		AtomicReference<ClassLoader> seen = new AtomicReference<>();
		try (URLClassLoader mine = new URLClassLoader(new URL[0], own)) {
			thread.setContextClassLoader(mine);
			assertThat(this.cache.retrieve("ada", () -> {
				seen.set(Thread.currentThread().getContextClassLoader());
				return CompletableFuture.completedFuture("new");
			})).succeedsWithin(LONG).isEqualTo("old");
			await().untilAsserted(() -> assertThat(seen).hasValue(mine));
		}
		finally {
			thread.setContextClassLoader(own);
		}
	}

	@Test
	void whatIsComputedAfterALookupThatFailedIsNotKnownToBeNew() {
		Cache view = this.cache.forInvocation(null, null);
		this.breakable.breaks();
		assertThat(view.get("ada")).isNull();
		this.breakable.isMended();
		this.cache.evict("ada");

		view.put("ada", "computed before");

		assertThat(this.cache.get("ada")).isNull();
	}

	@Test
	void wrongOptionsAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> RefreshOptions.none().withAhead(-1))
			.withMessageContaining("-1");
		assertThatIllegalArgumentException().isThrownBy(() -> RefreshOptions.none().withAhead(Double.NaN));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> RefreshOptions.none().withStaleIfError(Duration.ofSeconds(-1)))
			.withMessageContaining("PT-1S");
	}

	private DiskCache cache(Duration timeToLive, RefreshOptions refresh) {
		return TestCaches.over(this.store, CacheOptions.defaults().withTimeToLive(timeToLive).withRefresh(refresh),
				() -> this.nanos);
	}

	private void awaitExpiry() {
		await().until(() -> this.cache.get("ada") == null);
	}

	/** Takes some time, by which it is known how early it has to begin. */
	private int slow() {
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(30);
		while (System.nanoTime() < end) {
			LockSupport.parkNanos(end - System.nanoTime());
		}
		return this.loads.incrementAndGet();
	}

	private int next() {
		int number = this.loads.incrementAndGet();
		try {
			assertThat(this.released.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		return number;
	}

	private int countAndFail() throws IOException {
		this.loads.incrementAndGet();
		return fail();
	}

	private static int fail() throws IOException {
		throw new IOException("no");
	}

	private Integer countAndReturnNull() {
		this.loads.incrementAndGet();
		return null;
	}

	private static InputStream stream(String content) {
		return new ByteArrayInputStream(content.getBytes());
	}

	private static CompletableFuture<Integer> later(Callable<Integer> loader) {
		return CompletableFuture.supplyAsync(() -> {
			try {
				return loader.call();
			}
			catch (Exception ex) {
				throw new CompletionException(ex);
			}
		});
	}

}
