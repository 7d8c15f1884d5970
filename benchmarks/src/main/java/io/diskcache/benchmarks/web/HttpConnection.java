package io.diskcache.benchmarks.web;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A connection that is kept, over which one request after the other is sent. It does as
 * little as can be, so that what is measured is the server: bodies are counted and thrown
 * away. Not thread-safe.
 */
final class HttpConnection implements AutoCloseable {

	/** So much is looked through for the end of the head. */
	private static final int HEAD = 2 << 10;

	private static final String LENGTH = "\r\ncontent-length:";

	private final SocketChannel channel;

	private final ByteBuffer received = ByteBuffer.allocateDirect(256 << 10);

	private HttpConnection(SocketChannel channel) {
		this.channel = channel;
	}

	static HttpConnection open(int port) throws IOException {
		SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
		return new HttpConnection(channel);
	}

	/** Sends a request, and reads its answer to the end. */
	Reply get(byte[] request) throws IOException {
		ByteBuffer sent = ByteBuffer.wrap(request);
		while (sent.hasRemaining()) {
			this.channel.write(sent);
		}
		this.received.clear().limit(HEAD);
		String head = head();
		int end = head.indexOf("\r\n\r\n") + 4;
		int status = Integer.parseInt(head.substring(9, 12));
		long length = (status == 304) ? 0 : length(head.substring(0, end).toLowerCase(Locale.ROOT));
		long rest = length - (head.length() - end);
		while (rest > 0) {
			this.received.clear().limit((int) Math.min(rest, this.received.capacity()));
			rest -= read();
		}
		return new Reply(status, length);
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

	/** Reads until the end of the head, and what of the body came with it. */
	private String head() throws IOException {
		String head = "";
		while (!head.contains("\r\n\r\n")) {
			read();
			head = StandardCharsets.ISO_8859_1.decode(this.received.duplicate().flip()).toString();
		}
		return head;
	}

	private int read() throws IOException {
		int count = this.channel.read(this.received);
		if (count < 0) {
			throw new EOFException("The server has closed the connection");
		}
		return count;
	}

	private static long length(String head) throws IOException {
		int begin = head.indexOf(LENGTH);
		if (begin < 0) {
			throw new IOException("An answer does not tell its length: " + head);
		}
		int end = head.indexOf('\r', begin + LENGTH.length());
		return Long.parseLong(head.substring(begin + LENGTH.length(), end).strip());
	}

	/**
	 * An answer.
	 *
	 * @param status its status
	 * @param length the length of its body in bytes
	 */
	record Reply(int status, long length) {
	}

}
