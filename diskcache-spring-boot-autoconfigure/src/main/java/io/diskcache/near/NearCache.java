package io.diskcache.near;

import org.jspecify.annotations.Nullable;

import io.diskcache.store.Stamp;

/**
 * Entries of one cache in the heap. What it gives out is current; what it is given to
 * hold it may forget at any time. Keys are immutable. Thread-safe.
 */
public interface NearCache {

	/**
	 * Finds what is known of a key.
	 * @param key the key
	 * @return the value, or that there is none; {@code null} where nothing is known
	 */
	@Nullable HeldValue find(Object key);

	/**
	 * Tells for how long what is held of a key is current. Does not count as a use.
	 * @param key the key
	 * @return the stamp, or {@code null} where nothing is held
	 */
	@Nullable Stamp stamp(Object key);

	/**
	 * Tells whether values of a length are held at all, so that their bytes are worth
	 * keeping.
	 * @param length length in bytes of the encoded value
	 * @return whether they are
	 */
	boolean admits(long length);

	/**
	 * Holds a value that was read.
	 * @param key its key
	 * @param stamp tells for how long it is current
	 * @param encoded the value as it is stored, not to be changed by anybody
	 * @param value the same as an object, made of these bytes just now
	 */
	void holdRead(Object key, Stamp stamp, Encoded encoded, @Nullable Object value);

	/**
	 * Holds a value that was written.
	 * @param key its key
	 * @param stamp tells for how long it is current
	 * @param encoded the value as it is stored, not to be changed by anybody
	 * @param value the object that was stored, which the application may go on to change
	 */
	void holdWritten(Object key, Stamp stamp, Encoded encoded, @Nullable Object value);

	/**
	 * Holds what was made of an entry that was read, as it is.
	 * @param key its key
	 * @param stamp tells for how long it is current
	 * @param value an object that nobody changes
	 * @param heap how many bytes of the heap the key and the object take
	 */
	void holdShared(Object key, Stamp stamp, Object value, long heap);

	/**
	 * Holds that there is no entry.
	 * @param key its key
	 * @param stamp tells for how long that is so
	 */
	void holdAbsence(Object key, Stamp stamp);

	/**
	 * Frees what is held of a key.
	 * @param key the key
	 */
	void drop(Object key);

	/** Frees all. */
	void clear();

	/**
	 * Tells what is held.
	 * @return a snapshot
	 */
	NearStatistics statistics();

	/**
	 * Returns one that holds nothing.
	 * @return the cache
	 */
	static NearCache none() {
		return NoNearCache.INSTANCE;
	}

}
