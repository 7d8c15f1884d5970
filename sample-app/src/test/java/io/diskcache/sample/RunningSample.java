package io.diskcache.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packaged sample as a process of its own, on a free port. */
public final class RunningSample implements AutoCloseable {

	private static final Pattern OPEN = Pattern.compile("Open (http://localhost:\\d+)/");

	private static final HttpClient http = HttpClient.newHttpClient();

	private final Process process;

	private final Path console;

	private RunningSample(Process process, Path console) {
		this.process = process;
		this.console = console;
	}

	/**
	 * Starts it in a directory, which is also where it keeps its caches.
	 * @param options more properties, such as {@code --sample.link-life=8s}
	 */
	public static RunningSample start(Path directory, String... options) throws IOException {
		Path console = Files.createTempFile(directory, "console", ".log");
		String java = ProcessHandle.current().info().command().orElseThrow();
		// Options of the JVM for a fast start, and a quote that does not become too old
		// on a slow machine.
		List<String> command = new ArrayList<>(List.of(java, "-Xmx192m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
				"-jar", System.getProperty("sample.jar"), "--server.port=0",
				"--diskcache.caches.quotes.time-to-live=1h"));
		command.addAll(List.of(options));
		Process process = new ProcessBuilder(command).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(console.toFile())
			.start();
		return new RunningSample(process, console);
	}

	/** Waits until it says where to find it. */
	public RunningSample ready() {
		Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> {
			if (!this.process.isAlive()) {
				throw new IllegalStateException(
						"The sample ended with " + this.process.exitValue() + ":\n" + console());
			}
			return OPEN.matcher(console()).find();
		});
		return this;
	}

	/** Waits until it has ended by itself. */
	void ended() {
		Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> !this.process.isAlive());
	}

	long pid() {
		return this.process.pid();
	}

	public String console() throws IOException {
		return Files.readString(this.console);
	}

	String page() throws IOException, InterruptedException {
		return body(get("/"));
	}

	JsonNode stats(String file) throws IOException, InterruptedException {
		return json("/stats/" + file);
	}

	JsonNode json(String path) throws IOException, InterruptedException {
		return JsonMapper.shared().readTree(body(get(path)));
	}

	public HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
		return send(headers(request(path), headers).build());
	}

	/** Asks for the headers only. */
	public HttpResponse<String> head(String path) throws IOException, InterruptedException {
		return send(request(path).method("HEAD", BodyPublishers.noBody()).build());
	}

	HttpResponse<String> post(String path) throws IOException, InterruptedException {
		return send(request(path).POST(BodyPublishers.noBody()).build());
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

	/** Where it is, without a slash at the end. */
	public String origin() throws IOException {
		Matcher open = OPEN.matcher(console());
		if (!open.find()) {
			throw new IllegalStateException("There is no address in:\n" + console());
		}
		return open.group(1);
	}

	private HttpRequest.Builder request(String path) throws IOException {
		return HttpRequest.newBuilder(URI.create(origin() + path)).timeout(Duration.ofSeconds(60));
	}

	private static HttpRequest.Builder headers(HttpRequest.Builder request, String... headers) {
		return (headers.length > 0) ? request.headers(headers) : request;
	}

	private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
		return http.send(request, BodyHandlers.ofString());
	}

	private static String body(HttpResponse<String> response) {
		if (response.statusCode() != 200) {
			throw new IllegalStateException(response.statusCode() + ": " + response.body());
		}
		return response.body();
	}

}
