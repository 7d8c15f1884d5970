package io.diskcache.cache;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.core.io.InputStreamResource;

import io.diskcache.store.StoreOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/** Values as they are stored, loaded where there are none. */
class ReadThroughTests extends CacheFixture {

	private static final int READERS = 12;

	private static final Duration BRIEF = Duration.ofMillis(20);

	@Test
	void valueThatHasExpiredIsReadWhileTheNextIsMade() {
		this.cache = cache(CacheOptions.defaults()
			.withTimeToLive(BRIEF)
			.withRefresh(RefreshOptions.none().withStaleWhileRevalidate(Duration.ofHours(1))));
		CountDownLatch stale = new CountDownLatch(1);
		Callable<String> next = () -> {
			stale.await();
			return "new";
		};
		assertThat(read(() -> "old")).isEqualTo("old");
		await().until(() -> this.cache.get("key") == null);

		assertThat(read(next)).isEqualTo("old");
		stale.countDown();
		await().until(() -> read(next).equals("new"));
	}

	@Test
	void valueThatHasExpiredIsReadWhereNoOtherCanBeMade() {
		this.cache = cache(CacheOptions.defaults()
			.withTimeToLive(BRIEF)
			.withRefresh(RefreshOptions.none().withStaleIfError(Duration.ofHours(1))));
		read(() -> "old");
		await().until(() -> this.cache.get("key") == null);

		assertThat(read(() -> {
			throw new IOException("no");
		})).isEqualTo("old");
	}

	@Test
	void nothingIsStoredOnlyWhereNullIsAllowed() {
		AtomicInteger loads = new AtomicInteger();
		Callable<Object> nothing = () -> {
			loads.incrementAndGet();
			return null;
		};
		this.cache = cache(CacheOptions.defaults().withAllowNullValues(false));
		assertThat(read(nothing)).isNull();
		assertThat(read(nothing)).isNull();
		assertThat(loads).hasValue(2);

		this.cache = cache(CacheOptions.defaults());
		assertThat(read(nothing)).isNull();
		assertThat(read(nothing)).isNull();
		assertThat(loads).hasValue(3);
		assertThat(this.cache.get("key")).isNotNull();
	}

	@Test
	void valueThatIsTooLargeIsNotStored() {
		this.cache = TestCaches.over(this.directory.open("small", StoreOptions.defaults().withMaxValueSize(1 << 20)));

		assertThatExceptionOfType(ValueNotStoredException.class).isThrownBy(() -> read(() -> new byte[2 << 20]));
	}

	@Test
	void streamThatCannotBeStoredIsLoadedOnce() {
		this.cache = TestCaches.over(this.directory.open("small", StoreOptions.defaults().withMaxValueSize(1 << 20)));
		AtomicInteger closed = new AtomicInteger();

		assertThatExceptionOfType(ValueNotStoredException.class)
			.isThrownBy(() -> read(() -> stream(new byte[2 << 20], closed)));

		assertThat(closed).hasPositiveValue();
		assertThat(this.cache.statistics().loads()).isEqualTo(1);
	}

	@Test
	void streamIsClosedWhereNothingCanBeStored() {
		AtomicInteger closed = new AtomicInteger();
		this.breakable.breaks();

		assertThatExceptionOfType(ValueNotStoredException.class)
			.isThrownBy(() -> read(() -> new InputStreamResource(stream(new byte[1], closed))));

		assertThat(closed).hasValue(1);
		assertThat(this.cache.statistics().loads()).isEqualTo(1);
	}

	@Test
	void thoseWhoWaitForALoadThatFailsHearTheSame() throws Exception {
		IOException failure = new IOException("no");

		assertThat(readAtOnce(() -> {
			throw failure;
		})).allSatisfy((outcome) -> assertThat(outcome).hasCauseInstanceOf(ValueRetrievalException.class)
			.hasRootCause(failure));

		assertThat(this.cache.statistics().loads()).isEqualTo(1);
		assertThat(read(() -> "next")).as("who comes later").isEqualTo("next");
	}

	@Test
	void thoseWhoWaitForALoadWhoseValueIsNotStoredHearTheSame() throws Exception {
		this.cache = TestCaches.over(this.directory.open("small", StoreOptions.defaults().withMaxValueSize(1 << 20)));

		assertThat(readAtOnce(() -> new byte[2 << 20]))
			.allSatisfy((outcome) -> assertThat(outcome).hasCauseInstanceOf(ValueNotStoredException.class));

		assertThat(this.cache.statistics().loads()).isEqualTo(1);
	}

	@Test
	void thoseWhoWaitForNothingFindNothing() throws Exception {
		this.cache = cache(CacheOptions.defaults().withAllowNullValues(false));

		assertThat(readAtOnce(() -> null)).containsOnlyNulls();

		assertThat(this.cache.statistics().loads()).isEqualTo(1);
		assertThat(this.cache.statistics().misses()).isEqualTo(READERS);
	}

	@Test
	void whoLoadsForItselfIsNotConcernedByWhatReadersShare() throws Exception {
		CountDownLatch end = new CountDownLatch(1);
		FutureTask<String> reader = new FutureTask<>(() -> read(() -> {
			end.await();
			throw new IOException("no");
		}));
		started(reader);
		FutureTask<String> caller = new FutureTask<>(() -> this.cache.get("key", () -> "own"));
		started(caller);
		end.countDown();

		assertThat(caller.get()).isEqualTo("own");
	}

	@Test
	void failureOfTheLoaderIsThrownAndCounted() {
		IOException failure = new IOException("no");

		assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> read(() -> {
			throw failure;
		})).withCause(failure);

		assertThat(this.cache.statistics().failures()).isEqualTo(1);
		assertThat(this.cache.statistics().loads()).isEqualTo(1);
	}

	/** The failures of those who wait for one load, and of the one who loads. */
	private List<Throwable> readAtOnce(Callable<?> loader) throws Exception {
		CountDownLatch end = new CountDownLatch(1);
		List<FutureTask<String>> readers = new ArrayList<>();
		for (int i = 0; i < READERS; i++) {
			FutureTask<String> reader = new FutureTask<>(() -> read(() -> {
				end.await();
				return loader.call();
			}));
			readers.add(reader);
			started(reader);
		}
		end.countDown();
		List<Throwable> failures = new ArrayList<>();
		for (FutureTask<String> reader : readers) {
			failures.add(catchThrowable(() -> assertThat(reader.get()).isNull()));
		}
		return failures;
	}

	/** Who loads waits for the end without limit, the others for a turn with one. */
	private static void started(Runnable reader) {
		Thread thread = new Thread(reader);
		thread.start();
		await()
			.until(() -> thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
	}

	private static InputStream stream(byte[] bytes, AtomicInteger closed) {
		return new FilterInputStream(new ByteArrayInputStream(bytes)) {

			@Override
			public void close() {
				closed.incrementAndGet();
			}

		};
	}

	private DiskCache cache(CacheOptions options) {
		return TestCaches.over(this.store, options, () -> this.nanos);
	}

	private String read(Callable<?> loader) {
		return this.cache.read("key", loader, (value) -> {
			try (InputStream in = value.open()) {
				return new String(in.readAllBytes(), StandardCharsets.UTF_8);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
	}

}
