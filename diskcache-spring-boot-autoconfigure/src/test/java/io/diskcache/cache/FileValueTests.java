package io.diskcache.cache;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.security.MessageDigest;

import org.junit.jupiter.api.Test;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;

import io.diskcache.store.OpenFiles;
import io.diskcache.store.StoreDirectory;
import io.diskcache.store.StoreOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Values that are files with what is to be known of them. */
class FileValueTests extends CacheFixture {

	private static final Instant MODIFIED = Instant.parse("2026-01-02T03:04:05Z");

	@Test
	void comesBackAsOneWithAllThatIsKnownOfItAlsoAfterARestart() throws IOException {
		this.cache.put("photo",
				FileValue.of(text("body"))
					.withContentType("image/png")
					.withFileName("a.png")
					.withCacheControl("public, max-age=60")
					.withLastModified(MODIFIED)
					.withContentHash("given"));

		assertKnown(this.cache.get("photo", FileValue.class));
		this.directory.close();
		this.directory = StoreDirectory.open(this.temp.resolve("caches"));
		this.cache = TestCaches.over(this.directory.open("users", StoreOptions.defaults()));
		assertKnown(this.cache.get("photo", FileValue.class));
		assertKnown((FileValue) this.cache.entry("photo").value());
		assertKnown((FileValue) this.cache.getAll(List.of("photo")).get("photo"));
	}

	private static void assertKnown(FileValue found) throws IOException {
		assertThat(found.body()).isInstanceOf(CachedResource.class);
		assertThat(found.body().getContentAsByteArray()).isEqualTo(text("body"));
		assertThat(found.contentType()).isEqualTo("image/png");
		assertThat(found.fileName()).isEqualTo("a.png");
		assertThat(found.cacheControl()).isEqualTo("public, max-age=60");
		assertThat(found.lastModified()).isEqualTo(MODIFIED);
		assertThat(found.contentHash()).isEqualTo("given");
	}

	@Test
	void anyBodyWillDo() throws IOException {
		Path file = Files.write(this.temp.resolve("page.html"), text("path"));
		byte[] bytes = text("bytes");
		FileValue ofBytes = FileValue.of(bytes);
		bytes[0] = 'X';

		assertStored(FileValue.of(file), "path", "text/html", "page.html");
		assertStored(FileValue.of(new FileSystemResource(file)), "path", "text/html", "page.html");
		assertStored(ofBytes, "bytes", "application/octet-stream", null);
		assertStored(FileValue.of(() -> new ByteArrayInputStream(text("supplied"))), "supplied",
				"application/octet-stream", null);
		this.cache.put("resource", new FileSystemResource(file));
		assertStored(FileValue.of(this.cache.get("resource", Resource.class)), "path", "text/html", "page.html");
	}

	private void assertStored(FileValue value, String body, String type, String name) throws IOException {
		this.cache.put("file", value);
		FileValue found = this.cache.get("file", FileValue.class);
		assertThat(found.body().getContentAsString(StandardCharsets.UTF_8)).isEqualTo(body);
		assertThat(found.contentType()).isEqualTo(type);
		assertThat(found.fileName()).isEqualTo(name);
	}

	@Test
	void hashIsComputedAsTheValueIsStored() throws Exception {
		byte[] bytes = new byte[200_000];
		MessageDigest sha256 = MessageDigest.getInstance("SHA-256");

		this.cache.put("file", FileValue.of(bytes).withSha256().withFileName("a"));

		assertThat(this.cache.get("file", FileValue.class).contentHash())
			.isEqualTo(HexFormat.of().formatHex(sha256.digest(bytes)));
		assertThat(((CachedResource) this.cache.get("file", FileValue.class).body()).contentHash()).hasSize(64);
		this.cache.put("file", FileValue.of(bytes));
		assertThat(this.cache.get("file", FileValue.class).contentHash()).isNull();
	}

	@Test
	void bodyThatCanBeReadOnceIsKeptForTheCaller() throws IOException {
		FileValue once = FileValue.of((Resource) new InputStreamResource(new ByteArrayInputStream(text("body"))));

		this.cache.put("file", once);
		assertThat(this.cache.get("file")).isNull();
		assertThat(once.getInputStream().readAllBytes()).isEqualTo(text("body"));
	}

	@Test
	void loadedBodyThatCanBeReadOnceIsReadFromTheStore() throws Exception {
		AtomicInteger loads = new AtomicInteger();

		for (int i = 0; i < 2; i++) {
			FileValue loaded = this.cache.get("file", () -> once(loads));
			assertThat(loaded.body().getContentAsByteArray()).isEqualTo(text("body"));
			FileValue later = this.cache.retrieve("later", () -> CompletableFuture.completedFuture(once(loads))).get();
			assertThat(later.body().getContentAsByteArray()).isEqualTo(text("body"));
		}
		assertThat(loads).hasValue(2);
	}

	private static FileValue once(AtomicInteger loads) {
		loads.incrementAndGet();
		return FileValue.of((Resource) new InputStreamResource(new ByteArrayInputStream(text("body"))));
	}

	@Test
	void headersCannotBeInjected() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> FileValue.of(text("a")).withCacheControl("no-cache\r\nSet-Cookie: a"));
	}

	@Test
	void whatIsNotReadHasNothingOpen() throws IOException {
		byte[] large = new byte[100_000];
		for (int i = 0; i < 10; i++) {
			this.cache.put("resource" + i, new ByteArrayResource(large));
			this.cache.put("file" + i, FileValue.of(large));
		}
		long before = OpenFiles.ofValues();
		Object[] found = new Object[1000];

		for (int i = 0; i < found.length; i++) {
			found[i] = this.cache.get(((i % 2 == 0) ? "resource" : "file") + i % 10).get();
		}

		assertThat(OpenFiles.ofValues()).isEqualTo(before);
		assertThat(found).doesNotContainNull();
		try (InputStream open = ((FileValue) found[999]).getInputStream()) {
			assertThat(open.read()).isZero();
			assertThat(OpenFiles.ofValues()).as("one that is read is seen").isEqualTo(before + 1);
		}
	}

	private static byte[] text(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
