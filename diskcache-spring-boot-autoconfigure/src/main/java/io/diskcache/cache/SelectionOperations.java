package io.diskcache.cache;

import java.util.Map;

/**
 * What can be done with many entries of a {@link DiskCache} at once: with all, with those
 * that have a tag, and with those whose keys begin alike. Entries get their tags when
 * they are {@linkplain EntryOperations#put stored}.
 * <p>
 * The beginning of keys is of their own kind: a string for keys that are strings, and a
 * list, an array or a {@link org.springframework.cache.interceptor.SimpleKey} of the
 * first elements for keys that are lists, arrays or those Spring makes of several
 * arguments. It is not empty. Keys whose encoded form is longer than
 * {@value io.diskcache.store.Key#MAX_LENGTH} bytes are stored as a digest, and so begin
 * like no other key.
 * <p>
 * What has a tag is found by an index, in time that grows with the number of entries that
 * have it. To find keys by their beginning costs a look at all keys of the cache, unless
 * it has an {@linkplain io.diskcache.store.StoreOptions#keyIndex() index on them}
 * ({@code key-index: true}), which makes puts of new keys dearer.
 * <p>
 * Failures of the store are thrown. All of these operations throw
 * {@link io.diskcache.store.StoreException} if the store cannot do it, those that list
 * and count an {@link IllegalStateException} after the cache was closed, and
 * {@link IllegalArgumentException} if what is given is no tag or no beginning of keys.
 * Called within {@link TransactionalCache#transact} they are a part of that transaction.
 * Thread-safe.
 */
public interface SelectionOperations {

	/**
	 * Lists all keys.
	 * @return the keys, those first stored first
	 */
	Listing<Object> keys();

	/**
	 * Lists the keys that begin alike.
	 * @param prefix the beginning
	 * @return the keys, those first stored first
	 */
	Listing<Object> keys(Object prefix);

	/**
	 * Lists the keys of the entries with a tag.
	 * @param tag the tag
	 * @return the keys, those first stored first
	 */
	Listing<Object> keysTagged(String tag);

	/**
	 * Lists all entries.
	 * @return the entries, those whose keys were first stored first
	 */
	Listing<CacheEntry> entries();

	/**
	 * Lists the entries whose keys begin alike.
	 * @param prefix the beginning
	 * @return the entries, those whose keys were first stored first
	 */
	Listing<CacheEntry> entries(Object prefix);

	/**
	 * Lists the entries with a tag.
	 * @param tag the tag
	 * @return the entries, those whose keys were first stored first
	 */
	Listing<CacheEntry> entriesTagged(String tag);

	/**
	 * Counts the entries whose keys begin alike.
	 * @param prefix the beginning
	 * @return number of entries that have not expired
	 */
	long count(Object prefix);

	/**
	 * Counts the entries with a tag by looking at each of them.
	 * @param tag the tag
	 * @return number of entries that have not expired
	 */
	long countTagged(String tag);

	/**
	 * Counts the entries of each tag by looking at each of them. The counts are not of
	 * one moment where others write meanwhile.
	 * @return number of entries that have not expired, at least one, by their tags in the
	 * order of the tags' bytes in UTF-8; cannot be changed
	 */
	Map<String, Long> tagCounts();

	/**
	 * Removes the entries whose keys begin alike, at least those that are there when it
	 * begins. It removes up to 1000 at a time, each time atomically, so that others can
	 * write in between; within a transaction all of them at once.
	 * @param prefix the beginning
	 * @return how many were removed that had not expired
	 */
	long removePrefix(Object prefix);

	/**
	 * Removes the entries with a tag, at least those that are there when it begins. It
	 * removes up to 1000 at a time, each time atomically, so that others can write in
	 * between; within a transaction all of them at once.
	 * @param tag the tag
	 * @return how many were removed that had not expired
	 */
	long removeTagged(String tag);

}
