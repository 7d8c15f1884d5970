package io.diskcache.sample;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TextParserTests {

	private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

	private final TextParser parser = new TextParser(Clock.fixed(NOW, ZoneOffset.UTC));

	@Test
	void countsLinesAndWords() {
		TextStatistics statistics = this.parser.statistics("apache-2.0.txt");

		assertThat(statistics.lines()).isEqualTo(202);
		assertThat(statistics.topWords()).hasSize(10).containsEntry("the", 100L);
		assertThat(statistics.topWords().keySet()).first().isEqualTo("the");
		assertThat(statistics.longestWord()).isEqualTo("appropriateness");
		assertThat(statistics.words()).isGreaterThan(statistics.distinctWords());
		assertThat(statistics.computedAt()).isEqualTo(NOW);
		assertThat(statistics.computedBy()).isEqualTo(ProcessHandle.current().pid());
		assertThat(statistics.computedInMicros()).isPositive();
	}

	@Test
	void textThatIsNotThereIsAFailure() {
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> this.parser.statistics("absent.txt"));
	}

}
