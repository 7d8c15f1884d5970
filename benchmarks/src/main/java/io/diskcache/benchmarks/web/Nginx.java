package io.diskcache.benchmarks.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** An nginx of one process that serves the files of a directory. */
final class Nginx implements AutoCloseable {

	private static final Path PROGRAM = Path.of("/usr/sbin/nginx");

	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

	private final Process process;

	private final int port;

	private Nginx(Process process, int port) {
		this.process = process;
		this.port = port;
	}

	static boolean isInstalled() {
		return Files.isExecutable(PROGRAM);
	}

	static Nginx start(Path files) throws IOException, InterruptedException {
		Path prefix = Files.createDirectory(files.resolve("nginx"));
		int port;
		try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		Files.writeString(prefix.resolve("nginx.conf"), """
				daemon off;
				master_process off;
				pid nginx.pid;
				error_log error.log;
				events { }
				http {
					access_log off;
					sendfile on;
					tcp_nopush on;
					keepalive_requests 100000000;
					client_body_temp_path body;
					proxy_temp_path proxy;
					fastcgi_temp_path fastcgi;
					uwsgi_temp_path uwsgi;
					scgi_temp_path scgi;
					server {
						listen 127.0.0.1:%d;
						root %s;
					}
				}
				""".formatted(port, files));
		var nginx = new Nginx(
				new ProcessBuilder(PROGRAM.toString(), "-p", prefix.toString(), "-c", "nginx.conf", "-e", "error.log")
					.redirectErrorStream(true)
					.redirectOutput(prefix.resolve("output").toFile())
					.start(),
				port);
		nginx.awaitStart(prefix);
		return nginx;
	}

	int port() {
		return this.port;
	}

	@Override
	public void close() {
		this.process.destroyForcibly().onExit().join();
	}

	private void awaitStart(Path prefix) throws IOException, InterruptedException {
		long begin = System.nanoTime();
		while (!listens()) {
			if (!this.process.isAlive() || System.nanoTime() - begin > PATIENCE_NANOS) {
				close();
				throw new IOException("nginx does not start: " + Files.readString(prefix.resolve("output")));
			}
			TimeUnit.MILLISECONDS.sleep(20);
		}
	}

	private boolean listens() {
		try (var socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
