package io.diskcache.near;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.diskcache.codec.JavaCodec;
import io.diskcache.codec.Values;
import io.diskcache.store.Key;
import io.diskcache.store.Stamp;
import io.diskcache.store.Store;
import io.diskcache.store.StoreDirectory;
import io.diskcache.store.StoreOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** How the caches of a manager share the heap. */
class SharesTests {

	private static final long TOTAL = 4 << 20;

	private static final int VALUE = 10_000;

	private static final Values VALUES = new Values(new JavaCodec(List.of(), SharesTests.class.getClassLoader()));

	@TempDir
	Path temp;

	private final NearTier tier = NearTier.of(TOTAL);

	private StoreDirectory directory;

	private Stamp current;

	@BeforeEach
	void open() {
		this.directory = StoreDirectory.open(this.temp);
		Store store = this.directory.open("test", StoreOptions.defaults());
		this.current = store.read(Key.of(new byte[1]), (entry) -> entry).stamp();
	}

	@AfterEach
	void close() {
		this.directory.close();
	}

	@Test
	void cacheThatIsAloneMayHaveAll() {
		NearCache cache = cache(NearOptions.defaults());

		fill(cache, 1000);

		assertThat(cache.statistics().limit()).isEqualTo(TOTAL);
		assertThat(cache.statistics().bytes()).isBetween(TOTAL * 9 / 10, TOTAL);
	}

	@Test
	void whatOthersDoNotNeedMayBeUsed() {
		NearCache busy = cache(NearOptions.defaults());
		NearCache small = cache(NearOptions.defaults());
		fill(small, 10);

		Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
			fill(busy, 500);
			assertThat(busy.statistics().bytes()).isGreaterThan(TOTAL * 8 / 10);
		});

		assertThat(small.statistics().entries()).isEqualTo(10);
		assertThat(together(busy, small)).isLessThanOrEqualTo(TOTAL);
	}

	@Test
	void whoWantsMoreThanThereIsGetsAnEqualPart() {
		NearCache first = cache(NearOptions.defaults());
		fill(first, 1000);
		NearCache second = cache(NearOptions.defaults());
		NearCache small = cache(NearOptions.defaults());

		Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
			fill(small, 20);
			fill(first, 300);
			fill(second, 300);
			assertThat(first.statistics().limit()).isBetween(TOTAL * 4 / 10, TOTAL / 2);
			assertThat(second.statistics().limit()).isBetween(TOTAL * 4 / 10, TOTAL / 2);
			assertThat(small.statistics().entries()).isEqualTo(20);
			assertThat(together(first, second, small)).isLessThanOrEqualTo(TOTAL);
		});
	}

	@Test
	void cacheWhoseValuesDoNotFitIntoTheLeastPartGetsMore() {
		NearCache first = cache(NearOptions.defaults());
		fill(first, 1000);
		NearCache large = cache(NearOptions.defaults());
		int length = (int) (TOTAL / 10);

		Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
			hold(large, "large", length);
			fill(first, 100);
			assertThat(large.find("large")).isNotNull();
		});
	}

	@Test
	void limitOfACacheIsNeverExceeded() {
		NearCache limited = cache(NearOptions.defaults().withSizeLimit(1 << 20));

		for (int i = 0; i < 20; i++) {
			fill(limited, 100);
			assertThat(limited.statistics().bytes()).isLessThanOrEqualTo(1 << 20);
		}

		assertThat(limited.statistics().limit()).isEqualTo(1 << 20);
	}

	@Test
	void manyCachesTogetherStayBelowTheLimit() {
		List<NearCache> caches = IntStream.range(0, 100).mapToObj((i) -> cache(NearOptions.defaults())).toList();

		for (int i = 0; i < 10; i++) {
			caches.forEach((cache) -> IntStream.range(0, 100).forEach((key) -> cache.holdAbsence(key, this.current)));
			assertThat(together(caches.toArray(NearCache[]::new))).isLessThanOrEqualTo(TOTAL);
		}
		assertThat(caches).allMatch((cache) -> cache.statistics().bytes() > 0);
	}

	@Test
	void valueThatWouldTakeTooMuchIsNotHeld() {
		NearCache cache = cache(NearOptions.defaults());

		hold(cache, "large", (int) (TOTAL / 8) + 1);
		hold(cache, "small", VALUE);

		assertThat(cache.find("large")).isNull();
		assertThat(cache.find("small")).isNotNull();
		assertThat(cache.admits(TOTAL / 8 + 1)).isFalse();
		assertThat(cache.admits(VALUE)).isTrue();
	}

	@Test
	void afterClosingNothingIsHeld() {
		NearCache cache = cache(NearOptions.defaults());
		fill(cache, 10);

		this.tier.close();
		fill(cache, 10);

		assertThat(cache.statistics().bytes()).isZero();
		assertThat(cache.statistics().entries()).isZero();
	}

	@Test
	void limitsThatAreTooSmallAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> NearTier.of(1000)).withMessageContaining("1048576");
		assertThatIllegalArgumentException().isThrownBy(() -> NearOptions.defaults().withSizeLimit(0))
			.withMessageContaining("1048576");
	}

	private NearCache cache(NearOptions options) {
		return this.tier.cache(options, VALUES);
	}

	private void fill(NearCache cache, int entries) {
		for (int i = 0; i < entries; i++) {
			hold(cache, "key" + i, VALUE);
		}
	}

	private void hold(NearCache cache, String key, int length) {
		byte[] bytes = new byte[length];
		cache.holdRead(key, this.current, new Encoded(Values.BYTES, 0, bytes), bytes.clone());
	}

	private static long together(NearCache... caches) {
		return Stream.of(caches).mapToLong((cache) -> cache.statistics().bytes()).sum();
	}

}
