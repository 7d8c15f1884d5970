package io.diskcache.web;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;

class PreconditionsTests {

	private static final String EARLIER = "Fri, 02 Jan 2026 03:04:04 GMT";

	private static final String SAME = "Fri, 02 Jan 2026 03:04:05 GMT";

	private static final String LATER = "Fri, 02 Jan 2026 03:04:06 GMT";

	private static final Validators VALUE = Validators.of("1-a", Instant.parse("2026-01-02T03:04:05.678Z"),
			Instant.parse("2026-02-02T03:04:05Z"));

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	private final Preconditions preconditions = new Preconditions(this.request, VALUE);

	@Test
	void nothingIsAskedForWithoutHeaders() {
		assertThat(this.preconditions.fail()).isFalse();
		assertThat(this.preconditions.notModified()).isFalse();
		assertThat(this.preconditions.ranges()).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "\"1-a\" | true | true", "W/\"1-a\" | false | true", "* | true | true", "\"x\" | false | false",
					"\"x\", \"1-a\" | true | true", "\"x\",W/\"1-a\" | false | true", "\"a,b\" , \"1-a\" | true | true",
					"1-a | false | false", "\"1-a | false | false", "\"\" | false | false", ", , | false | false",
					"\"1-A\" | false | false", "w/\"1-a\" | false | false", "W/* | false | false",
					"*, \"x\" | false | false", "\"x\" \"1-a\" | false | false", ", \"1-a\", | true | true",
					"x\"1-a\" | false | false" })
	void tagsAreComparedStronglyForMatchAndWeaklyForNoneMatch(String tags, boolean match, boolean noneMatch) {
		this.request.addHeader("If-Match", tags);
		this.request.addHeader("If-None-Match", tags);

		assertThat(this.preconditions.fail()).isEqualTo(!match);
		assertThat(this.preconditions.notModified()).isEqualTo(noneMatch);
	}

	@Test
	void tagsMayBeOnSeveralLines() {
		this.request.addHeader("If-Match", "\"x\"");
		this.request.addHeader("If-Match", "\"1-a\"");
		this.request.addHeader("If-None-Match", "\"x\"");
		this.request.addHeader("If-None-Match", "W/\"1-a\"");

		assertThat(this.preconditions.fail()).isFalse();
		assertThat(this.preconditions.notModified()).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { EARLIER + "| true | false", SAME + " | false | true", LATER + " | false | true",
					"Friday, 02-Jan-26 03:04:05 GMT | false | true", "Fri Jan  2 03:04:05 2026 | false | true",
					"Thu, 01 Jan 1960 00:00:00 GMT | true | false" })
	void datesAreComparedBySeconds(String date, boolean modified, boolean notModified) {
		this.request.addHeader("If-Unmodified-Since", date);
		this.request.addHeader("If-Modified-Since", date);

		assertThat(this.preconditions.fail()).isEqualTo(modified);
		assertThat(this.preconditions.notModified()).isEqualTo(notModified);
	}

	@ParameterizedTest
	@ValueSource(strings = { "yesterday", "2026-01-02T03:04:05Z", "" })
	void datesThatAreNoneAreIgnored(String date) {
		this.request.addHeader("If-Unmodified-Since", date);
		this.request.addHeader("If-Modified-Since", date);

		assertThat(this.preconditions.fail()).isFalse();
		assertThat(this.preconditions.notModified()).isFalse();
	}

	@Test
	void datesThatAreThereTwiceAreIgnored() {
		this.request.addHeader("If-Modified-Since", LATER);
		this.request.addHeader("If-Modified-Since", LATER);

		assertThat(this.preconditions.notModified()).isFalse();
	}

	@Test
	void tagsPrecedeDates() {
		this.request.addHeader("If-Match", "\"1-a\"");
		this.request.addHeader("If-Unmodified-Since", EARLIER);
		this.request.addHeader("If-None-Match", "\"x\"");
		this.request.addHeader("If-Modified-Since", LATER);

		assertThat(this.preconditions.fail()).isFalse();
		assertThat(this.preconditions.notModified()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "2026-01-02T03:04:05.999Z, false", "2026-01-02T03:04:06Z, true" })
	void dateIsStrongOnceItsSecondIsOver(Instant stored, boolean strong) {
		assertThat(Validators.of("1", Instant.parse("2026-01-02T03:04:05Z"), stored).strongDate()).isEqualTo(strong);
		assertThat(Validators.of("1", stored, stored).strongDate()).isFalse();
	}

}
