package io.diskcache.sample;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class QuotesTests {

	private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

	@Test
	void fetchingAPriceTakesItsTime() {
		Quote quote = new Quotes(Clock.fixed(NOW, ZoneOffset.UTC)).quote("DISK");

		assertThat(quote.symbol()).isEqualTo("DISK");
		assertThat(quote.price()).isBetween(new BigDecimal("90.00"), new BigDecimal("110.00"));
		assertThat(quote.computedAt()).isEqualTo(NOW);
		assertThat(quote.computedBy()).isEqualTo(ProcessHandle.current().pid());
		assertThat(quote.computedInMicros()).isGreaterThanOrEqualTo(400_000);
	}

}
