package io.diskcache.web;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.error.ErrorPage;
import org.springframework.boot.web.error.ErrorPageRegistrar;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

import io.diskcache.codec.StreamAttributes;
import io.diskcache.store.OpenFiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Values that are damaged while they are served, and clients that go away. */
@ExtendWith(OutputCaptureExtension.class)
class BrokenResponseTests {

	private static final int BLOCK = 64 << 10;

	@TempDir
	Path directory;

	private TestServer server;

	@BeforeEach
	void start() {
		this.server = TestServer.start(this.directory, OwnErrorPage.class);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	/** However little is missing: the server's error page must not fill the gap. */
	@ParameterizedTest
	@ValueSource(ints = { 1, 50, 10_000, BLOCK })
	void responseOfADamagedValueIsCutBeforeTheDamage(int lengthOfLastBlock, CapturedOutput output) throws IOException {
		int length = 3 * BLOCK + lengthOfLastBlock;
		byte[] bytes = store(length);
		flipBit(length - 1);

		String response = this.server.raw("GET /diskcache/files/a HTTP/1.1", "Accept: text/html");

		int head = response.indexOf("\r\n\r\n") + 4;
		assertThat(response).startsWith("HTTP/1.1 200 ").contains("Content-Length: " + length);
		assertThat(response.substring(head)).hasSizeLessThan(length)
			.isEqualTo(new String(bytes, 0, response.length() - head, StandardCharsets.ISO_8859_1))
			.hasSize(3 * BLOCK);
		assertThat(output).contains("A response was cut, as a value of cache 'files' is damaged");
	}

	@Test
	void connectionEndsWithACutResponse() throws IOException {
		byte[] bytes = store(2 * BLOCK);
		flipBit(2 * BLOCK - 1);

		try (Socket socket = this.server.connect()) {
			socket.getOutputStream()
				.write("GET /diskcache/files/a HTTP/1.1\r\nHost: localhost\r\n\r\n"
					.getBytes(StandardCharsets.ISO_8859_1));
			String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
			assertThat(response).endsWith(new String(bytes, 0, BLOCK, StandardCharsets.ISO_8859_1));
		}
	}

	@Test
	void responseOfAFileThatWasCutIsCut() throws IOException {
		byte[] bytes = store(3 * BLOCK);
		try (RandomAccessFile file = new RandomAccessFile(this.server.files().get(0).toFile(), "rw")) {
			file.setLength(2 * BLOCK + 10);
		}

		String response = this.server.raw("GET /diskcache/files/a HTTP/1.1", "Accept: text/html");

		assertThat(response).endsWith(new String(bytes, 0, 2 * BLOCK, StandardCharsets.ISO_8859_1));
	}

	@Test
	void valueDamagedAtItsBeginningIsNotFound() throws IOException {
		store(BLOCK);
		flipBit(BLOCK - 1);

		HttpResponse<byte[]> response = this.server.get("/diskcache/files/a");

		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.body()).isEmpty();
		assertThat(response.headers().map()).doesNotContainKeys("etag", "last-modified", "content-type");
		assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
	}

	@Test
	void rangeThatBeginsWithDamageIsNotFound() throws IOException {
		store(3 * BLOCK);
		flipBit(2 * BLOCK);

		assertThat(this.server.get("/diskcache/files/a", "Range", "bytes=150000-150001").statusCode()).isEqualTo(404);
		assertThat(this.server.get("/diskcache/files/a", "Range", "bytes=0-1").statusCode()).isEqualTo(206);
	}

	@Test
	void valueWhoseFileIsGoneIsNotFound() throws IOException {
		store(BLOCK);
		Files.delete(this.server.files().get(0));

		assertThat(this.server.get("/diskcache/files/a").statusCode()).isEqualTo(404);
	}

	@Test
	void fileIsOpenedOnlyForItsBytes() throws IOException {
		store(BLOCK);
		String tag = this.server.get("/diskcache/files/a").headers().firstValue("ETag").orElseThrow();
		Files.delete(this.server.files().get(0));

		assertThat(this.server.send("HEAD", "/diskcache/files/a").statusCode()).isEqualTo(200);
		assertThat(this.server.get("/diskcache/files/a", "If-None-Match", tag).statusCode()).isEqualTo(304);
		assertThat(this.server.get("/diskcache/files/a", "If-Match", "\"other\"").statusCode()).isEqualTo(412);
		assertThat(this.server.get("/diskcache/files/a", "Range", "bytes=" + BLOCK + "-").statusCode()).isEqualTo(416);
	}

	@Test
	void clientThatGoesAwayIsNoErrorAndLeavesNothingOpen(CapturedOutput output) throws IOException {
		store(50_000_000);

		for (int i = 0; i < 5; i++) {
			try (Socket socket = this.server.connect()) {
				socket.setReceiveBufferSize(4096);
				socket.setSoLinger(true, 0);
				socket.getOutputStream()
					.write("GET /diskcache/files/a HTTP/1.1\r\nHost: localhost\r\n\r\n"
						.getBytes(StandardCharsets.ISO_8859_1));
				assertThat(socket.getInputStream().readNBytes(1000)).hasSize(1000);
			}
		}

		await().atMost(Duration.ofSeconds(20)).until(() -> OpenFiles.ofValues() == 0);
		assertThat(output).doesNotContain("WARN").doesNotContain("ERROR").doesNotContain("Exception");
	}

	private byte[] store(int length) {
		byte[] bytes = new byte[length];
		new Random(length).nextBytes(bytes);
		this.server.put("files", "a", bytes, StreamAttributes.NONE, null);
		return bytes;
	}

	private void flipBit(int position) throws IOException {
		try (RandomAccessFile file = new RandomAccessFile(this.server.files().get(0).toFile(), "rw")) {
			file.seek(position);
			int old = file.read();
			file.seek(position);
			file.write(old ^ 1);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnErrorPage {

		@Bean
		ErrorPageRegistrar errorPages() {
			return (registry) -> registry.addErrorPages(new ErrorPage("/sorry"));
		}

		@Bean
		SimpleUrlHandlerMapping sorry() {
			HttpRequestHandler page = (request, response) -> response.getOutputStream().write(new byte[BLOCK]);
			return new SimpleUrlHandlerMapping(Map.of("/sorry", page), -10);
		}

	}

}
