package io.diskcache.web;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import io.diskcache.cache.ServingOptions;

import static org.assertj.core.api.Assertions.assertThat;

class FreshnessTests {

	private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");

	private final AtomicReference<Instant> now = new AtomicReference<>(BEGIN);

	@Test
	void lifeIsWhatIsLeftWhenTheAnswerIsMade() {
		Freshness freshness = freshness(null);

		this.now.set(BEGIN.plusSeconds(4));

		assertThat(control(freshness, BEGIN.plusSeconds(10))).isEqualTo("max-age=6, private");
		assertThat(control(freshness, BEGIN.plusSeconds(1))).isEqualTo("max-age=0, private");
	}

	@Test
	void linkThatEndsWhileAValueIsLoadedLeavesNoLife() {
		Freshness freshness = freshness(BEGIN.plusSeconds(3));

		assertThat(control(freshness, BEGIN.plusSeconds(10))).isEqualTo("max-age=3, private");
		this.now.set(BEGIN.plusSeconds(4));
		assertThat(control(freshness, BEGIN.plusSeconds(10))).isEqualTo("max-age=0, private");
	}

	private Freshness freshness(Instant linkEnd) {
		return new Freshness(ServingOptions.none(), this.now::get, linkEnd);
	}

	private static String control(Freshness freshness, Instant expires) {
		return freshness.of(expires, false).getHeaderValue();
	}

}
