package io.diskcache.web;

import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class KeySegmentTests {

	@ParameterizedTest
	@ValueSource(strings = { "a", "A-b_c.d", "-1", "_", "1a", "12.5", "a..b", "photo.jpg" })
	void plainStringStandsForItself(String key) {
		assertThat(KeySegment.of(key, this::refuse)).isEqualTo(key);
		assertThat(KeySegment.encodedKey(key, (plain) -> ("<" + plain + ">").getBytes()))
			.isEqualTo(("<" + key + ">").getBytes());
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "1", "0123456789", ".", "..", ".a", "a/b", "a b", "ü", "~a", "a~", "a%2e", "a;b", "a\n" })
	void otherStringIsEncoded(String key) {
		String segment = KeySegment.of(key, (other) -> new byte[] { -1, -2, -3, -4 });

		assertThat(segment).isEqualTo("~__79_A");
		assertThat(KeySegment.encodedKey(segment, this::refuse)).containsExactly(-1, -2, -3, -4);
		if (!key.isEmpty()) {
			assertThat(KeySegment.encodedKey(key, this::refuse)).as("not plain").isNull();
		}
	}

	@Test
	void encodedFormOfAPlainKeyIsNobodys() {
		String segment = '~' + Base64.getUrlEncoder().withoutPadding().encodeToString("<a>".getBytes());

		assertThat(KeySegment.encodedKey(segment, (plain) -> ("<" + plain + ">").getBytes())).isNull();
		assertThat(KeySegment.encodedKey(segment, (plain) -> ("[" + plain + "]").getBytes())).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "~", "~A", "~AA=", "~AA==", "~AB", "~AAB", "~AAA=", "~A+A", "~A/A", "~A A", "~AA\n",
			"~AAAA~", "~\u00e4AA", "~AAAAA" })
	void whatIsNotCanonicalIsNobodys(String segment) {
		assertThat(KeySegment.encodedKey(segment, this::refuse)).isNull();
	}

	@Test
	void keyOfUpTo4096BytesIsDecoded() {
		assertThat(KeySegment.encodedKey(segment(4096), this::refuse)).hasSize(4096);
		assertThat(KeySegment.encodedKey(segment(4097), this::refuse)).isNull();
		assertThat(KeySegment.encodedKey(segment(100_000), this::refuse)).isNull();
	}

	private static String segment(int length) {
		return '~' + Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[length]);
	}

	private byte[] refuse(Object key) {
		throw new AssertionError("not to be encoded: " + key);
	}

}
