package io.diskcache.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HandOverTests {

	@TempDir
	Path temp;

	private final AtomicLong now = new AtomicLong(1_800_000_000_000L);

	private HandOver handOver;

	private Path file;

	@BeforeEach
	void prepare() throws IOException {
		this.handOver = new HandOver(this.temp.resolve("handover"), () -> Instant.ofEpochMilli(this.now.get()));
		this.file = Files.writeString(this.temp.resolve("value"), "text");
	}

	@Test
	void linkOutlivesTheFileForAMinuteAndNotForThree() throws IOException {
		this.now.addAndGet(59_999);
		Path link = this.temp.resolve("handover").resolve(this.handOver.link(this.file));
		Files.delete(this.file);

		after(Duration.ofSeconds(60));
		assertThat(link).hasContent("text");

		after(Duration.ofSeconds(61));
		assertThat(this.temp.resolve("handover")).isEmptyDirectory();
	}

	@Test
	void fileIsLinkedOnceAMinute() throws IOException {
		assertThat(this.handOver.link(this.file)).isEqualTo(this.handOver.link(this.file)).isEqualTo("30000000/value");
		this.now.addAndGet(60_000);
		assertThat(this.handOver.link(this.file)).isEqualTo("30000001/value");
	}

	@Test
	void linksOfAClockThatWasSetBackGo() throws IOException {
		this.handOver.link(this.file);

		after(Duration.ofDays(-1));
		assertThat(this.temp.resolve("handover")).isEmptyDirectory();
	}

	@Test
	void whatIsNotOursStays() throws IOException {
		this.handOver.link(this.file);
		Path other = Files.createDirectory(this.temp.resolve("handover").resolve("other"));

		after(Duration.ofDays(1));
		assertThat(this.temp.resolve("handover")).isDirectoryContaining(other::equals);
	}

	@Test
	void fileThatIsGoneCannotBeLinked() throws IOException {
		Files.delete(this.file);

		assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> this.handOver.link(this.file));
	}

	private void after(Duration duration) {
		this.now.addAndGet(duration.toMillis());
		this.handOver.tidy();
	}

}
