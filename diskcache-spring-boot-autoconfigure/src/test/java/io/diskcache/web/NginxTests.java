package io.diskcache.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.diskcache.codec.StreamAttributes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A real nginx before a real server, with the configuration that is in the docs. */
class NginxTests {

	private static final Path NGINX = Path.of("/usr/sbin/nginx");

	private static final byte[] VALUE = new byte[300_000];

	private static final Instant MODIFIED = Instant.parse("2026-01-02T03:04:05Z");

	@TempDir
	static Path directory;

	@TempDir
	static Path prefix;

	private static TestServer server;

	private static Process nginx;

	private static int port;

	private final HttpClient client = HttpClient.newHttpClient();

	@BeforeAll
	static void start() throws IOException {
		Assumptions.assumeTrue(Files.isExecutable(NGINX), "There is no " + NGINX + ": handing over is not tested");
		server = TestServer.start(directory, "diskcache.web.accel-location=/_diskcache");
		new Random(3).nextBytes(VALUE);
		server.put("files", "a", VALUE, new StreamAttributes("image/png", "a.png", MODIFIED), Duration.ofDays(1));
		port = freePort();
		Files.writeString(prefix.resolve("test.conf"), """
				daemon off;
				master_process off;
				pid nginx.pid;
				error_log error.log;
				events { }
				http {
					access_log off;
					client_body_temp_path body;
					proxy_temp_path proxy;
					fastcgi_temp_path fastcgi;
					uwsgi_temp_path uwsgi;
					scgi_temp_path scgi;
					server {
						listen 127.0.0.1:%d;
						set $diskcache_application 127.0.0.1:%d;
						set $diskcache_directory %s;
						include %s;
					}
				}
				""".formatted(port, server.port(), directory, Path.of("../docs/nginx.conf").toRealPath()));
		nginx = new ProcessBuilder(NGINX.toString(), "-p", prefix.toString(), "-c", "test.conf", "-e", "error.log")
			.redirectErrorStream(true)
			.redirectOutput(prefix.resolve("output").toFile())
			.start();
		await().atMost(Duration.ofSeconds(20)).until(NginxTests::listens);
	}

	@AfterAll
	static void stop() throws InterruptedException {
		if (nginx != null) {
			nginx.destroy();
			nginx.waitFor(10, TimeUnit.SECONDS);
		}
		if (server != null) {
			server.close();
		}
	}

	@Test
	void fileIsSentByNginxWithTheHeadersOfTheApplication() {
		HttpResponse<byte[]> response = send("GET", "/diskcache/files/a");

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo(VALUE);
		assertThat(header(response, "Server")).startsWith("nginx");
		assertThat(header(response, "Content-Length")).isEqualTo("300000");
		assertThat(header(response, "Content-Type")).isEqualTo("image/png");
		assertThat(header(response, "Content-Disposition")).startsWith("inline; filename=");
		assertThat(header(response, "Cache-Control")).matches("max-age=86[0-9]{3}, private");
		assertThat(header(response, "ETag")).isEqualTo(tag());
		assertThat(header(response, "Last-Modified")).isEqualTo("Fri, 02 Jan 2026 03:04:05 GMT");
		assertThat(header(response, "Accept-Ranges")).isEqualTo("bytes");
		assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(header(response, "Content-Security-Policy")).isEqualTo("sandbox; default-src 'none'");
		assertThat(header(response, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
		assertThat(response.headers().map()).doesNotContainKey("x-accel-redirect");
		assertThat(response.headers().allValues("ETag")).hasSize(1);
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
		HttpResponse<byte[]> one = send("GET", "/diskcache/files/a", "Range", "bytes=100000-199999");
		assertThat(one.statusCode()).isEqualTo(206);
		assertThat(header(one, "Content-Range")).isEqualTo("bytes 100000-199999/300000");
		assertThat(one.body()).isEqualTo(Arrays.copyOfRange(VALUE, 100_000, 200_000));
		assertThat(header(one, "ETag")).isEqualTo(tag());
		HttpResponse<byte[]> two = send("GET", "/diskcache/files/a", "Range", "bytes=0-9,100-109");
		assertThat(two.statusCode()).isEqualTo(206);
		assertThat(header(two, "Content-Type")).startsWith("multipart/byteranges");
		assertThat(send("GET", "/diskcache/files/a", "Range", "bytes=300000-").statusCode()).isEqualTo(416);
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
		HttpResponse<byte[]> response = send("HEAD", "/diskcache/files/a");

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(header(response, "Content-Length")).isEqualTo("300000");
		assertThat(header(response, "ETag")).isEqualTo(tag());
	}

	@Test
	void valueThatIsNoFileComesFromTheApplication() {
		server.cache("files").put("text", "short");

		assertThat(send("GET", "/diskcache/files/text").body()).asString().isEqualTo("short");
		assertThat(send("GET", "/diskcache/files/none").statusCode()).isEqualTo(404);
	}

	@Test
	void filesAreReachedThroughTheApplicationOnly() throws IOException {
		send("GET", "/diskcache/files/a");
		try (Stream<Path> links = Files.walk(directory.resolve("diskcache/handover"))) {
			List<Path> files = links.filter(Files::isRegularFile).toList();
			assertThat(files).isNotEmpty();
			for (Path file : files) {
				assertThat(send("GET", "/_diskcache/" + directory.resolve("diskcache/handover").relativize(file))
					.statusCode()).isEqualTo(404);
			}
		}
	}

	@Test
	void responseIsOneValueWhateverHappensToTheEntry() throws Exception {
		byte[] large = new byte[30_000_000];
		Arrays.fill(large, (byte) 1);
		server.put("files", "large", large, StreamAttributes.NONE, null);
		HttpRequest request = request("GET", "/diskcache/files/large");
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

	private int status(String... headers) {
		return send("GET", "/diskcache/files/a", headers).statusCode();
	}

	private static String tag() {
		return header(server.send("HEAD", "/diskcache/files/a"), "ETag");
	}

	private HttpResponse<byte[]> send(String method, String path, String... headers) {
		try {
			return this.client.send(request(method, path, headers), BodyHandlers.ofByteArray());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static HttpRequest request(String method, String path, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
			.version(HttpClient.Version.HTTP_1_1)
			.timeout(Duration.ofSeconds(20))
			.method(method, BodyPublishers.noBody());
		return ((headers.length > 0) ? request.headers(headers) : request).build();
	}

	private static String header(HttpResponse<?> response, String name) {
		return response.headers().firstValue(name).orElse("");
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private static boolean listens() {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
