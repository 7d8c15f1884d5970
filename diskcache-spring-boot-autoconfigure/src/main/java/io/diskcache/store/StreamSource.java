package io.diskcache.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import org.jspecify.annotations.Nullable;

/**
 * A value that is read from a stream, in blocks that can be written as they are.
 *
 * @param stream the value
 * @param attributes what is to be remembered of it, or {@code null}
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record StreamSource(InputStream stream, byte @Nullable [] attributes) implements ContentSource {

	@Override
	public void writeTo(OutputStream target) throws IOException {
		byte[] block = new byte[BlockChecksums.BLOCK];
		for (int n = read(block); n > 0; n = read(block)) {
			target.write(block, 0, n);
		}
	}

	private int read(byte[] block) throws IOException {
		return this.stream.readNBytes(block, 0, block.length);
	}

}
