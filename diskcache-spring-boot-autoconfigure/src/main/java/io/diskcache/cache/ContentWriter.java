package io.diskcache.cache;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes a value straight to where it is stored, so that nobody has to hold it.
 *
 * @see EntryOperations#write
 */
@FunctionalInterface
public interface ContentWriter {

	/**
	 * Writes the value. It is stored when this method returns; if it throws, nothing is.
	 * @param target takes the value; need not be closed, and is of no use after the
	 * return. It throws an {@link IOException} if the value is larger than the cache
	 * admits or cannot be written to the disk
	 * @throws IOException if the value cannot be made
	 */
	void writeTo(OutputStream target) throws IOException;

}
