package io.diskcache.sample;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ShownTests {

	@Test
	void timesHaveTheUnitThatSuitsThem() {
		assertThat(Shown.micros(83)).isEqualTo("83 µs");
		assertThat(Shown.micros(9_120)).isEqualTo("9.1 ms");
		assertThat(Shown.micros(412_900)).isEqualTo("412 ms");
		assertThat(Shown.micros(2_440_000)).isEqualTo("2.4 s");
	}

	@Test
	void bytesAreRoundedUpToKilobytes() {
		assertThat(Shown.bytes(0)).isEqualTo("0 KB");
		assertThat(Shown.bytes(1)).isEqualTo("1 KB");
		assertThat(Shown.bytes(28_672)).isEqualTo("28 KB");
		assertThat(Shown.bytes(3 << 19)).isEqualTo("1.5 MB");
	}

	@Test
	void agesAreInOneUnit() {
		Instant now = Instant.parse("2026-01-02T03:04:05Z");

		assertThat(Shown.ago(now.minusMillis(900), now)).isEqualTo("just now");
		assertThat(Shown.ago(now.plusSeconds(5), now)).isEqualTo("just now");
		assertThat(Shown.ago(now.minusSeconds(119), now)).isEqualTo("119 s ago");
		assertThat(Shown.ago(now.minusSeconds(180), now)).isEqualTo("3 min ago");
		assertThat(Shown.ago(now.minus(Duration.ofHours(47)), now)).isEqualTo("47 h ago");
		assertThat(Shown.length(Duration.ofDays(7))).isEqualTo("7 days");
	}

}
