package io.diskcache.web;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;

/** Links of an application behind a proxy that cuts off a part of the path. */
class ForwardedLinksTests {

	@TempDir
	static Path directory;

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start(directory, PlaceController.class, "server.forward-headers-strategy=framework",
				"diskcache.web.link-secrets=0123456789abcdef0123456789abcdef");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void linksAreBelowThePrefixOfTheProxy() {
		byte[] place = server.get("/place", "X-Forwarded-Prefix", "/shop").body();

		assertThat(new String(place, StandardCharsets.UTF_8)).endsWith(" links to /shop/diskcache/files/a");
	}

	/** A proxy that lets this header of the client through is to be no open door. */
	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "//evil.com | /evil.com", "/\\evil.com | /%5Cevil.com", "https://evil.com | /https:/evil.com",
					"javascript:alert(1)// | /javascript:alert(1)/", "evil | /evil", "/a?b=c#d | /a%3Fb=c%23d",
					"/\"><script> | /%22%3E%3Cscript%3E", "/'x | /%27x", "/a%20b/%C3%A4 | /a%20b/%C3%A4",
					"/a b\u00e4 | /a%20b%C3%A4" })
	void linkIsAPathWhateverThePrefixIs(String prefix, String expected) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setContextPath(prefix);

		assertThat(server.links().path(request, "files", "a")).isEqualTo(expected + "/diskcache/files/a");
		assertThat(server.links().signed(request, "files", "a", Duration.ofMinutes(1)))
			.startsWith(expected + "/diskcache/files/a?e=");
	}

}
