package io.diskcache.web;

import java.net.http.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.core.io.ByteArrayResource;

import io.diskcache.codec.StreamAttributes;

import static org.assertj.core.api.Assertions.assertThat;

class CachedValueHandlerTests {

	private static final Instant MODIFIED = Instant.parse("2026-01-02T03:04:05Z");

	private static final String MODIFIED_TEXT = "Fri, 02 Jan 2026 03:04:05 GMT";

	private static final byte[] LARGE = new byte[200_000];

	@TempDir
	static Path directory;

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start(directory);
		new Random(1).nextBytes(LARGE);
		server.put("files", "photo.jpg", LARGE, new StreamAttributes("image/jpeg", "photo.jpg", MODIFIED), null);
		server.put("files", "day", LARGE, StreamAttributes.NONE, Duration.ofDays(1));
		server.put("files", "decades", LARGE, StreamAttributes.NONE, Duration.ofDays(10_000));
		server.put("files", "empty", new byte[0], StreamAttributes.NONE, null);
		server.cache("private").put("photo.jpg", "secret");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void valueIsServedWithAllItsHeaders() {
		HttpResponse<byte[]> response = server.get("/diskcache/files/photo.jpg");

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo(LARGE);
		assertThat(header(response, "Content-Type")).isEqualTo("image/jpeg");
		assertThat(header(response, "Content-Length")).isEqualTo("200000");
		assertThat(header(response, "Content-Disposition")).startsWith("inline; filename=").contains("photo.jpg");
		assertThat(header(response, "ETag")).matches("\"[0-9a-f-]+\"");
		assertThat(header(response, "Last-Modified")).isEqualTo(MODIFIED_TEXT);
		assertThat(header(response, "Cache-Control")).isEqualTo("no-cache, private");
		assertThat(header(response, "Accept-Ranges")).isEqualTo("bytes");
		assertSafe(response);
	}

	@Test
	void headTellsWhatGetWouldTell() {
		Map<String, List<String>> get = server.get("/diskcache/files/photo.jpg").headers().map();

		HttpResponse<byte[]> head = server.send("HEAD", "/diskcache/files/photo.jpg", "Range", "bytes=0-1");

		assertThat(head.statusCode()).isEqualTo(200);
		assertThat(head.body()).isEmpty();
		assertThat(withoutDate(head.headers().map())).isEqualTo(withoutDate(get));
	}

	@Test
	void stringsBytesAndResourcesAreServed() {
		server.cache("files").put("text", "Grüße");
		server.cache("files").put("bytes", new byte[] { 1, 2, 3 });
		server.cache("files").put("resource", new ByteArrayResource(new byte[] { 4 }));

		HttpResponse<byte[]> text = server.get("/diskcache/files/text");
		assertThat(text.body()).isEqualTo("Grüße".getBytes(StandardCharsets.UTF_8));
		assertThat(header(text, "Content-Type")).isEqualTo("text/plain;charset=UTF-8");
		assertThat(header(text, "Content-Disposition")).isEqualTo("inline");
		HttpResponse<byte[]> bytes = server.get("/diskcache/files/bytes");
		assertThat(bytes.body()).containsExactly(1, 2, 3);
		assertThat(header(bytes, "Content-Type")).isEqualTo("application/octet-stream");
		assertThat(header(bytes, "Content-Disposition")).isEqualTo("attachment");
		assertThat(server.get("/diskcache/files/resource").body()).containsExactly(4);
	}

	@Test
	void emptyValueIsServed() {
		HttpResponse<byte[]> response = server.get("/diskcache/files/empty");

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(header(response, "Content-Length")).isEqualTo("0");
		for (String range : List.of("bytes=0-", "bytes=-5", "bytes=0-0,2-3")) {
			assertThat(server.get("/diskcache/files/empty", "Range", range).statusCode()).as(range).isEqualTo(200);
		}
	}

	@Test
	void objectsAreNotServed() {
		server.cache("files").put("number", 5);
		server.cache("files").put("null", null);
		server.cache("files").put("optional", Optional.of("text"));
		server.cache("files").put("surrogate", "no Unicode: \uD800");

		for (String key : List.of("number", "null", "optional", "surrogate")) {
			assertNotFound(server.get("/diskcache/files/" + key));
		}
	}

