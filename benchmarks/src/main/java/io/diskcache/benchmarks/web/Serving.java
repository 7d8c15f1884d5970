package io.diskcache.benchmarks.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import io.diskcache.benchmarks.Places;
import io.diskcache.benchmarks.load.Arguments;
import io.diskcache.benchmarks.load.Quantiles;
import io.diskcache.benchmarks.load.Table;

/**
 * How fast values of a cache are served, beside the same files as static resources of the
 * same application, bytes that a controller returns, and nginx where it is installed.
 * {@code java -cp benchmarks/target/benchmarks.jar io.diskcache.benchmarks.web.Serving}.
 * Options: {@code --rounds} 15, in each of which every contestant has a turn,
 * {@code --millis} of a turn, 500, {@code --connections} 4. The server is a process of
 * its own with a heap of 64 MB; the heap that is told is what is left of it after a
 * collection while all connections are being answered.
 */
public final class Serving {

	private static final String CACHE = "/diskcache/files/";

	private static final String STATIC = "/static/";

	private final Table table = new Table("serving", "what", "by", "answers/s", "MB/s", "to the reference",
			"MB of heap");

	private final HttpClient client = HttpClient.newHttpClient();

	private final int connections;

	private final int rounds;

	private final int warmUp;

	private final int millis;

	private final int port;

	private final @Nullable Nginx nginx;

	private Serving(Arguments arguments, int port, @Nullable Nginx nginx) {
		this.connections = arguments.number("connections", 4);
		this.rounds = arguments.number("rounds", arguments.quick() ? 3 : 15);
		this.warmUp = arguments.quick() ? 3 : 10;
		this.millis = arguments.number("millis", arguments.quick() ? 200 : 500);
		this.port = port;
		this.nginx = nginx;
	}

	public static void main(String[] args) throws Exception {
		Arguments arguments = Arguments.of(args, "rounds", "millis", "connections");
		Path place = Places.create();
		for (ServedFile file : ServedFile.ALL) {
			file.write(place);
		}
		Process server = start(place);
		try (Nginx nginx = Nginx.isInstalled() ? Nginx.start(place) : null) {
			var measured = new Serving(arguments, port(server), nginx);
			measured.check(place);
			measured.measure();
			measured.table.publish(arguments.csv());
		}
		finally {
			server.destroyForcibly().onExit().join();
			Places.delete(place);
		}
	}

