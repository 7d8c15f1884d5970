package io.diskcache.web;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PresentationTests {

	@ParameterizedTest
	@ValueSource(strings = { "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "audio/mpeg",
			"video/mp4", "text/plain", "text/plain;charset=UTF-8", "application/json" })
	void whatCannotActIsShown(String type) {
		Presentation presentation = Presentation.of(type, null);

		assertThat(presentation.type()).hasToString(type);
		assertThat(presentation.disposition()).hasToString("inline");
	}

	@Test
	void typeIsReadWhateverItsCase() {
		assertThat(Presentation.of("IMAGE/Png", null).disposition()).hasToString("inline");
		assertThat(Presentation.of("IMAGE/Svg+XML", null).disposition()).hasToString("attachment");
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "video/x+xml",
			"application/pdf", "application/javascript", "text/css", "multipart/x-mixed-replace" })
	void whatMayActIsOfferedAsAFile(String type) {
		Presentation presentation = Presentation.of(type, null);

		assertThat(presentation.type()).hasToString(type);
		assertThat(presentation.disposition()).hasToString("attachment");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "html", "*/*", "image/*", "text/html\r\nX-Evil: 1", "text/plain;a=\"\r\nX-Evil: 1\"",
			"text/plain;charset=nonsense", "text/plain\u0000", "text/plän", "text/plain;a=\"" })
	void whatIsNoTypeIsBytes(String type) {
		Presentation presentation = Presentation.of(type, null);

		assertThat(presentation.type()).hasToString("application/octet-stream");
		assertThat(presentation.disposition()).hasToString("attachment");
	}

	@Test
	void typeThatIsTooLongIsBytes() {
		assertThat(Presentation.of("image/" + "x".repeat(300), null).type()).hasToString("application/octet-stream");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\r\nX-Evil: 1", "a\u0000b", "a\u202Egpj.exe", "a\u2028b", "a\"; filename=\"b.exe",
			"ü€\uD83D\uDE00.txt", "\uD800", "a%0d%0ab" })
	void nameStaysWithinItsQuotesAndItsLine(String name) {
		String header = Presentation.of("image/png", name).disposition().toString();

		assertThat(header)
			.matches("inline; filename=\"([^\"\\\\\\p{Cntrl}]|\\\\[\"\\\\])*\"; filename\\*=UTF-8''[\\x21-\\x7e]+")
			.matches("[\\x20-\\x7e]+")
			.doesNotContain("%E2%80%AE");
	}

	@Test
	void nameLosesItsDirectories() {
		assertThat(Presentation.of(null, "../../etc/passwd").disposition().getFilename()).isEqualTo("passwd");
		assertThat(Presentation.of(null, "C:\\temp\\a.txt").disposition().getFilename()).isEqualTo("a.txt");
		assertThat(Presentation.of(null, "a/").disposition().getFilename()).isNull();
	}

	@Test
	void longNameKeepsItsExtension() {
		String name = Presentation.of(null, "\u20AC".repeat(4000) + ".txt").disposition().toString();

		assertThat(name).endsWith(".txt").hasSizeLessThan(4000);
	}

}
