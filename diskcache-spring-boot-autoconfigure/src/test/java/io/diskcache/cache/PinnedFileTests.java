package io.diskcache.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ByteArrayResource;

import io.diskcache.store.Entry;
import io.diskcache.store.Jvm;
import io.diskcache.store.Key;
import io.diskcache.store.OpenFiles;
import io.diskcache.store.PinnedFile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Values as files, for tools that need a path. */
class PinnedFileTests extends CacheFixture {

	@ParameterizedTest
	@ValueSource(ints = { 0, 100, 65_536, 300_000 })
	void pinnedFileStaysWhateverHappensToItsEntry(int length) throws IOException {
		byte[] bytes = random(length);
		this.cache.put("file", new ByteArrayResource(bytes));
		CachedResource found = this.cache.get("file", CachedResource.class);
		long open = OpenFiles.ofValues();

		PinnedFile pinned = found.pin();

		try (pinned) {
			this.cache.put("file", new ByteArrayResource(random(length + 1)));
			this.cache.clear();
			assertThat(this.cache.get("file")).isNull();
			assertThat(pinned.path()).hasBinaryContent(bytes);
			assertThat(OpenFiles.ofValues()).isEqualTo(open);
		}
		assertThat(pinned.path()).doesNotExist();
		pinned.close();
		assertThat(temporaryFiles()).isEmpty();
	}

	@Test
	void valueInARowIsWrittenToAFile() {
		this.cache.put("text", "abc");

		try (PinnedFile pinned = this.store.get(Key.of(this.cache.encodedKey("text")), Entry::pin)) {
			assertThat(pinned.path()).hasContent("abc");
		}
	}

	@Test
	void entryIsNotTouchedByTheEndOfThePin() throws IOException {
		this.cache.put("file", new ByteArrayResource(random(100_000)));
		CachedResource found = this.cache.get("file", CachedResource.class);

		found.pin().close();

		assertThat(found.getContentAsByteArray()).isEqualTo(random(100_000));
		assertThat(this.store.check(false)).isEmpty();
	}

	@Test
	void checkFindsNothingWrongWithAPin() throws IOException {
		this.cache.put("file", new ByteArrayResource(random(100_000)));

		try (PinnedFile pinned = this.cache.get("file", CachedResource.class).pin()) {
			assertThat(this.store.check(true)).isEmpty();
			this.cache.evict("file");
			assertThat(this.store.check(true)).isEmpty();
			assertThat(pinned.path()).exists();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void damagedValueIsNotPinned(boolean longer) throws IOException {
		this.cache.put("file", new ByteArrayResource(random(100_000)));
		CachedResource found = this.cache.get("file", CachedResource.class);
		Path file = valueFiles().get(0);
		if (longer) {
			Files.write(file, new byte[1], StandardOpenOption.APPEND);
		}
		else {
			byte[] bytes = Files.readAllBytes(file);
			bytes[99_999] ^= 1;
			Files.write(file, bytes);
		}

		assertThatExceptionOfType(IOException.class).isThrownBy(found::pin);

		assertThat(temporaryFiles()).isEmpty();
		await().untilAsserted(() -> assertThat(this.cache.get("file")).as("dropped").isNull());
	}

	@Test
	void whatIsGoneOrOfAnotherLengthIsNotPinned() {
		this.cache.put("file", new ByteArrayResource(random(100_000)));
		CachedResource found = this.cache.get("file", CachedResource.class);

		this.cache.put("file", new ByteArrayResource(random(100_001)));
		assertThatExceptionOfType(IOException.class).isThrownBy(found::pin);
		this.cache.evict("file");
		assertThatExceptionOfType(IOException.class).isThrownBy(found::pin).withMessageContaining("no longer");
	}

	@Test
	void whatAKilledProcessHasPinnedIsDeleted() {
		this.cache.put("file", new ByteArrayResource(random(100_000)));

		Path pinned;
		try (Jvm worker = Jvm.start(System.getProperty("java.class.path"), List.of("-XX:TieredStopAtLevel=1"),
				PinWorker.class, this.temp.resolve("caches").toString())) {
			pinned = Path.of(worker.hear());
			assertThat(pinned).hasBinaryContent(random(100_000));
		}
		await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(pinned).doesNotExist());
		assertThat(this.cache.get("file")).isNotNull();
	}

	private List<Path> temporaryFiles() throws IOException {
		return files().filter((path) -> path.getParent().endsWith("tmp")).toList();
	}

	private List<Path> valueFiles() throws IOException {
		return files().filter((path) -> !path.getParent().endsWith("tmp")).toList();
	}

	private Stream<Path> files() throws IOException {
		try (Stream<Path> paths = Files.walk(this.temp.resolve("caches"))) {
			return paths.filter((path) -> path.toString().contains("values-00") && Files.isRegularFile(path))
				.toList()
				.stream();
		}
	}

	private static byte[] random(int length) {
		byte[] bytes = new byte[length];
		new Random(length).nextBytes(bytes);
		return bytes;
	}

}
