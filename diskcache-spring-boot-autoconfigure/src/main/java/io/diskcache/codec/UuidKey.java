package io.diskcache.codec;

import java.nio.ByteBuffer;
import java.util.UUID;

import io.diskcache.store.Key;

/** The way back from the encoding of a key that is known to be a {@code UUID}. */
public final class UuidKey {

	private static final int LENGTH = 1 + 2 * Long.BYTES;

	private UuidKey() {
	}

	/**
	 * Decodes a key.
	 * @param key the encoding of a {@code UUID}
	 * @return the UUID
	 * @throws DecodingException if it is none
	 */
	public static UUID decode(Key key) {
		ByteBuffer in = ByteBuffer.wrap(key.bytes());
		if (in.remaining() != LENGTH || in.get() != KeyTag.UUID) {
			throw new DecodingException("The key is no UUID", null);
		}
		// As numbers are written: so that their order is that of the bytes.
		return new UUID(in.getLong() ^ Long.MIN_VALUE, in.getLong() ^ Long.MIN_VALUE);
	}

}
