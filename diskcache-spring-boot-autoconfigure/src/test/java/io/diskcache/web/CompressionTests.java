package io.diskcache.web;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.diskcache.codec.StreamAttributes;

import static org.assertj.core.api.Assertions.assertThat;

/** A server that compresses what it sends where it can. */
class CompressionTests {

	private static final byte[] VALUE = "compressible ".repeat(5000).getBytes(StandardCharsets.US_ASCII);

	@TempDir
	static Path directory;

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start(directory, Pages.class, "server.compression.enabled=true",
				"server.compression.mime-types=text/plain,multipart/byteranges",
				"server.compression.min-response-size=1");
		server.put("files", "a", VALUE, new StreamAttributes("text/plain", null, null), null);
		server.cache("files").put("text", new String(VALUE, StandardCharsets.US_ASCII));
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void pageIsCompressed() {
		assertThat(get("/page").headers().firstValue("Content-Encoding")).hasValue("gzip");
	}

	@Test
	void valueIsSentAsItIsWithItsTag() {
		for (String key : new String[] { "a", "text" }) {
			HttpResponse<byte[]> whole = get("/diskcache/files/" + key);
			assertThat(whole.body()).isEqualTo(VALUE);
			assertAsItIs(whole);
			assertAsItIs(server.send("HEAD", "/diskcache/files/" + key, "Accept-Encoding", "gzip"));
		}
	}

	@Test
	void rangesAreOfTheValueItself() {
		HttpResponse<byte[]> one = get("/diskcache/files/a", "Range", "bytes=10000-59999");
		assertThat(one.statusCode()).isEqualTo(206);
		assertThat(one.body()).isEqualTo(Arrays.copyOfRange(VALUE, 10_000, 60_000));
		assertThat(one.headers().firstValue("Content-Range")).hasValue("bytes 10000-59999/65000");
		assertAsItIs(one);
		HttpResponse<byte[]> two = get("/diskcache/files/a", "Range", "bytes=0-12,64987-64999");
		assertThat(two.statusCode()).isEqualTo(206);
		assertThat(new String(two.body(), StandardCharsets.US_ASCII)).contains("\r\n\r\ncompressible \r\n--");
		assertAsItIs(two);
	}

	private static void assertAsItIs(HttpResponse<byte[]> response) {
		assertThat(response.headers().firstValue("ETag").orElse("")).startsWith("\"");
		assertThat(response.headers().map()).doesNotContainKey("content-encoding");
		long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
		assertThat(length)
			.isEqualTo("HEAD".equals(response.request().method()) ? VALUE.length : response.body().length);
	}

	private static HttpResponse<byte[]> get(String path, String... headers) {
		String[] all = Arrays.copyOf(headers, headers.length + 2);
		all[headers.length] = "Accept-Encoding";
		all[headers.length + 1] = "gzip";
		return server.get(path, all);
	}

	@RestController
	static class Pages {

		@GetMapping(path = "/page", produces = "text/plain")
		byte[] page() {
			return VALUE;
		}

	}

}
