package io.diskcache.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packaged sample as a process of its own, on a free port. */
final class RunningSample implements AutoCloseable {

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private static final HttpClient http = HttpClient.newHttpClient();

	private final Process process;

	private final Path console;

	private RunningSample(Process process, Path console) {
		this.process = process;
		this.console = console;
	}

	static RunningSample start(Path directory) throws IOException {
		Path console = Files.createTempFile(directory, "console", ".log");
		String java = ProcessHandle.current().info().command().orElseThrow();
		Process process = new ProcessBuilder(java, "-Xmx256m", "-jar", System.getProperty("sample.jar"),
				"--server.port=0")
			.directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(console.toFile())
			.start();
		return new RunningSample(process, console);
	}

	/** Waits until all texts are reported. */
	RunningSample ready() {
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
			if (!this.process.isAlive()) {
				throw new IllegalStateException(
						"The sample ended with " + this.process.exitValue() + ":\n" + console());
			}
			return console().contains("mpl-2.0.txt: ");
		});
		return this;
	}

	long pid() {
		return this.process.pid();
	}

	String console() throws IOException {
		return Files.readString(this.console);
	}

	JsonNode stats(String file) throws IOException, InterruptedException {
		HttpResponse<String> response = get("/stats/" + file);
		if (response.statusCode() != 200) {
			throw new IllegalStateException(response.statusCode() + ": " + response.body());
		}
		return JsonMapper.shared().readTree(response.body());
	}

	HttpResponse<String> get(String path) throws IOException, InterruptedException {
		Matcher port = PORT.matcher(console());
		if (!port.find()) {
			throw new IllegalStateException("There is no port in:\n" + console());
		}
		URI uri = URI.create("http://localhost:" + port.group(1) + path);
		return http.send(HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
	}

	/** As {@code kill -9} does. */
	void kill() {
		this.process.destroyForcibly().onExit().join();
	}

	@Override
	public void close() {
		this.process.destroy();
		this.process.onExit()
			.orTimeout(30, TimeUnit.SECONDS)
			.exceptionally((late) -> this.process.destroyForcibly())
			.join();
	}

}
