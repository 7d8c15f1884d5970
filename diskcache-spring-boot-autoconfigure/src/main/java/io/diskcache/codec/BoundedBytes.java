package io.diskcache.codec;

import java.io.ByteArrayOutputStream;

/** Bytes of a value being encoded, refused when they become too many. */
final class BoundedBytes extends ByteArrayOutputStream {

	/** Most bytes of a value, which is held in memory; larger ones are to be streamed. */
	static final int MAX_LENGTH = 512 * 1024 * 1024;

	BoundedBytes() {
		super(512);
	}

	@Override
	public synchronized void write(int unit) {
		demand(1);
		super.write(unit);
	}

	@Override
	public synchronized void write(byte[] source, int offset, int length) {
		demand(length);
		super.write(source, offset, length);
	}

	private void demand(int length) {
		if (length > MAX_LENGTH - this.count) {
			throw new EncodingException("it takes more than " + MAX_LENGTH + " bytes; have it streamed", null);
		}
	}

}
