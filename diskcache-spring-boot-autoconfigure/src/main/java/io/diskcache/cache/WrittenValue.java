package io.diskcache.cache;

import java.io.IOException;
import java.io.OutputStream;

import io.diskcache.codec.StreamAttributes;
import io.diskcache.codec.Values;
import io.diskcache.store.ContentSource;

/**
 * A value its producer writes to the store.
 *
 * @param writer writes it
 * @param known what is to be remembered besides its bytes
 */
record WrittenValue(ContentWriter writer, StreamAttributes known) implements ContentSource {

	@Override
	public void writeTo(OutputStream target) throws IOException {
		this.writer.writeTo(target);
	}

	@Override
	public byte[] attributes() {
		return Values.encodeAttributes(this.known);
	}

}
