package io.diskcache.web;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.diskcache.codec.StreamAttributes;

import static org.assertj.core.api.Assertions.assertThat;

class SeveralRangesTests {

	private static final byte[] VALUE = new byte[300_000];

	@TempDir
	static Path directory;

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start(directory);
		new Random(2).nextBytes(VALUE);
		server.put("files", "a", VALUE, new StreamAttributes("image/png", null, null), null);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void eachRangeIsAPart() {
		HttpResponse<byte[]> response = get("bytes=100000-265000,0-9, -2");

		assertThat(response.statusCode()).isEqualTo(206);
		assertThat(header(response, "Content-Type")).startsWith("multipart/byteranges;boundary=");
		assertThat(response.headers().map()).doesNotContainKey("content-range");
		assertThat(header(response, "Content-Length")).isEqualTo(String.valueOf(response.body().length));
		String boundary = header(response, "Content-Type").replaceFirst(".*boundary=", "");
		assertThat(text(response.body())).isEqualTo(part("", boundary, 0, 9) + part("\r\n", boundary, 100_000, 265_000)
				+ part("\r\n", boundary, 299_998, 299_999) + "\r\n--" + boundary + "--\r\n");
		assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(header(response, "ETag")).isNotEmpty();
	}

	@Test
	void boundaryIsAnotherOneEachTime() {
		assertThat(header(get("bytes=0-0,2-2"), "Content-Type"))
			.isNotEqualTo(header(get("bytes=0-0,2-2"), "Content-Type"));
	}

	@Test
	void rangesThatBecomeOneAreOneRange() {
		HttpResponse<byte[]> response = get("bytes=5-9,0-5,400000-");

		assertThat(response.statusCode()).isEqualTo(206);
		assertThat(header(response, "Content-Range")).isEqualTo("bytes 0-9/300000");
		assertThat(header(response, "Content-Type")).isEqualTo("image/png");
		assertThat(response.body()).hasSize(10);
	}

	@Test
	void rangesAllBeyondTheEndAreRefused() {
		HttpResponse<byte[]> response = get("bytes=300000-,400000-400001,-0");

		assertThat(response.statusCode()).isEqualTo(416);
		assertThat(header(response, "Content-Range")).isEqualTo("bytes */300000");
	}

	@Test
	void tooManyRangesGetTheWholeValue() {
		HttpResponse<byte[]> response = get("bytes=" + "0-0,2-2,4-4,".repeat(6));

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo(VALUE);
	}

	@Test
	void conditionDecidesOnAllRanges() {
		String tag = header(get("bytes=0-0"), "ETag");

		assertThat(get("bytes=0-0,2-2", "If-Range", tag).statusCode()).isEqualTo(206);
		assertThat(get("bytes=0-0,2-2", "If-Range", "\"other\"").statusCode()).isEqualTo(200);
	}

	@Test
	void headIgnoresRanges() {
		HttpResponse<byte[]> response = server.send("HEAD", "/diskcache/files/a", "Range", "bytes=0-0,2-2");

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(header(response, "Content-Length")).isEqualTo("300000");
		assertThat(header(response, "Content-Type")).isEqualTo("image/png");
	}

	private static String part(String before, String boundary, int first, int last) {
		return before + "--" + boundary + "\r\nContent-Type: image/png\r\nContent-Range: bytes " + first + '-' + last
				+ "/300000\r\n\r\n" + text(VALUE).substring(first, last + 1);
	}

	private static HttpResponse<byte[]> get(String range, String... others) {
		String[] headers = new String[others.length + 2];
		headers[0] = "Range";
		headers[1] = range;
		System.arraycopy(others, 0, headers, 2, others.length);
		return server.get("/diskcache/files/a", headers);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

	private static String header(HttpResponse<?> response, String name) {
		return response.headers().firstValue(name).orElse("");
	}

}
