package io.diskcache.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.CacheControlHeadersWriter;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.WebContentInterceptor;

import io.diskcache.codec.StreamAttributes;

import static org.assertj.core.api.Assertions.assertThat;

/** A real nginx before a real server, with the configuration that is in the docs. */
@EnabledIf(value = "io.diskcache.web.Nginx#isInstalled", disabledReason = Nginx.MISSING)
class NginxTests {

	private static final byte[] VALUE = new byte[300_000];

	private static final String FOREVER = "max-age=31536000, private, immutable";

	private static final Instant MODIFIED = Instant.parse("2026-01-02T03:04:05Z");

	@TempDir
	static Path directory;

	@TempDir
	static Path prefix;

	private static TestServer server;

	private static Nginx nginx;

	private final HttpClient client = HttpClient.newHttpClient();

	@BeforeAll
	static void start() throws IOException {
		server = TestServer.start(directory, Application.class, "server.forward-headers-strategy=framework",
				"diskcache.web.accel-location=/_diskcache");
		new Random(3).nextBytes(VALUE);
		server.put("files", "a", VALUE, new StreamAttributes("image/png", "a.png", MODIFIED), Duration.ofDays(1));
		server.put("immutable", "a", VALUE, new StreamAttributes("image/png", "a.png", null), null);
		server.put("private", "a", VALUE, StreamAttributes.NONE, null);
		nginx = Nginx.start(prefix, server.port(), directory);
	}

	@AfterAll
	static void stop() {
		if (nginx != null) {
			nginx.close();
		}
		if (server != null) {
			server.close();
		}
	}

	@Test
	void fileIsSentByNginxWithTheHeadersOfTheApplication() {
		HttpResponse<byte[]> response = nginx.send("GET", "/diskcache/files/a");

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo(VALUE);
		assertThat(header(response, "Server")).startsWith("nginx");
		assertThat(header(response, "Content-Length")).isEqualTo("300000");
		assertThat(header(response, "Content-Type")).isEqualTo("image/png");
		assertThat(header(response, "Content-Disposition")).startsWith("inline; filename=");
		assertThat(header(response, "Cache-Control")).matches("max-age=86[0-9]{3}, private");
		assertThat(header(response, "ETag")).isEqualTo(tag());
		assertThat(header(response, "Last-Modified")).isEqualTo("Fri, 02 Jan 2026 03:04:05 GMT");
		assertThat(response.headers().map()).doesNotContainKeys("pragma", "expires");
		assertThat(header(response, "Accept-Ranges")).isEqualTo("bytes");
		assertGuarded(response);
	}

	@Test
	void applicationItselfSendsNoByteOfAFile() {
		HttpResponse<byte[]> response = server.get("/diskcache/files/a", "Range", "bytes=0-9");

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(header(response, "X-Accel-Redirect")).matches("/_diskcache/[0-9]+/[0-9a-f]{32}");
		assertThat(response.body()).isEmpty();
	}

