package io.diskcache.cache;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class StreamedValueTests extends CacheFixture {

	private static final Instant MODIFIED = Instant.parse("2026-01-02T03:04:05Z");

	@Test
	void resourceKeepsItsBytesAndItsAttributes() throws IOException {
		byte[] bytes = new byte[3_000_000];
		new Random(1).nextBytes(bytes);
		this.cache.put("report", new FileSystemResource(file("report.html", bytes)));

		CachedResource found = this.cache.get("report", CachedResource.class);
		assertThat(found).isNotNull();
		assertThat(found.getContentAsByteArray()).isEqualTo(bytes);
		assertThat(found.contentLength()).isEqualTo(bytes.length);
		assertThat(found.getFilename()).isEqualTo("report.html");
		assertThat(found.contentType()).isEqualTo("text/html");
		assertThat(found.lastModified()).isEqualTo(MODIFIED.toEpochMilli());
		assertThat(found.exists()).isTrue();
		assertThat(found.isOpen()).isFalse();
	}

	@Test
	void resourceWithoutANameIsOfAnUnknownType() throws IOException {
		this.cache.put("report", new ByteArrayResource(new byte[] { 1, 2 }));

		CachedResource found = this.cache.get("report", CachedResource.class);
		assertThat(found).isNotNull();
		assertThat(found.contentType()).isEqualTo("application/octet-stream");
		assertThat(found.getFilename()).isNull();
		assertThat(found.lastModified()).isGreaterThan(MODIFIED.toEpochMilli());
	}

	@Test
	void pathIsReadBackAsAResource() throws IOException {
		this.cache.put("report", file("report.txt", text("body")));

		Resource found = this.cache.get("report", Resource.class);
		assertThat(found).isNotNull();
		assertThat(found.getContentAsString(StandardCharsets.UTF_8)).isEqualTo("body");
		assertThat(found.getFilename()).isEqualTo("report.txt");
	}

	@Test
	void resourceOfAReplacedEntryReadsTheNewerValue() throws IOException {
		this.cache.put("report", new ByteArrayResource(text("old")));
		Resource found = this.cache.get("report", Resource.class);

		this.cache.put("report", new ByteArrayResource(text("new")));

		assertThat(found).isNotNull();
		assertThat(found.getContentAsString(StandardCharsets.UTF_8)).isEqualTo("new");
	}

	@Test
	void resourceThatWasOpenedIsNotReadAsAnotherValue() throws IOException {
		this.cache.put("report", new ByteArrayResource(text("old")));
		Resource opened = this.cache.get("report", Resource.class);
		Resource unread = this.cache.get("report", Resource.class);
		assertThat(opened.getContentAsByteArray()).isEqualTo(text("old"));

		this.cache.touch("report", Duration.ofHours(1));
		assertThat(opened.getContentAsByteArray()).as("the same value").isEqualTo(text("old"));
		this.cache.put("report", new ByteArrayResource(text("new")));

		assertThatExceptionOfType(IOException.class).isThrownBy(opened::getInputStream)
			.withMessageContaining("was replaced by another one");
		assertThat(unread.getContentAsByteArray()).isEqualTo(text("new"));
		assertThat(this.cache.get("report", Resource.class).getContentAsByteArray()).isEqualTo(text("new"));
	}

	@Test
	void resourceThatCouldNotBeOpenedIsStillAnyValue() throws IOException {
		this.cache.put("report", new ByteArrayResource(text("old")));
		Resource found = this.cache.get("report", Resource.class);
		this.cache.evict("report");
		assertThatExceptionOfType(IOException.class).isThrownBy(found::getInputStream);

		this.cache.put("report", new ByteArrayResource(text("new")));

		assertThat(found.getContentAsByteArray()).isEqualTo(text("new"));
	}

	@Test
	void openedStreamIsNotTouchedByLaterChanges() throws IOException {
		this.cache.put("report", new ByteArrayResource(text("old")));
		Resource found = this.cache.get("report", Resource.class);
		assertThat(found).isNotNull();

		try (InputStream stream = found.getInputStream()) {
			this.cache.evict("report");
			assertThat(stream.readAllBytes()).isEqualTo(text("old"));
		}
	}

	@Test
	void resourceIsNeverReadAsAnotherValueThanItsLengthSays() throws IOException {
		this.cache.put("report", new ByteArrayResource(text("old")));
		Resource found = this.cache.get("report", Resource.class);
		assertThat(found).isNotNull();

		this.cache.put("report", new ByteArrayResource(text("longer")));
		assertThatExceptionOfType(IOException.class).isThrownBy(found::getInputStream);
		this.cache.put("report", text("obj"));
		assertThatExceptionOfType(IOException.class).isThrownBy(found::getInputStream);
		this.cache.put("report", new ByteArrayResource(text("new")));
		assertThat(found.getContentAsByteArray()).isEqualTo(text("new"));
	}

	@Test
	void streamThatCannotBeStoredIsClosed() {
		AtomicInteger closed = new AtomicInteger();
		this.breakable.breaks();

		assertThat(this.cache.<InputStream>get("report", () -> closing(closed))).isNotNull();
		assertThat(closed).hasValue(1);
		assertThat(this.cache.<InputStream>retrieve("report", () -> CompletableFuture.completedFuture(closing(closed)))
			.join()).isNotNull();
		assertThat(closed).hasValue(2);
	}

	@Test
	void resourceOfAnEvictedEntryIsNoLongerThere() {
		this.cache.put("report", new ByteArrayResource(text("old")));
		Resource found = this.cache.get("report", Resource.class);
		assertThat(found).isNotNull();

		this.cache.evict("report");

		assertThat(found.exists()).isFalse();
		// Not a FileNotFoundException, which Spring turns into an empty body.
		assertThatExceptionOfType(IOException.class).isThrownBy(found::getInputStream)
			.isNotInstanceOf(FileNotFoundException.class);
	}

	@Test
	void cachedResourceCanBeStoredAgain() throws IOException {
		this.cache.put("report", file("report.html", text("body")));
		this.cache.put("copy", this.cache.get("report", Resource.class));

		CachedResource copy = this.cache.get("copy", CachedResource.class);
		assertThat(copy).isNotNull();
		assertThat(copy.getContentAsByteArray()).isEqualTo(text("body"));
		assertThat(copy.contentType()).isEqualTo("text/html");
	}

	@Test
	void resourceThatCannotBeReadIsLeftOutAndSoIsWhatItWasToReplace() {
		this.cache.put("report", 1);

		this.cache.put("report", new FileSystemResource(this.temp.resolve("absent")));

		assertThat(this.cache.get("report")).isNull();
		assertThat(this.cache.statistics().failures()).isEqualTo(1);
	}

	@Test
	void streamIsNotDrainedByAPut(CapturedOutput output) throws IOException {
		InputStream stream = new ByteArrayInputStream(text("body"));
		this.cache.put("report", 1);

		this.cache.put("report", stream);

		assertThat(stream.readAllBytes()).isEqualTo(text("body"));
		assertThat(this.cache.get("report")).isNull();
		assertThat(output).contains("sync = true");
	}

	@Test
	void loadedStreamIsReadFromTheStore() throws IOException {
		AtomicInteger loads = new AtomicInteger();

		for (int i = 0; i < 2; i++) {
			try (InputStream stream = this.cache.<InputStream>get("report", () -> {
				loads.incrementAndGet();
				return new ByteArrayInputStream(text("body"));
			})) {
				assertThat(stream).isNotNull();
				assertThat(stream.readAllBytes()).isEqualTo(text("body"));
			}
		}

		assertThat(loads).hasValue(1);
	}

	@Test
	void loadedResourceThatCanBeReadOnceIsReadFromTheStore() throws IOException {
		Resource loaded = this.cache.<Resource>get("report",
				() -> new InputStreamResource(new ByteArrayInputStream(text("body"))));

		assertThat(loaded).isNotNull();
		assertThat(loaded.getContentAsByteArray()).isEqualTo(text("body"));
		assertThat(loaded.getContentAsByteArray()).as("again").isEqualTo(text("body"));
	}

	@Test
	void streamThatCouldNotBeStoredIsLoadedAgain() throws IOException {
		InputStream stream = this.cache.<InputStream>get("report", () -> {
			this.breakable.breaks();
			return new ByteArrayInputStream(text("body"));
		});

		assertThat(stream).isNotNull();
		assertThat(stream.readAllBytes()).isEqualTo(text("body"));
	}

	private static InputStream closing(AtomicInteger closed) {
		return new FilterInputStream(new ByteArrayInputStream(text("text"))) {

			@Override
			public void close() {
				closed.incrementAndGet();
			}

		};
	}

	private Path file(String name, byte[] bytes) throws IOException {
		Path file = Files.write(this.temp.resolve(name), bytes);
		return Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
	}

	private static byte[] text(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
