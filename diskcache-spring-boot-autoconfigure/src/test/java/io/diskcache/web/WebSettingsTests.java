package io.diskcache.web;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class WebSettingsTests {

	private static final LinkSecrets NONE = LinkSecrets.of(List.of());

	@ParameterizedTest
	@ValueSource(strings = { "/diskcache", "/a/b", "/.well-known/cache", "/v1.0/~files_-" })
	void pathOfSegmentsIsAccepted(String path) {
		assertThat(new WebSettings(path, NONE, null).path()).isEqualTo(path);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "diskcache", "/diskcache/", "//a", "/a//b", "/**", "/a*", "/{a}", "/a?", "/a b",
			"/a;b", "/a%20", "/ü", "/a/..", "/./a", "/a/../b", "/a\n", "http://a/b" })
	void otherPathIsRefused(String path) {
		assertThatIllegalArgumentException().isThrownBy(() -> new WebSettings(path, NONE, null))
			.withMessageContaining("'" + path + "'");
	}

}
