package io.diskcache.web;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/** A client that sends what it is told as it is, over a connection that is kept. */
final class RawClient implements AutoCloseable {

	private final TestServer server;

	private @Nullable Socket socket;

	private @Nullable InputStream in;

	RawClient(TestServer server) {
		this.server = server;
	}

	/**
	 * Sends a request.
	 * @param head all of it but the last empty line
	 */
	Response send(String head) throws IOException {
		boolean kept = this.socket != null;
		try {
			return exchange(head);
		}
		catch (IOException ex) {
			close();
			if (!kept) {
				throw ex;
			}
			// The server may have closed it after the last response.
			return exchange(head);
		}
	}

	private Response exchange(String head) throws IOException {
		if (this.socket == null || this.in == null) {
			this.socket = this.server.connect();
			this.in = new BufferedInputStream(this.socket.getInputStream());
		}
		this.socket.getOutputStream().write((head + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
		int status = Integer.parseInt(line(this.in).split(" ")[1]);
		Map<String, String> headers = new TreeMap<>();
		for (String line = line(this.in); !line.isEmpty(); line = line(this.in)) {
			String[] header = line.split(": ?", 2);
			headers.merge(header[0].toLowerCase(Locale.ROOT), header[1], (one, other) -> one + "\n" + other);
		}
		boolean closes = "close".equals(headers.get("connection"));
		byte[] body = closes ? this.in.readAllBytes() : body(this.in, head, status, headers);
		if (closes) {
			close();
		}
		return new Response(status, headers, body);
	}

	private static byte[] body(InputStream in, String head, int status, Map<String, String> headers)
			throws IOException {
		if (head.startsWith("HEAD ") || status == 304) {
			return new byte[0];
		}
		if (headers.containsKey("transfer-encoding")) {
			return chunks(in);
		}
		int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
		byte[] body = in.readNBytes(length);
		if (body.length < length) {
			throw new EOFException("Cut after " + body.length + " bytes of " + length);
		}
		return body;
	}

	private static byte[] chunks(InputStream in) throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		int length;
		do {
			length = Integer.parseInt(line(in), 16);
			body.write(in.readNBytes(length));
			line(in);
		}
		while (length > 0);
		return body.toByteArray();
	}

	private static String line(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = in.read(); c != '\n'; c = in.read()) {
			if (c < 0) {
				throw new EOFException("Closed");
			}
			line.append((char) c);
		}
		return line.toString().stripTrailing();
	}

	@Override
	public void close() throws IOException {
		if (this.socket != null) {
			this.socket.close();
		}
		this.socket = null;
		this.in = null;
	}

	/**
	 * A response.
	 *
	 * @param headers by their names in lower case; several values with line feeds between
	 */
	record Response(int status, Map<String, String> headers, byte[] body) {

		String header(String name) {
			return this.headers.getOrDefault(name, "");
		}

		String text() {
			return new String(this.body, StandardCharsets.ISO_8859_1);
		}

	}

}
