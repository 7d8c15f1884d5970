package io.diskcache.cache;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.Resource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values of every kind and length under one key, in the database and in files by turns.
 */
class RoundTripTests extends CacheFixture {

	private static final int MEGABYTE = 1 << 20;

	@AfterEach
	void check() {
		assertThat(this.store.check(false)).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("values")
	void valueIsStoredFoundAndRemoved(Object value) throws IOException {
		for (int round = 0; round < 2; round++) {
			this.cache.put("key", value);

			assertThat(this.cache.size()).isEqualTo(1);
			assertThat(this.cache.get("key").get()).isEqualTo(value);
			assertThat(fresh().get("key").get()).isEqualTo(value);
			assertThat(this.cache.evictIfPresent("key")).isTrue();
			assertThat(this.cache.evictIfPresent("key")).isFalse();
			assertThat(this.cache.size()).isZero();
			assertThat(valueFiles()).isZero();
		}
	}

	static Stream<Object> values() {
		byte[] bytes = new byte[5 * MEGABYTE];
		new Random(1).nextBytes(bytes);
		return Stream.of(null, 1234, Double.NaN, Long.MIN_VALUE, BigInteger.TWO.pow(512), "", new byte[0],
				"x".repeat(5 * MEGABYTE), bytes, List.copyOf(Collections.nCopies(MEGABYTE, 7)), "€".repeat(32_767),
				"two\r\nlines\r".repeat(10_000), "\uD800".repeat(100_000));
	}

	/** The limit is counted in bytes, whatever characters a text has. */
	@Test
	void valueAboveTheInlineLimitIsAFile() {
		int limit = this.cache.options().store().inlineLimit();
		this.cache.put("longest", new byte[limit]);
		this.cache.put("longer", new byte[limit + 1]);
		this.cache.put("text", "€".repeat(limit / 2));

		assertThat(this.cache.entry("longest").inFile()).isFalse();
		assertThat(this.cache.entry("longer").inFile()).isTrue();
		assertThat(this.cache.entry("text").inFile()).isTrue();
	}

	@Test
	void keyGoesFromTheDatabaseToAFileAndBack() throws IOException {
		this.cache.put("key", 0);
		this.cache.put("key", 1);
		assertThat(this.cache.get("key").get()).isEqualTo(1);

		this.cache.put("key", new byte[4 * MEGABYTE]);
		assertThat((byte[]) this.cache.get("key").get()).hasSize(4 * MEGABYTE);
		assertThat(valueFiles()).isEqualTo(1);

		this.cache.put("key", new ByteArrayInputStream(new byte[] { 5 }), null);
		try (InputStream stream = (InputStream) this.cache.get("key").get()) {
			assertThat(stream.readAllBytes()).containsExactly(5);
		}

		this.cache.put("key", 2);
		assertThat(this.cache.get("key").get()).isEqualTo(2);
		assertThat(this.cache.size()).isEqualTo(1);
		assertThat(valueFiles()).isZero();
	}

	@Test
	void fileOfTheApplicationIsStoredAndStays() throws IOException {
		Path file = Files.write(this.temp.resolve("report.txt"), new byte[4 * MEGABYTE]);
		this.cache.put("key", file);
		Files.delete(file);

		Resource found = this.cache.get("key", Resource.class);

		assertThat(found.contentLength()).isEqualTo(4 * MEGABYTE);
		assertThat(found.getFilename()).isEqualTo("report.txt");
		assertThat(found.getContentAsByteArray()).hasSize(4 * MEGABYTE);
	}

	/** Each is found again, and no two of them are one. */
	@Test
	void numbersThatLookAlikeAreKeysOfTheirOwn() {
		List<Object> keys = List.of(1, 1L, 1.0, 1.0f, "1", true, 'a', "a", Double.NaN, Float.NaN, 0.0, -0.0);
		for (int i = 0; i < keys.size(); i++) {
			this.cache.put(keys.get(i), i);
		}

		assertThat(this.cache.size()).isEqualTo(keys.size());
		for (int i = 0; i < keys.size(); i++) {
			assertThat(fresh().get(keys.get(i), Integer.class)).isEqualTo(i);
		}
		assertThat(this.cache.keys()).containsExactlyElementsOf(keys);
	}

	/** The same entries, with a heap of its own. */
	private DiskCache fresh() {
		return TestCaches.over(this.store);
	}

	private long valueFiles() throws IOException {
		try (Stream<Path> files = Files.walk(this.temp)) {
			return files.filter((file) -> file.toString().contains("values-00") && Files.isRegularFile(file)).count();
		}
	}

}