	@Test
	void whatIsNotThereIsNotFound() {
		for (String path : List.of("/diskcache", "/diskcache/", "/diskcache/files", "/diskcache/files/",
				"/diskcache/files/none", "/diskcache/files/photo.jpg/", "/diskcache/files/photo.jpg/x",
				"/diskcache//files/photo.jpg", "/diskcache/files//photo.jpg", "/diskcache/none/photo.jpg",
				"/diskcache/private/photo.jpg", "/diskcache/Files/photo.jpg", "/diskcache/files/photo.jpg;x=1",
				"/diskcache/files;x=1/photo.jpg", "/diskcache;x=1/files/photo.jpg", "/diskcache/files/~")) {
			assertNotFound(server.get(path));
		}
	}

	@Test
	void requestOpensNoCache() {
		assertNotFound(server.get("/diskcache/neverasked/a"));

		assertThat(server.manager().getCacheNames()).doesNotContain("neverasked");
	}

	@Test
	void queryIsIgnored() {
		assertThat(server.get("/diskcache/files/photo.jpg?v=1").statusCode()).isEqualTo(200);
	}

	@Test
	void percentEncodedPathIsTheSamePath() {
		assertThat(server.get("/diskcache/%66iles/photo%2Ejpg").statusCode()).isEqualTo(200);
		assertNotFound(server.get("/diskcache/files/photo%252Ejpg"));
		assertNotFound(server.get("/%64iskcache/files/photo.jpg"));
	}

