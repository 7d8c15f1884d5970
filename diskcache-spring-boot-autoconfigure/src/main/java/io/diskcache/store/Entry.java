package io.diskcache.store;

import java.io.InputStream;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A live entry as it was when it was read. Its value is verified against its checksum as
 * it is read. Thread-safe; the streams it opens are not.
 */
public interface Entry {

	/**
	 * Returns the key.
	 * @return the key
	 */
	Key key();

	/**
	 * Returns the number of the entry, which grows with the order in which keys were
	 * first stored and is never used twice. It is negative, and shrinks with that order,
	 * where the entry was stored {@linkplain PutOptions#atFront at the front}.
	 * @return the number
	 */
	long id();

	/**
	 * Returns the version, which every change of the entry raises.
	 * @return the version
	 */
	long version();

	/**
	 * Returns a number that no other value has which is or was under the key, and which
	 * stays when only the end of the entry changes.
	 * @return the number, or 0 where the value is not a file
	 */
	long valueId();

	/**
	 * Returns when the value was stored.
	 * @return the instant, in milliseconds
	 */
	Instant stored();

	/**
	 * Returns when the entry expires.
	 * @return the instant, in milliseconds, or {@code null} if it does not
	 */
	@Nullable Instant expires();

	/**
	 * Returns when the entry was last read, asked for at the moment of the call. Uses are
	 * collected in memory, of each entry one a second at most, and written down together
	 * a second later or so; under load some are forgotten.
	 * @return the instant, or {@code null} if no use is written down
	 * @throws StoreException if the store cannot be read
	 */
	@Nullable Instant used();

	/**
	 * Returns the number of the codec that made the value.
	 * @return the codec's number
	 */
	int codec();

	/**
	 * Returns the codec's mark of the type it encoded.
	 * @return the fingerprint
	 */
	long fingerprint();

	/**
	 * Returns what is remembered of the value besides its bytes.
	 * @return the attributes, or {@code null}
	 */
	byte @Nullable [] attributes();

	/**
	 * Returns the tags but for {@linkplain Tags#reserved reserved} ones.
	 * @return the tags
	 */
	Tags tags();

	/**
	 * Returns the length of the value.
	 * @return the length in bytes
	 */
	long length();

	/**
	 * Tells whether the value is a file of its own.
	 * @return whether it is
	 */
	boolean inFile();

	/**
	 * Returns the whole value: a new array each time where it is in a file, else always
	 * the same one, which is not to be changed.
	 * @return the value
	 * @throws StoreException if the value's file is gone or damaged
	 */
	byte[] bytes();

	/**
	 * Opens the value. The stream reads from one opened file, so that a later change or
	 * removal of the entry does not touch it, and gives out no byte that was not
	 * verified.
	 * @return the stream, to be closed by the caller; it throws an
	 * {@link java.io.IOException} where the value is damaged
	 * @throws StoreException if the value's file is gone
	 */
	InputStream open();

	/**
	 * Makes the value a file of its own, for who needs a path. All of it is read and
	 * verified first.
	 * @return the file, which stays until it is closed
	 * @throws StoreException if the value's file is gone or damaged, or a file cannot be
	 * made
	 */
	PinnedFile pin();

	/**
	 * Makes the file of the value available to a program that opens it within the next
	 * minute, whatever happens to the entry meanwhile. Its bytes are not verified.
	 * @return the path of the file below {@code diskcache/handover} in the directory of
	 * all stores, with a slash between its parts, or {@code null} where the value is not
	 * a file, or the file system has no links
	 * @throws StoreException if the value's file is gone
	 */
	@Nullable String handOver();

}
