package io.diskcache.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import org.jspecify.annotations.Nullable;

/**
 * Where a value comes from that is not at hand as bytes. It writes the value to where the
 * store wants it, so that neither of them has to hold it.
 */
public interface ContentSource {

	/**
	 * Writes the value, once. The store keeps nothing of it if this fails.
	 * @param target takes the value; closing it does nothing, and nothing can be written
	 * after this method has returned. It throws an {@link IOException} if the value is
	 * larger than the store admits or its file cannot be written, and then nothing is
	 * stored, whatever this method does about it
	 * @throws IOException if the value cannot be read from where it is
	 */
	void writeTo(OutputStream target) throws IOException;

	/**
	 * Returns what is to be remembered of the value besides its bytes. Asked for after
	 * the value was written, and more than once.
	 * @return the attributes, or {@code null}
	 */
	byte @Nullable [] attributes();

	/**
	 * Makes a source of a stream.
	 * @param stream the value; read to its end and left open
	 * @param attributes what is to be remembered of the value, or {@code null}
	 * @return the source
	 */
	static ContentSource of(InputStream stream, byte @Nullable [] attributes) {
		return new StreamSource(stream, attributes);
	}

}