	@Test
	void onlyReadingIsAllowed() {
		for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "PROPFIND")) {
			HttpResponse<byte[]> response = server.send(method, "/diskcache/files/photo.jpg");
			assertThat(response.statusCode()).as(method).isEqualTo(405);
			assertThat(header(response, "Allow")).isEqualTo("GET, HEAD, OPTIONS");
			assertThat(response.body()).isEmpty();
			assertSafe(response);
		}
		HttpResponse<byte[]> options = server.send("OPTIONS", "/diskcache/files/photo.jpg");
		assertThat(options.statusCode()).isEqualTo(200);
		assertThat(header(options, "Allow")).isEqualTo("GET, HEAD, OPTIONS");
		assertThat(options.body()).isEmpty();
		assertSafe(options);
	}

	@Test
	void browserThatAsksForAnotherOriginIsToldWhatIsAllowed() throws IOException {
		String response = server.raw("OPTIONS /diskcache/files/photo.jpg HTTP/1.1", "Origin: http://other.example",
				"Access-Control-Request-Method: GET");

		assertThat(response).startsWith("HTTP/1.1 200 ")
			.contains("\r\nAllow: GET, HEAD, OPTIONS\r\n")
			.doesNotContain("Access-Control-Allow");
		assertSafe(response);
	}

	/** What comes as far as this is answered by the server itself. */
	@ParameterizedTest
	@CsvSource({ "TRACE /diskcache/files/photo.jpg HTTP/1.1, 405", "GET /diskcache/files/a%00 HTTP/1.1, 400",
			"GET /diskcache/files/..\\a HTTP/1.1, 400", "GET /diskcache/files/a%2fb HTTP/1.1, 400",
			"GET /diskcache/../../a HTTP/1.1, 400", "GET /diskcache/files/{a} HTTP/1.1, 400",
			"GET /diskcache/files/a HTTP/9.9, 505", "GET /diskcache/files/a\u0001 HTTP/1.1, 400" })
	void whatTheServerRefusesHasTheHeadersAsWell(String request, int status) throws IOException {
		String response = server.raw(request);

		assertThat(response).startsWith("HTTP/1.1 " + status);
		assertSafe(response);
	}

	@Test
	void requestWithTooLongAHeadIsRefusedWithTheHeaders() throws IOException {
		assertSafe(server.raw("GET /diskcache/files/" + "a".repeat(9000) + " HTTP/1.1"));
		assertSafe(server.raw("GET /diskcache/files/a HTTP/1.1", "X-Long: " + "a".repeat(9000)));
	}

	@Test
	void answersElsewhereAreNotTouched() throws IOException {
		for (String path : List.of("/", "/other", "/diskcachex/files/a", "/x/diskcache/files/a", "/a%00")) {
			assertThat(server.raw("GET " + path + " HTTP/1.1")).as(path)
				.doesNotContain("Content-Security-Policy", "X-Content-Type-Options");
		}
	}

	@Test
	void keyHasOneAddress() {
		byte[] encoded = server.cache("files").encodedKey("photo.jpg");

		assertNotFound(
				server.get("/diskcache/files/~" + Base64.getUrlEncoder().withoutPadding().encodeToString(encoded)));
	}

	@Test
	void valueThatExpiresIsFreshUntilThen() {
		String day = header(server.get("/diskcache/files/day"), "Cache-Control");
		assertThat(day).matches("max-age=[0-9]+, private");
		assertThat(Integer.parseInt(day.replaceAll("[^0-9]", ""))).isBetween(86_000, 86_400);
		assertThat(header(server.get("/diskcache/files/decades"), "Cache-Control"))
			.isEqualTo("max-age=31536000, private");
	}

	@Test
	void whatAWriterSaysIsPrivateUnlessToldOrUnlessTheCacheIsPublic() {
		for (Map.Entry<String, String> said : Map
			.of("max-age=60", "max-age=60, private", "no-cache, MAX-AGE=0", "no-cache, MAX-AGE=0, private", "x=public",
					"x=public, private", "Public, max-age=60", "Public, max-age=60", "s-maxage=5", "s-maxage=5",
					"no-store", "no-store", "private=\"a\"", "private=\"a\"")
			.entrySet()) {
			server.put("files", "said", LARGE, StreamAttributes.NONE.withCacheControl(said.getKey()), null);
			server.put("public", "said", LARGE, StreamAttributes.NONE.withCacheControl(said.getKey()), null);

			assertThat(header(server.get("/diskcache/files/said"), "Cache-Control")).isEqualTo(said.getValue());
			assertThat(header(server.get("/diskcache/public/said"), "Cache-Control")).isEqualTo(said.getKey());
		}
	}

	@Test
	void cacheSaysWhoMayKeepItsValuesAndWhetherTheyChange() {
		server.put("public", "day", LARGE, StreamAttributes.NONE, Duration.ofDays(1));
		server.put("immutable", "a", LARGE, StreamAttributes.NONE, null);
		server.put("public-immutable", "day", LARGE, StreamAttributes.NONE, Duration.ofDays(1));

		assertThat(header(server.get("/diskcache/public/day"), "Cache-Control")).matches("max-age=86[0-9]{3}, public");
		server.put("immutable", "said", LARGE, StreamAttributes.NONE.withCacheControl("max-age=5, public"), null);
		assertThat(header(server.get("/diskcache/immutable/said"), "Cache-Control")).isEqualTo("max-age=5, public");
		assertThat(header(server.get("/diskcache/immutable/a"), "Cache-Control"))
			.isEqualTo("max-age=31536000, private, immutable");
		assertThat(header(server.get("/diskcache/public-immutable/day"), "Cache-Control"))
			.matches("max-age=86[0-9]{3}, public, immutable");
		assertNotFound(server.get("/diskcache/public-immutable/none"));
	}

	@Test
	void sourceDatedInTheFutureWasModifiedWhenItWasStored() {
		Instant before = Instant.now().minusSeconds(1);
		server.put("files", "future", LARGE, new StreamAttributes(null, null, Instant.now().plusSeconds(100_000)),
				null);

		Instant modified = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME
			.parse(header(server.get("/diskcache/files/future"), "Last-Modified")));
		assertThat(modified).isBetween(before, Instant.now());
	}

	@Test
	void valueTheClientHasIsNotSentAgain() {
		String tag = header(server.get("/diskcache/files/photo.jpg"), "ETag");

		for (String method : List.of("GET", "HEAD")) {
			HttpResponse<byte[]> response = server.send(method, "/diskcache/files/photo.jpg", "If-None-Match",
					"\"other\", W/" + tag, "Range", "bytes=0-1");
			assertThat(response.statusCode()).isEqualTo(304);
			assertThat(response.body()).isEmpty();
			assertThat(header(response, "ETag")).isEqualTo(tag);
			assertThat(header(response, "Last-Modified")).isEqualTo(MODIFIED_TEXT);
			assertThat(header(response, "Cache-Control")).isEqualTo("no-cache, private");
			assertSafe(response);
		}
		assertThat(server.get("/diskcache/files/photo.jpg", "If-None-Match", tag, "If-Match", "\"other\"").statusCode())
			.isEqualTo(412);
	}

	@Test
	void failedPreconditionHasNoBody() {
		HttpResponse<byte[]> response = server.get("/diskcache/files/photo.jpg", "If-Match", "\"other\"");

		assertThat(response.statusCode()).isEqualTo(412);
		assertThat(response.body()).isEmpty();
		assertThat(response.headers().map()).doesNotContainKeys("etag", "cache-control", "last-modified");
		assertSafe(response);
	}

	@Test
	void preconditionsOfWhatIsNotThereAreIgnored() {
		assertNotFound(server.get("/diskcache/files/none", "If-Match", "\"other\""));
		assertNotFound(server.get("/diskcache/files/none", "If-None-Match", "*"));
	}

	@Test
	void overwrittenValueHasAnotherTag() {
		server.put("files", "changing", new byte[] { 1 }, StreamAttributes.NONE, null);
		String tag = header(server.get("/diskcache/files/changing"), "ETag");

		server.put("files", "changing", new byte[] { 1 }, StreamAttributes.NONE, null);

		HttpResponse<byte[]> response = server.get("/diskcache/files/changing", "If-None-Match", tag);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(header(response, "ETag")).isNotEqualTo(tag);
	}

	@ParameterizedTest
	@CsvSource({ "0-0, 0, 1", "0-99, 0, 100", "100000-100009, 100000, 10", "65535-65536, 65535, 2",
			"131072-, 131072, 68928", "199999-, 199999, 1", "-1, 199999, 1", "-500000, 0, 200000",
			"0-999999999999999999999, 0, 200000", "000-000000000000000000000000001, 0, 2" })
	void rangeIsServed(String range, int start, int length) {
		HttpResponse<byte[]> response = server.get("/diskcache/files/photo.jpg", "Range", "bytes=" + range);

		assertThat(response.statusCode()).isEqualTo(206);
		assertThat(header(response, "Content-Range"))
			.isEqualTo("bytes " + start + '-' + (start + length - 1) + "/200000");
		assertThat(header(response, "Content-Length")).isEqualTo(String.valueOf(length));
		assertThat(response.body()).isEqualTo(Arrays.copyOfRange(LARGE, start, start + length));
		assertThat(header(response, "ETag")).isNotEmpty();
		assertThat(header(response, "Content-Type")).isEqualTo("image/jpeg");
		assertSafe(response);
	}

	@ParameterizedTest
	@ValueSource(strings = { "200000-", "200000-200001", "-0", "99999999999999999999-", "9223372036854775807-" })
	void rangeBeyondTheEndIsRefused(String range) {
		HttpResponse<byte[]> response = server.get("/diskcache/files/photo.jpg", "Range", "bytes=" + range);

		assertThat(response.statusCode()).isEqualTo(416);
		assertThat(header(response, "Content-Range")).isEqualTo("bytes */200000");
		assertThat(response.body()).isEmpty();
		assertThat(response.headers().map()).doesNotContainKeys("etag", "cache-control", "last-modified");
		assertSafe(response);
	}

	@ParameterizedTest
	@ValueSource(strings = { "bytes=", "bytes=-", "bytes=2-1", "bytes=a-b", "bytes=--1", "bytes=0x0-1", "items=0-1",
			"0-1", "bytes=0-1,4-3", "bytes=0-1,3", "bytes 0-1", "bytes=١-٢" })
	void rangesThatAreNoneAreIgnored(String range) throws Exception {
		String response = server.raw("GET /diskcache/files/photo.jpg HTTP/1.1",
				"Range: " + new String(range.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));

		assertThat(response).startsWith("HTTP/1.1 200 ").contains("Content-Length: 200000");
	}

	@Test
	void twoRangeHeadersAreIgnored() {
		assertThat(server.get("/diskcache/files/photo.jpg", "Range", "bytes=0-1", "Range", "bytes=3-4").statusCode())
			.isEqualTo(200);
	}

	@Test
	void downloadGoesOnOnlyWithTheSameValue() {
		String tag = header(server.get("/diskcache/files/photo.jpg"), "ETag");

		assertThat(statusIfRange("photo.jpg", tag)).isEqualTo(206);
		assertThat(statusIfRange("photo.jpg", MODIFIED_TEXT)).isEqualTo(206);
		for (String other : List.of("W/" + tag, "\"other\"", tag + ", " + tag, "*", "", "nonsense",
				"Fri, 02 Jan 2026 03:04:04 GMT", "Fri, 02 Jan 2026 03:04:06 GMT")) {
			assertThat(statusIfRange("photo.jpg", other)).as(other).isEqualTo(200);
		}
	}

	/** Two values may have been stored in one second. */
	@Test
	void downloadOfAValueDatedByItsStoringDoesNotGoOnByDate() {
		HttpResponse<byte[]> whole = server.get("/diskcache/files/day");

		assertThat(statusIfRange("day", header(whole, "Last-Modified"))).isEqualTo(200);
		assertThat(statusIfRange("day", header(whole, "ETag"))).isEqualTo(206);
	}

	@Test
	void rangeBeyondTheEndOfAnotherValueGetsTheWholeValue() {
		assertThat(server.get("/diskcache/files/photo.jpg", "Range", "bytes=200000-", "If-Range", "\"other\"")
			.statusCode()).isEqualTo(200);
	}

	@Test
	void everyKindOfKeyIsReachedThroughItsLink() {
		List<Object> keys = new ArrayList<>(List.of("plain", "a.b-c_d", "123", 123, 123L, (short) 123, "ü", "a/b",
				"../etc/passwd", ".hidden", "~x", "%2e", "a b", "x".repeat(200), "x".repeat(201), "y".repeat(5000),
				List.of("a", 1), new SimpleKey("a", 1), new SimpleKey(), Instant.EPOCH, true, "\uD83D\uDE00"));
		for (int i = 0; i < keys.size(); i++) {

			server.cache("links").put(keys.get(i), "value " + i);
		}

		for (int i = 0; i < keys.size(); i++) {
			HttpResponse<byte[]> response = server.get(server.links().path("links", keys.get(i)));
			assertThat(new String(response.body(), StandardCharsets.UTF_8)).as("%s", keys.get(i))
				.isEqualTo("value " + i);
		}
	}

	@Test
	void cacheWithAnOddNameIsReachedThroughItsLink() {
		for (String name : List.of("a b", "ümlaut", "a;b", "a+b", "a:b", "dots.and~more", "?", "#")) {
			server.cache(name).put("key", name);
			assertThat(server.get(server.links().path(name, "key")).body()).as(name)
				.isEqualTo(name.getBytes(StandardCharsets.UTF_8));
		}
		assertNotFound(server.get("/diskcache/a;b/key"));
	}

	private static int statusIfRange(String key, String condition) {
		return server.get("/diskcache/files/" + key, "Range", "bytes=0-1", "If-Range", condition).statusCode();
	}

	private static void assertNotFound(HttpResponse<byte[]> response) {
		assertThat(response.statusCode()).as(response.uri().toString()).isEqualTo(404);
		assertThat(response.body()).as(response.uri().toString()).isEmpty();
		assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
		assertSafe(response);
	}

	private static void assertSafe(HttpResponse<?> response) {
		assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(header(response, "Content-Security-Policy")).isEqualTo("sandbox; default-src 'none'");
		assertThat(header(response, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
	}

	private static void assertSafe(String response) {
		assertThat(response).contains("\r\nX-Content-Type-Options: nosniff\r\n",
				"\r\nContent-Security-Policy: sandbox; default-src 'none'\r\n",
				"\r\nCross-Origin-Resource-Policy: same-origin\r\n");
	}

	private static String header(HttpResponse<?> response, String name) {
		return response.headers().firstValue(name).orElse("");
	}

	private static Map<String, List<String>> withoutDate(Map<String, List<String>> headers) {
		return headers.entrySet()
			.stream()
			.filter((header) -> !header.getKey().equals("date"))
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
	}

}
