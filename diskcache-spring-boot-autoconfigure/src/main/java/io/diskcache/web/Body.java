package io.diskcache.web;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

import io.diskcache.web.ByteRange.Part;

/**
 * The bytes of an answer: a part of one opened value, read in pieces. Not thread-safe.
 */
final class Body implements AutoCloseable {

	private static final int PIECE = 16 << 10;

	private final InputStream value;

	private final byte[] piece;

	private long toSkip;

	private long remaining;

	Body(InputStream value, Part part) {
		this.value = value;
		this.toSkip = part.start();
		this.remaining = part.length();
		this.piece = new byte[(int) Math.min(PIECE, part.length())];
	}

	/**
	 * Reads the next piece.
	 * @return how many bytes of {@link #piece()} it has; 0 at the end
	 * @throws IOException if the value is damaged
	 */
	int read() throws IOException {
		this.value.skipNBytes(this.toSkip);
		this.toSkip = 0;
		int expected = (int) Math.min(this.piece.length, this.remaining);
		if (this.value.readNBytes(this.piece, 0, expected) < expected) {
			throw new EOFException("The value is shorter than it was");
		}
		this.remaining -= expected;
		return expected;
	}

	/** The bytes read last, in an array that is used again. */
	byte[] piece() {
		return this.piece;
	}

	@Override
	public void close() throws IOException {
		this.value.close();
	}

}