	@Test
	void rangesAreSentByNginx() {
		HttpResponse<byte[]> one = nginx.send("GET", "/diskcache/files/a", "Range", "bytes=100000-199999");
		assertThat(one.statusCode()).isEqualTo(206);
		assertThat(header(one, "Content-Range")).isEqualTo("bytes 100000-199999/300000");
		assertThat(one.body()).isEqualTo(Arrays.copyOfRange(VALUE, 100_000, 200_000));
		assertThat(header(one, "ETag")).isEqualTo(tag());
		assertThat(header(one, "Cache-Control")).matches("max-age=86[0-9]{3}, private");
		HttpResponse<byte[]> two = nginx.send("GET", "/diskcache/files/a", "Range", "bytes=0-9,100-109");
		assertThat(two.statusCode()).isEqualTo(206);
		assertThat(header(two, "Content-Type")).startsWith("multipart/byteranges");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "bytes=300000- | 416", "bytes=-0 | 416", "bytes=300000-,400000- | 416", "bytes=5-2 | 200",
					"bytes=a-b | 200", "bytes=0-1, bytes=3-4 | 200", "bytes=0-1,,3-4 | 206", "bytes=,0-1 | 206",
					"bytes=0-99999999999999999999 | 206",
					"bytes=0-0,2-2,4-4,6-6,8-8,1-1,3-3,5-5,7-7,9-9,20-20,30-30,40-40,50-50,60-60,70-70,80-80 | 200" })
	void rangeThatNginxWouldRefuseIsAnsweredByTheApplication(String range, int status) {
		HttpResponse<byte[]> response = nginx.send("GET", "/diskcache/immutable/a", "Range", range);

		assertThat(response.statusCode()).isEqualTo(status);
		if (status == 416) {
			assertThat(response.body()).isEmpty();
			assertThat(header(response, "Content-Range")).isEqualTo("bytes */300000");
			assertThat(header(response, "Cache-Control")).doesNotContain("max-age=31536000");
		}
		else {
			assertThat(header(response, "Cache-Control")).isEqualTo(FOREVER);
			assertThat(header(response, "Accept-Ranges")).isEqualTo("bytes");
		}
		assertGuarded(response);
	}

	@Test
	void errorOfNginxIsNotKeptLikeTheValue(@TempDir Path elsewhere) throws IOException {
		assertThat(header(nginx.send("GET", "/diskcache/immutable/a"), "Cache-Control")).isEqualTo(FOREVER);
		try (Nginx blind = Nginx.start(elsewhere, server.port(), elsewhere)) {
			HttpResponse<byte[]> response = blind.send("GET", "/diskcache/immutable/a");

			assertThat(response.statusCode()).isEqualTo(404);
			assertThat(response.headers().map()).doesNotContainKeys("cache-control", "expires", "etag",
					"last-modified");
			assertGuarded(response);
		}
	}

	@Test
	void longestHeadersPass() {
		server.put("files", "long", VALUE, new StreamAttributes("text/plain;a=" + "x".repeat(242), "\u20ac".repeat(150),
				null, "x".repeat(StreamAttributes.MAX_CACHE_CONTROL), null), null);

		HttpResponse<byte[]> response = nginx.send("GET", "/diskcache/files/long");

		assertThat(response.body()).isEqualTo(VALUE);
		assertThat(header(response, "Content-Type")).hasSize(255);
		assertThat(header(response, "Cache-Control")).hasSize(255 + ", private".length());
	}

	/** As on a file system that has no links. */
	@Test
	void fileThatCannotBeLinkedComesFromTheApplication() throws IOException {
		nginx.send("GET", "/diskcache/files/a");
		Path links = directory.resolve("diskcache/handover");
		Files.move(links, directory.resolve("moved"));
		Files.createFile(links);
		try {
			HttpResponse<byte[]> whole = nginx.send("GET", "/diskcache/files/a");
			assertThat(whole.body()).isEqualTo(VALUE);
			assertThat(header(whole, "Cache-Control")).matches("max-age=86[0-9]{3}, private");
			assertThat(header(whole, "Accept-Ranges")).isEqualTo("bytes");
			HttpResponse<byte[]> part = nginx.send("GET", "/diskcache/files/a", "Range", "bytes=7-16");
			assertThat(part.body()).isEqualTo(Arrays.copyOfRange(VALUE, 7, 17));
			assertThat(header(part, "ETag")).isEqualTo(tag());
		}
		finally {
			Files.delete(links);
			Files.move(directory.resolve("moved"), links);
		}
	}

	@Test
	void downloadGoesOnOnlyWithTheSameValue() {
		assertThat(status("Range", "bytes=0-9", "If-Range", tag())).isEqualTo(206);
		assertThat(status("Range", "bytes=0-9", "If-Range", "\"other\"")).isEqualTo(200);
		assertThat(status("Range", "bytes=0-9", "If-Range", "Fri, 02 Jan 2026 03:04:05 GMT")).isEqualTo(206);
		assertThat(status("Range", "bytes=0-9", "If-Range", "Fri, 02 Jan 2026 03:04:06 GMT")).isEqualTo(200);
	}

	@Test
	void conditionsAreThoseOfTheApplication() {
		assertThat(status("If-None-Match", tag())).isEqualTo(304);
		assertThat(status("If-None-Match", "\"other\"")).isEqualTo(200);
		assertThat(status("If-Modified-Since", "Fri, 02 Jan 2026 03:04:05 GMT")).isEqualTo(304);
		assertThat(status("If-Modified-Since", "Fri, 02 Jan 2026 03:04:04 GMT")).isEqualTo(200);
		assertThat(status("If-Match", tag())).isEqualTo(200);
		assertThat(status("If-Match", "\"other\"")).isEqualTo(412);
		assertThat(status("If-Unmodified-Since", "Fri, 02 Jan 2026 03:04:05 GMT")).isEqualTo(200);
		assertThat(status("If-Unmodified-Since", "Fri, 02 Jan 2026 03:04:04 GMT")).isEqualTo(412);
	}

	@Test
	void headIsAnsweredWithoutTheFile() {
		HttpResponse<byte[]> response = nginx.send("HEAD", "/diskcache/files/a");

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(header(response, "Content-Length")).isEqualTo("300000");
		assertThat(header(response, "ETag")).isEqualTo(tag());
	}

	@Test
	void valueThatIsNoFileComesFromTheApplication() {
		server.cache("files").put("text", "short");

		assertThat(nginx.send("GET", "/diskcache/files/text").body()).asString().isEqualTo("short");
		HttpResponse<byte[]> none = nginx.send("GET", "/diskcache/files/none");
		assertThat(none.statusCode()).isEqualTo(404);
		assertThat(header(none, "Cache-Control")).isEqualTo("no-store");
		assertGuarded(none);
	}

	@Test
	void filesAreReachedThroughTheApplicationOnly() throws IOException {
		nginx.send("GET", "/diskcache/files/a");
		try (Stream<Path> links = Files.walk(directory.resolve("diskcache/handover"))) {
			List<Path> files = links.filter(Files::isRegularFile).toList();
			assertThat(files).isNotEmpty();
			for (Path file : files) {
				assertThat(nginx.send("GET", "/_diskcache/" + directory.resolve("diskcache/handover").relativize(file))
					.statusCode()).isEqualTo(404);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/_diskcache/", "/_diskcache/%LINK", "/_diskcache/../_diskcache/%LINK",
			"/diskcache/../_diskcache/%LINK", "//_diskcache/%LINK", "/%5fdiskcache/%LINK", "/_diskcache//%LINK",
			"/_diskcache/../../v1/", "/_diskcache/%2e%2e/%2e%2e/%LINK", "/_diskcache/..%2f..%2fv1",
			"/_diskcache..%2fv1", "/_diskcache../handover/%LINK", "/diskcache/files/..%2f..%2f_diskcache/%LINK",
			"/diskcache/files/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "/diskcache/files/%252e%252e%252fprivate%252fa",
			"/diskcache/files/..%252fa", "/diskcache/files/a%00", "/_diskcache/%LINK%00", "/diskcache/files/a%00.png",
			"/diskcache/files/a%0d%0aX-Accel-Redirect:%20/_diskcache/%LINK", "/diskcache/files/a;x=1",
			"/diskcache/private/a", "/diskcache/files/../private/a" })
	void oddPathLeadsToNothing(String path) throws IOException {
		String location = header(server.get("/diskcache/immutable/a"), "X-Accel-Redirect");

		String response = nginx.raw(
				"GET " + path.replace("%LINK", location.substring("/_diskcache/".length())) + " HTTP/1.1",
				"X-Accel-Redirect: " + location);

		assertThat(response).as(path).matches("(?s)HTTP/1.1 40[04] .*").doesNotContain(directory.toString(), "root:");
		assertThat(response.toLowerCase(Locale.ROOT)).as(path).doesNotContain("max-age=31536000", "x-diskcache");
	}

	@ParameterizedTest
	@CsvSource({ "X-Forwarded-Prefix, /evil", "X-Forwarded-Host, evil", "X-Forwarded-Port, 666", "X-Forwarded-Ssl, on",
			"X-Forwarded-Proto, https", "X-Forwarded-For, 6.6.6.6", "Forwarded, host=evil;proto=https;for=6.6.6.6" })
	void clientDoesNotSayWhereTheApplicationIs(String header, String value) {
		assertThat(new String(nginx.send("GET", "/place", header, value).body(), StandardCharsets.UTF_8))
			.isEqualTo("http://127.0.0.1:" + nginx.port() + "/place from 127.0.0.1 links to /diskcache/files/a");
	}

	@Test
	void responseIsOneValueWhateverHappensToTheEntry() throws Exception {
		byte[] large = new byte[30_000_000];
		Arrays.fill(large, (byte) 1);
		server.put("files", "large", large, StreamAttributes.NONE, null);
		HttpRequest request = nginx.request("GET", "/diskcache/files/large");
		try (InputStream body = this.client.send(request, BodyHandlers.ofInputStream()).body()) {

			server.put("files", "large", new byte[large.length], StreamAttributes.NONE, null);
			server.cache("files").evict("large");

			assertThat(Arrays.equals(body.readAllBytes(), large)).isTrue();
		}
	}

	/** As when the entry changes after the answer, before nginx has opened the file. */
	@Test
	void fileStaysForNginxWhenTheEntryIsGone() throws IOException {
		server.put("files", "gone", VALUE, StreamAttributes.NONE, null);
		String location = header(server.get("/diskcache/files/gone"), "X-Accel-Redirect");

		server.cache("files").evict("gone");

		assertThat(Files
			.readAllBytes(directory.resolve("diskcache/handover").resolve(location.substring("/_diskcache/".length()))))
			.isEqualTo(VALUE);
	}

	private static void assertGuarded(HttpResponse<?> response) {
		assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(header(response, "Content-Security-Policy")).isEqualTo("sandbox; default-src 'none'");
		assertThat(header(response, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
	}

	private int status(String... headers) {
		return nginx.send("GET", "/diskcache/files/a", headers).statusCode();
	}

	private static String tag() {
		return header(server.send("HEAD", "/diskcache/files/a"), "ETag");
	}

	private static String header(HttpResponse<?> response, String name) {
		return response.headers().firstValue(name).orElse("");
	}

	/** One that has its own mind about how long its answers are to be kept. */
	@Configuration(proxyBeanMethods = false)
	@Import(PlaceController.class)
	static class Application implements WebMvcConfigurer {

		@Bean
		HeaderWriterFilter security() {
			return new HeaderWriterFilter(List.of(new CacheControlHeadersWriter()));
		}

		@Override
		public void addInterceptors(InterceptorRegistry registry) {
			WebContentInterceptor keeping = new WebContentInterceptor();
			keeping.setCacheSeconds(77);
			registry.addInterceptor(keeping);
		}

	}

}
