package io.diskcache.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.diskcache.codec.StreamAttributes;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests and values that no well-behaved client and no well-behaved writer makes. */
class HostileRequestTests {

	private static final byte[] VALUE = "the value".getBytes(StandardCharsets.UTF_8);

	@TempDir
	static Path directory;

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start(directory);
		server.put("files", "a", VALUE, StreamAttributes.NONE, null);
		server.put("files", "../../secret", VALUE, StreamAttributes.NONE, null);
		server.put("private", "a", VALUE, StreamAttributes.NONE, null);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	/**
	 * The server refuses some of them, with 400 and a page of its own; the rest is ours.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "/diskcache/files/../private/a", "/diskcache/private/../files/a", "/diskcache/./files/a",
			"/diskcache/files/./a", "/x/../diskcache/files/a", "/diskcache/files/%2e%2e/files/a",
			"/diskcache/files/..%2fprivate%2fa", "/diskcache/files/%2e%2e%2fprivate%2fa",
			"/diskcache/files/%252e%252e%252fprivate%252fa", "/diskcache/files%2fa", "/diskcache%2ffiles/a",
			"/diskcache/files/..%5c..%5csecret", "/diskcache/files/..\\..\\secret", "/diskcache\\files\\a",
			"/diskcache/files/a%00", "/diskcache/files/a%00.png", "/diskcache/files%00/a", "/diskcache/files/a%0d%0a",
			"/diskcache/files/a;x=1", "/diskcache/files;/a", "/diskcache/files/a;", "/diskcache/files/a%3bx=1",
			"/diskcache/..;/diskcache/files/a", "/diskcache/files/..;/files/a", "//diskcache/files/a",
			"/diskcache//files/a", "/diskcache/files//a", "/diskcache/files/a/", "/diskcache/files/a//",
			"/diskcache/files/a%20", "/diskcache/files/%20a", "/diskcache/files/a+", "/diskcache/files/%c0%ae",
			"/diskcache/files/%", "/diskcache/files/%zz", "/diskcache/files/%u0061", "/diskcache/files/a%ff",
			"/diskcache/files/~", "/diskcache/files/~~", "/diskcache/files/~YQ==", "/diskcache/files/~YQ%3D%3D",
			"/diskcache/files/.", "/diskcache/files/..", "/diskcache/../diskcache/files/a/x", "/diskcache/.git/config",
			"/diskcache/v1/files", "/diskcache/files/*", "/diskcache/*/a", "/diskcache/files/%7Ba%7D",
			"/diskcache/${jndi:ldap://x}/a" })
	void oddPathLeadsToNothing(String path) throws IOException {
		String response = server.raw("GET " + path + " HTTP/1.1");

		assertThat(response).as(path).doesNotContain("the value").matches("(?s)HTTP/1.1 (400|404) .*");
		assertThat(response).as(path).doesNotContain(directory.toString());
		assertThat(response).as(path).doesNotContain("io.diskcache");
		if (response.contains("sandbox; default-src 'none'") && response.contains(" 404 ")) {
			assertThat(response).as(path).endsWith("\r\n\r\n");
		}
	}

	@Test
	void longKeyLeadsToNothing() throws IOException {
		assertThat(server.raw("GET /diskcache/files/~" + "A".repeat(5462) + " HTTP/1.1")).startsWith("HTTP/1.1 404 ");
		assertThat(server.raw("GET /diskcache/files/~" + "A".repeat(5464) + " HTTP/1.1")).startsWith("HTTP/1.1 404 ");
		assertThat(server.raw("GET /diskcache/files/" + "a".repeat(7000) + " HTTP/1.1")).startsWith("HTTP/1.1 404 ");
		assertThat(server.raw("GET /diskcache/files/~" + "A".repeat(9000) + " HTTP/1.1")).startsWith("HTTP/1.1 400 ");
	}

	@Test
	void absurdRangesGetTheWholeValueOrNothing() throws IOException {
		assertThat(server.raw("GET /diskcache/files/a HTTP/1.1", "Range: bytes=" + "0-,".repeat(2000) + "0-"))
			.startsWith("HTTP/1.1 200 ")
			.endsWith("the value");
		assertThat(server.raw("GET /diskcache/files/a HTTP/1.1", "Range: bytes=" + "9".repeat(5000) + "-"))
			.startsWith("HTTP/1.1 416 ");
		assertThat(server.raw("GET /diskcache/files/a HTTP/1.1", "Range: bytes=-" + "9".repeat(5000)))
			.startsWith("HTTP/1.1 206 ")
			.endsWith("the value");
	}

	@Test
	void absurdTagsMatchNothing() throws IOException {
		assertThat(server.raw("GET /diskcache/files/a HTTP/1.1", "If-None-Match: " + "\"x\",".repeat(1500)))
			.endsWith("the value");
		assertThat(server.raw("GET /diskcache/files/a HTTP/1.1", "If-None-Match: " + "\"".repeat(7000)))
			.endsWith("the value");
		assertThat(server.raw("GET /diskcache/files/a HTTP/1.1", "If-Match: W/" + "*x".repeat(3000)))
			.startsWith("HTTP/1.1 412 ");
	}

	@Test
	void oldRequestIsAnswered() throws IOException {
		assertThat(server.raw("GET /diskcache/files/a HTTP/1.0")).contains("Content-Length: 9").endsWith("the value");
	}

	@Test
	void attributesOfAValueAddNoHeader() throws IOException {
		server.put("files", "split", VALUE, new StreamAttributes("text/html\r\nX-Evil: type\r\n\r\n<script>",
				"a\r\nX-Evil: name\r\n\r\n<script>\u202Egnp.exe\"; x=\"", null), null);

		String response = server.raw("GET /diskcache/files/split HTTP/1.1");

		assertThat(response).startsWith("HTTP/1.1 200 ")
			.contains("Content-Type: application/octet-stream")
			.contains("Content-Disposition: attachment; filename=")
			.doesNotContain("\nX-Evil")
			.endsWith("\r\n\r\nthe value");
	}

	@Test
	void valueThatMayActIsNotShown() throws IOException {
		for (String type : new String[] { "text/html", "text/html;charset=UTF-16", "image/svg+xml", "text/xml" }) {
			server.put("files", "page", "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8),
					new StreamAttributes(type, "page.html", null), null);
			assertThat(server.raw("GET /diskcache/files/page HTTP/1.1", "Accept: text/html"))
				.contains("Content-Disposition: attachment; filename=")
				.contains("X-Content-Type-Options: nosniff")
				.contains("Content-Security-Policy: sandbox; default-src 'none'");
		}
	}

	@Test
	void longAttributesFitIntoTheHead() throws IOException {
		server.put("files", "long", VALUE,
				new StreamAttributes("text/plain;a=" + "x".repeat(4000), "\u20AC".repeat(4096), null), null);

		assertThat(server.raw("GET /diskcache/files/long HTTP/1.1")).startsWith("HTTP/1.1 200 ").endsWith("the value");
	}

}
