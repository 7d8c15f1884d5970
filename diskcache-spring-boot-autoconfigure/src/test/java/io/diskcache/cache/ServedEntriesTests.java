package io.diskcache.cache;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.diskcache.near.NearOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Values given out as they are stored, which are found in the heap the second time. */
class ServedEntriesTests extends CacheFixture {

	private static final int INLINE = 4 << 10;

	private static final int FILE = 300_000;

	@ParameterizedTest
	@ValueSource(ints = { INLINE, FILE })
	void valueIsFoundInTheHeapOnceItWasRead(int length) {
		put(length, 'a');

		assertThat(read()).isEqualTo(bytes(length, 'a'));
		this.breakable.breaks();

		assertThat(read()).isEqualTo(bytes(length, 'a'));
		assertThat(this.cache.statistics().nearHits()).isEqualTo(1);
		assertThat(this.cache.statistics().diskHits()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { INLINE, FILE })
	void changedValueIsReadAnew(int length) {
		put(length, 'a');
		read();

		put(length, 'b');
		assertThat(read()).isEqualTo(bytes(length, 'b'));

		this.cache.evict("key");
		assertThat(read()).isNull();
		assertThat(this.cache.statistics().nearHits()).isZero();
		assertThat(this.cache.statistics().misses()).isEqualTo(1);
	}

	@Test
	void expiredValueIsNotFoundInTheHeap() {
		this.cache = TestCaches.over(this.store, CacheOptions.defaults().withTimeToLive(Duration.ofMillis(200)),
				() -> this.nanos);
		put(INLINE, 'a');
		read();

		await().until(() -> read() == null);
	}

	@Test
	void objectIsNotTakenForWhatIsGivenOut() {
		put(INLINE, 'a');

		assertThat(read()).isNotNull();
		assertThat(this.cache.get("key", byte[].class)).isEqualTo(bytes(INLINE, 'a'));
		assertThat(read()).isNotNull();
		assertThat(this.cache.get("key", byte[].class)).isEqualTo(bytes(INLINE, 'a'));
		assertThat(this.cache.statistics().diskHits()).isEqualTo(1);
	}

	@Test
	void fileThatIsGoneIsLookedForOnTheDisk() throws IOException {
		put(FILE, 'a');
		read();

		Files.delete(valueFile());

		assertThat(read()).isNull();
		put(FILE, 'b');
		assertThat(read()).isEqualTo(bytes(FILE, 'b'));
	}

	@Test
	void tagsCountAndWhatIsEvictedIsFreed() {
		put(INLINE, 'a');
		read();
		long untagged = this.cache.near().bytes();
		this.cache.evict("key");
		assertThat(this.cache.near().bytes()).isZero();

		this.cache.put("key", bytes(INLINE, 'a'), Duration.ofDays(1), "t".repeat(1000), "u".repeat(1000));
		read();

		assertThat(this.cache.near().bytes()).isGreaterThan(untagged + 2000);
	}

	@Test
	void heapIsNotUsedWhereItIsNotWanted() {
		this.cache = TestCaches.over(this.store,
				CacheOptions.defaults().withNear(NearOptions.defaults().withEnabled(false)), () -> this.nanos);
		put(INLINE, 'a');

		read();
		read();

		assertThat(this.cache.statistics().nearHits()).isZero();
		assertThat(this.cache.statistics().hits()).isEqualTo(2);
	}

	private void put(int length, char content) {
		this.cache.put("key", bytes(length, content));
	}

	private static byte[] bytes(int length, char content) {
		byte[] bytes = new byte[length];
		Arrays.fill(bytes, (byte) content);
		return bytes;
	}

	private byte @Nullable [] read() {
		return this.cache.read(this.cache.encodedKey("key"), (value) -> {
			try (InputStream in = value.open()) {
				return in.readAllBytes();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
	}

	private Path valueFile() throws IOException {
		try (Stream<Path> paths = Files.walk(this.temp)) {
			return paths.filter((path) -> path.toFile().length() == FILE).findFirst().orElseThrow();
		}
	}

}
