package io.diskcache.benchmarks.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.diskcache.benchmarks.web.HttpConnection.Reply;

/** Several connections that ask for one thing, each again as soon as it has it. */
final class HttpLoad implements AutoCloseable {

	private final ExecutorService threads;

	private final List<HttpConnection> connections = new ArrayList<>();

	private final byte[] request;

	private final int status;

	private volatile long length;

	private HttpLoad(int connections, byte[] request, int status) {
		this.threads = Executors.newFixedThreadPool(connections);
		this.request = request;
		this.status = status;
	}

	/**
	 * Opens connections.
	 * @param path what they ask for
	 * @param headers lines that follow the first one of the request
	 * @param status what they must be answered
	 */
	static HttpLoad open(int port, int connections, String path, List<String> headers, int status) throws IOException {
		var load = new HttpLoad(connections, request(path, headers), status);
		try {
			for (int i = 0; i < connections; i++) {
				load.connections.add(HttpConnection.open(port));
			}
			return load;
		}
		catch (IOException ex) {
			load.close();
			throw ex;
		}
	}

	/**
	 * Lets all ask for some time, and each until it has got what it asked for.
	 * @return answers in a second
	 */
	double turn(long millis) throws Exception {
		List<Future<Double>> turns = new ArrayList<>();
		for (HttpConnection connection : this.connections) {
			turns.add(this.threads.submit(() -> rate(connection, TimeUnit.MILLISECONDS.toNanos(millis))));
		}
		double rate = 0;
		for (Future<Double> turn : turns) {
			rate += turn.get();
		}
		return rate;
	}

	/** How many bytes the body of an answer had. */
	long length() {
		return this.length;
	}

	@Override
	public void close() throws IOException {
		this.threads.shutdownNow();
		for (HttpConnection connection : this.connections) {
			connection.close();
		}
	}

	private double rate(HttpConnection connection, long nanos) throws IOException {
		long begin = System.nanoTime();
		int answers = 0;
		do {
			Reply reply = connection.get(this.request);
			if (reply.status() != this.status) {
				throw new IOException("Not " + this.status + ", but " + reply);
			}
			answers++;
			this.length = reply.length();
		}
		while (System.nanoTime() - begin < nanos);
		return answers * 1e9 / (System.nanoTime() - begin);
	}

	private static byte[] request(String path, List<String> headers) {
		List<String> lines = new ArrayList<>(List.of("GET " + path + " HTTP/1.1", "Host: localhost"));
		lines.addAll(headers);
		return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
	}

}
