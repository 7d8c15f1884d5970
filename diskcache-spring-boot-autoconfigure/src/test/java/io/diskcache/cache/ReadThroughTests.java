package io.diskcache.cache;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.springframework.cache.Cache.ValueRetrievalException;

import io.diskcache.store.StoreOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Values as they are stored, loaded where there are none. */
class ReadThroughTests extends CacheFixture {

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
	void failureOfTheLoaderIsThrownAndCounted() {
		IOException failure = new IOException("no");

		assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> read(() -> {
			throw failure;
		})).withCause(failure);

		assertThat(this.cache.statistics().failures()).isEqualTo(1);
		assertThat(this.cache.statistics().loads()).isEqualTo(1);
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
