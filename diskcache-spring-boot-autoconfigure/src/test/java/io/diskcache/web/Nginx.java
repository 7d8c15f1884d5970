package io.diskcache.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A real nginx before an application, with the configuration that is in the docs. */
final class Nginx implements AutoCloseable {

	static final String MISSING = "Handing over to nginx is not tested: there is no /usr/sbin/nginx,"
			+ " in Debian the package nginx-light";

	private static final Path PROGRAM = Path.of("/usr/sbin/nginx");

	private final Process process;

	private final int port;

	private final HttpClient client = HttpClient.newHttpClient();

	private Nginx(Process process, int port) {
		this.process = process;
		this.port = port;
	}

	static boolean isInstalled() {
		boolean installed = Files.isExecutable(PROGRAM);
		if (!installed) {
			// Maven's output leaves out why a class is skipped.
			System.out.println(MISSING);
		}
		return installed;
	}

	/**
	 * Starts one.
	 * @param prefix where it has its own files
	 * @param application port of the application
	 * @param directory where it takes the directory of the application to be
	 */
	static Nginx start(Path prefix, int application, Path directory) throws IOException {
		int port = freePort();
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
				""".formatted(port, application, directory, Path.of("../docs/nginx.conf").toRealPath()));
		Process process = new ProcessBuilder(PROGRAM.toString(), "-p", prefix.toString(), "-c", "test.conf", "-e",
				"error.log")
			.redirectErrorStream(true)
			.redirectOutput(prefix.resolve("output").toFile())
			.start();
		Nginx nginx = new Nginx(process, port);
		await().atMost(Duration.ofSeconds(20)).until(nginx::listens);
		return nginx;
	}

	int port() {
		return this.port;
	}

	/** What comes back has each header once, and none that is for nginx only. */
	HttpResponse<byte[]> send(String method, String path, String... headers) {
		try {
			HttpResponse<byte[]> response = this.client.send(request(method, path, headers),
					BodyHandlers.ofByteArray());
			assertThat(response.headers().map()).as(path)
				.allSatisfy((name, values) -> assertThat(values).as(name).hasSize(1))
				.doesNotContainKeys("x-accel-redirect", "x-diskcache-cache-control");
			return response;
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Sends a request as it is, and returns all that comes back until the end. */
	String raw(String... lines) throws IOException {
		try (Socket socket = connect()) {
			socket.setSoTimeout(20_000);
			socket.getOutputStream()
				.write((String.join("\r\n", lines) + "\r\nHost: localhost\r\nConnection: close\r\n\r\n")
					.getBytes(StandardCharsets.ISO_8859_1));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
		}
	}

	HttpRequest request(String method, String path, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.version(HttpClient.Version.HTTP_1_1)
			.timeout(Duration.ofSeconds(20))
			.method(method, BodyPublishers.noBody());
		return ((headers.length > 0) ? request.headers(headers) : request).build();
	}

	@Override
	public void close() {
		this.process.destroy();
		this.process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
	}

	private Socket connect() throws IOException {
		return new Socket(InetAddress.getLoopbackAddress(), this.port);
	}

	private boolean listens() {
		try (Socket socket = connect()) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