	private static Process start(Path place) throws IOException {
		return new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-Xmx64m", "-cp",
				System.getProperty("java.class.path"), FileServer.class.getName(), place.toString())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
	}

	private static int port(Process server) throws IOException {
		BufferedReader output = server.inputReader(StandardCharsets.UTF_8);
		String line = output.readLine();
		while (line != null && !line.startsWith(FileServer.READY)) {
			line = output.readLine();
		}
		if (line == null) {
			throw new IOException("The server does not start");
		}
		return Integer.parseInt(line.substring(FileServer.READY.length()));
	}

	/** Whether all serve the same. */
	private void check(Path place) throws Exception {
		for (ServedFile file : ServedFile.ALL) {
			for (Contestant contestant : contestants(file)) {
				Path got = ask(contestant.uri(), BodyHandlers.ofFile(place.resolve("got"))).body();
				if (Files.mismatch(got, place.resolve(file.name())) >= 0) {
					throw new IllegalStateException(contestant + " serves something else");
				}
			}
		}
	}

	private <T> HttpResponse<T> ask(URI uri, HttpResponse.BodyHandler<T> handler) throws Exception {
		return this.client.send(HttpRequest.newBuilder(uri).build(), handler);
	}

	private void measure() throws Exception {
		for (ServedFile file : ServedFile.ALL) {
			compare(file.name(), contestants(file), List.of(), 200);
		}
		List<String> range = List.of("Range: bytes=50000000-50999999");
		compare("1 MB of 100m", contestants(ServedFile.HUGE), range, 206);
		compareNotModified(ServedFile.LARGE);
	}

	private List<Contestant> contestants(ServedFile file) {
		List<Contestant> contestants = new ArrayList<>();
		if (file == ServedFile.SMALL) {
			contestants.add(new Contestant("controller", this.port, "/bytes"));
		}
		contestants.add(new Contestant("static handler", this.port, STATIC + file.name()));
		contestants.add(new Contestant("cache", this.port, CACHE + file.name()));
		if (this.nginx != null) {
			contestants.add(new Contestant("nginx", this.nginx.port(), '/' + file.name()));
		}
		return contestants;
	}

	private void compareNotModified(ServedFile file) throws Exception {
		List<Contestant> contestants = contestants(file);
		Map<Contestant, HttpLoad> loads = new LinkedHashMap<>();
		try {
			for (Contestant contestant : contestants) {
				String modified = ask(contestant.uri(), BodyHandlers.discarding()).headers()
					.firstValue("Last-Modified")
					.orElseThrow();
				loads.put(contestant, open(contestant, List.of("If-Modified-Since: " + modified), 304));
			}
			run("304", loads);
		}
		finally {
			close(loads);
		}
	}

	private void compare(String what, List<Contestant> contestants, List<String> headers, int status) throws Exception {
		Map<Contestant, HttpLoad> loads = new LinkedHashMap<>();
		try {
			for (Contestant contestant : contestants) {
				loads.put(contestant, open(contestant, headers, status));
			}
			run(what, loads);
		}
		finally {
			close(loads);
		}
	}

	private HttpLoad open(Contestant contestant, List<String> headers, int status) throws IOException {
		return HttpLoad.open(contestant.port(), this.connections, contestant.path(), headers, status);
	}

	private static void close(Map<Contestant, HttpLoad> loads) throws IOException {
		for (HttpLoad load : loads.values()) {
			load.close();
		}
	}

	/** The first of them is what the others are compared with. */
	private void run(String what, Map<Contestant, HttpLoad> loads) throws Exception {
		Map<Contestant, List<Double>> rates = new LinkedHashMap<>();
		List<Contestant> order = new ArrayList<>(loads.keySet());
		for (int warmUp = 0; warmUp < this.warmUp; warmUp++) {
			for (HttpLoad load : loads.values()) {
				load.turn(this.millis);
			}
		}
		for (int round = 0; round < this.rounds; round++) {
			Collections.rotate(order, 1);
			for (Contestant contestant : order) {
				rates.computeIfAbsent(contestant, (absent) -> new ArrayList<>())
					.add(Objects.requireNonNull(loads.get(contestant)).turn(this.millis));
			}
		}
		Contestant reference = loads.keySet().iterator().next();
		for (Map.Entry<Contestant, HttpLoad> each : loads.entrySet()) {
			List<Double> own = Objects.requireNonNull(rates.get(each.getKey()));
			List<Double> others = Objects.requireNonNull(rates.get(reference));
			List<Double> ratios = IntStream.range(0, own.size()).mapToObj((i) -> own.get(i) / others.get(i)).toList();
			double rate = Quantiles.median(own);
			this.table.row(what, each.getKey().name(), rate, rate * each.getValue().length() / 1e6,
					Quantiles.text(ratios), heap(each.getKey(), each.getValue()));
		}
	}

	/** The heap while there are answers under way. */
	private double heap(Contestant contestant, HttpLoad load) throws Exception {
		if (contestant.port() != this.port) {
			return Double.NaN;
		}
		CompletableFuture<Void> asking = CompletableFuture.runAsync(() -> {
			try {
				load.turn(this.millis);
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
		String used = ask(new Contestant("", this.port, "/heap").uri(), BodyHandlers.ofString()).body();
		asking.join();
		return Long.parseLong(used) / 1e6;
	}

	/**
	 * Who serves a file.
	 *
	 * @param name what it is called
	 * @param port where it listens
	 * @param path where the file is
	 */
	private record Contestant(String name, int port, String path) {

		URI uri() {
			return URI.create("http://localhost:" + this.port + this.path);
		}

	}

}
