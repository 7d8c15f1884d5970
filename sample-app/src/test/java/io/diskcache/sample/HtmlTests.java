package io.diskcache.sample;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.http.ResponseEntity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HtmlTests {

	@Test
	void textIsEscapedInElementsAndInAttributes() {
		Html html = Html.of("<a title=\"{}\" href='{}'>{}</a>", "\" onclick=\"x", "'", "<b>&");

		assertThat(html.markup()).isEqualTo("<a title=\"&quot; onclick=&quot;x\" href='&#39;'>&lt;b&gt;&amp;</a>");
	}

	@Test
	void markupStaysAsItIs() {
		assertThat(Html.of("<p>{}{}</p>", Html.of("<b>{}</b>", "<"), 1).markup()).isEqualTo("<p><b>&lt;</b>1</p>");
	}

	@Test
	void valueWithAPlaceInItIsNotFilled() {
		assertThat(Html.of("{}, {}", "{}", "b").markup()).isEqualTo("{}, b");
	}

	@Test
	void lettersBeyondAsciiStay() {
		assertThat(Html.of("{} – {}", "83 µs", "ä").markup()).isEqualTo("83 µs – ä");
	}

	@Test
	void eachElementIsMadeInTurn() {
		assertThat(Html.each(List.of("a", "<"), (text) -> Html.of("[{}]", text)).markup()).isEqualTo("[a][&lt;]");
	}

	@Test
	void pageIsNotKeptAndLoadsNothingFromElsewhere() {
		ResponseEntity<String> response = Html.of("<p>{}</p>", "ä").toResponse();

		assertThat(response.getBody()).isEqualTo("<p>ä</p>");
		assertThat(response.getHeaders().getCacheControl()).isEqualTo("no-store");
		assertThat(response.getHeaders().getFirst("Content-Type")).isEqualTo("text/html;charset=UTF-8");
		assertThat(response.getHeaders().getFirst("Content-Security-Policy")).isEqualTo("default-src 'self'");
	}

	@Test
	void placesAndValuesMustBeAsMany() {
		assertThatIllegalArgumentException().isThrownBy(() -> Html.of("{}", "a", "b"));
		assertThatIllegalArgumentException().isThrownBy(() -> Html.of("{} {}", "a"));
	}

}
