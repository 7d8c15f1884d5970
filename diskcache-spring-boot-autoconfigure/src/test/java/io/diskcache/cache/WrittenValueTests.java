package io.diskcache.cache;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.Resource;

import io.diskcache.codec.StreamAttributes;
import io.diskcache.store.Store;
import io.diskcache.store.StoreException;
import io.diskcache.store.StoreOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Values their producers write straight into the store. */
class WrittenValueTests extends CacheFixture {

	private static final int MEGABYTE = 1 << 20;

	private static final Instant MODIFIED = Instant.parse("2026-01-02T03:04:05Z");

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 65_535, 65_536, 65_537, 200_000 })
	void whatIsWrittenIsReadBack(int length) throws IOException {
		byte[] bytes = random(length);

		this.cache.write("report", (out) -> writeInPieces(bytes, out));

		CachedResource found = this.cache.get("report", CachedResource.class);
		assertThat(found.getContentAsByteArray()).isEqualTo(bytes);
		assertThat(found.contentLength()).isEqualTo(length);
		assertThat(found.contentType()).isEqualTo("application/octet-stream");
	}

	@Test
	void attributesTimeToLiveAndTagsAreKept() {
		StreamAttributes attributes = new StreamAttributes("text/csv", "a.csv", MODIFIED).withCacheControl("max-age=5")
			.withContentHash("0a1b");

		this.cache.write("report", (out) -> out.write('a'), attributes, Duration.ofHours(1), "reports");

		CacheEntry entry = this.cache.entry("report");
		assertThat(entry.tags()).containsExactly("reports");
		assertThat(Duration.between(entry.stored(), entry.expires())).isBetween(Duration.ofMinutes(59),
				Duration.ofHours(1));
		CachedResource found = (CachedResource) entry.value();
		assertThat(found.contentType()).isEqualTo("text/csv");
		assertThat(found.getFilename()).isEqualTo("a.csv");
		assertThat(found.lastModified()).isEqualTo(MODIFIED.toEpochMilli());
		assertThat(found.cacheControl()).isEqualTo("max-age=5");
		assertThat(found.contentHash()).isEqualTo("0a1b");
		this.cache.write("report", (out) -> out.write('b'));
		assertThat(this.cache.entry("report").tags()).as("in place of all of the former entry").isEmpty();
		assertThat(this.cache.statistics().puts()).isEqualTo(2);
	}

	@Test
	void formerEntryIsFoundUntilTheWriterReturns() {
		this.cache.put("report", "old");

		this.cache.write("report", (out) -> {
			out.write(random(3 * MEGABYTE));
			assertThat(this.cache.get("report", String.class)).isEqualTo("old");
		});

		assertThat(this.cache.get("report", Resource.class)).isNotNull();
	}

	@Test
	void writerThatThrowsStoresNothingAndLeavesNoFile() throws IOException {
		this.cache.put("report", "old");
		IOException failure = new IOException("no more");

		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> this.cache.write("report", (out) -> {
			out.write(random(3 * MEGABYTE));
			assertThat(valueFiles()).as("under way").hasSize(1);
			throw failure;
		})).withCause(failure);

		assertThat(this.cache.get("report")).as("as after a put that fails").isNull();
		assertThat(valueFiles()).isEmpty();
		this.cache.put("report", "old");
		assertThatIllegalStateException().isThrownBy(() -> this.cache.write("report", (out) -> {
			out.write(1);
			throw new IllegalStateException("as it is");
		})).withMessage("as it is");
		assertThat(this.cache.get("report")).isNull();
		assertThat(valueFiles()).isEmpty();
	}

	@Test
	void nothingCanBeWrittenAfterTheReturn() throws IOException {
		OutputStream[] kept = new OutputStream[1];

		this.cache.write("report", (out) -> {
			kept[0] = out;
			out.write('a');
			out.close();
			out.write('b');
			out.flush();
		});

		assertThatExceptionOfType(IOException.class).isThrownBy(() -> kept[0].write('c'))
			.withMessage("The value is stored already, or was given up");
		assertThat(this.cache.get("report", Resource.class).getContentAsString(StandardCharsets.UTF_8)).isEqualTo("ab");
	}

	@Test
	void valueThatIsTooLargeIsStoppedAsItIsWritten() throws IOException {
		DiskCache small = TestCaches.over(limited());
		int[] written = new int[1];
		small.put("report", "old");

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> small.write("report", (out) -> {
			while (true) {
				out.write(random(MEGABYTE));
				written[0]++;
			}
		})).withMessageContaining("larger");

		assertThat(written[0]).isEqualTo(2);
		assertThat(small.get("report")).isNull();
		assertThat(valueFiles()).isEmpty();
	}

	@Test
	void writerThatDoesNotMindIsNotStoredEither() throws IOException {
		DiskCache small = TestCaches.over(limited());

		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> small.write("report", (out) -> {
			try {
				out.write(random(3 * MEGABYTE));
			}
			catch (IOException ex) {
				// Goes on as if nothing had happened.
			}
		})).withMessageContaining("larger");

		assertThat(small.get("report")).isNull();
		assertThat(valueFiles()).isEmpty();
	}

	@Test
	void writerIsNotCalledForNothing() {
		this.breakable.breaks();

		assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> this.cache.write("report", (out) -> org.assertj.core.api.Assertions.fail("called")));
		assertThatIllegalArgumentException().isThrownBy(() -> this.cache.write(new Object(), (out) -> out.write(1)));
	}

	@Test
	void writtenValueIsRolledBackWithItsTransaction() throws IOException {
		assertThatIllegalStateException().isThrownBy(() -> this.cache.transact(() -> {
			this.cache.write("report", (out) -> out.write(random(MEGABYTE)));
			assertThat(this.cache.get("report")).isNotNull();
			throw new IllegalStateException("no");
		}));

		assertThat(this.cache.get("report")).isNull();
		assertThat(valueFiles()).isEmpty();
	}

	@Test
	void policyDecidesWithoutTheValue() {
		List<Object> asked = new ArrayList<>();
		DiskCache tagged = TestCaches.over(this.store, CacheOptions.defaults(), List.of((cache, key, value) -> {
			asked.add(value);
			return EntryTerms.of(null, "policy");
		}));
		ContentWriter writer = (out) -> out.write(1);

		tagged.write("report", writer);
		tagged.write("report", writer, StreamAttributes.NONE);
		tagged.write("other", writer, StreamAttributes.NONE, Duration.ofHours(1), "own");

		assertThat(asked).containsExactly(writer, writer);
		assertThat(tagged.entry("report").tags()).containsExactly("policy");
		assertThat(tagged.entry("other").tags()).containsExactly("own");
	}

	private Store limited() {
		return this.directory.open("small", StoreOptions.defaults().withMaxValueSize(2L * MEGABYTE));
	}

	private static void writeInPieces(byte[] bytes, OutputStream out) throws IOException {
		int from = 0;
		for (int count = 1; from < bytes.length; count = count * 2 + 1) {
			int piece = Math.min(count, bytes.length - from);
			if (piece == 1) {
				out.write(bytes[from]);
			}
			else {
				out.write(bytes, from, piece);
			}
			from += piece;
		}
	}

	private List<Path> valueFiles() throws IOException {
		try (Stream<Path> paths = Files.walk(this.temp)) {
			return paths.filter((path) -> path.toString().contains("values-00") && Files.isRegularFile(path)).toList();
		}
	}

	private static byte[] random(int length) {
		byte[] bytes = new byte[length];
		new Random(length).nextBytes(bytes);
		return bytes;
	}

}
