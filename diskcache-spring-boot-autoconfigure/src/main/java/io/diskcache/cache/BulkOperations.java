package io.diskcache.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * What can be done with several keys of a {@link DiskCache} at once. A put costs less
 * than half of what it costs by itself, and a small part of it with durability
 * {@code power}.
 * <p>
 * {@code getAll} is of one moment, or of one for each shard where there are several.
 * {@code putAll} and {@code removeAll} work in parts, each of them atomic: as many
 * entries as add at most a sixteenth of the cache's size limit to the write-ahead log,
 * but at least 4 MB and at most 16 MB, where each counts as its value, if that is not in
 * a file, and 4 KB. So 800 entries with values of up to 1 KB are always one part, and
 * 3000 where the size limit is 256 MB or more; within {@link TransactionalCache#transact}
 * all are a part of that transaction. Between two parts others can write.
 * <p>
 * Failures are thrown, as by {@link EntryOperations}, but where values are loaded.
 * Thread-safe.
 */
public interface BulkOperations {

	/**
	 * Looks several keys up, as they are at one moment; only a value in a file may be of
	 * a later one, if it is replaced meanwhile. Each key counts as a lookup.
	 * @param <K> type of the keys
	 * @param keys the keys
	 * @return the values of those that have one, {@code null} included, by their keys in
	 * the order in which they were given; cannot be changed. An {@code InputStream} that
	 * was stored is found as a {@code Resource}, so that nothing needs to be closed
	 * @throws io.diskcache.store.StoreException if the store cannot be read
	 * @throws IllegalArgumentException if a key cannot be encoded
	 */
	<K> Map<K, @Nullable Object> getAll(Collection<? extends K> keys);

	/**
	 * Looks several keys up, and loads those that have no value. What was loaded is
	 * returned in any case, and stored in parts as {@link #putAll} does, but for keys
	 * that were changed or removed since the loader was called. A value that cannot be
	 * stored does not keep the others from it.
	 * <p>
	 * Fails as
	 * {@link org.springframework.cache.Cache#get(Object, java.util.concurrent.Callable)}
	 * does: where the store cannot be read all keys are loaded, unless the cache is made
	 * to fail fast, and after the loader has run there is no failure but its own. Other
	 * loads of the same keys are not waited for.
	 * @param <K> type of the keys
	 * @param keys the keys
	 * @param policy decides under which terms values are stored, before those of the
	 * cache; {@code null} for these alone
	 * @param loader called once with the keys that have no value, if there are some, in
	 * the order in which they were given. Gives the values of those it has some for,
	 * {@code null} included; others are passed over
	 * @return the values that were found or loaded, by their keys in the order in which
	 * they were given
	 * @throws IllegalArgumentException if a key cannot be encoded
	 */
	<K> Map<K, @Nullable Object> getAll(Collection<? extends K> keys, @Nullable EntryPolicy policy,
			Function<? super Set<K>, ? extends Map<K, ? extends @Nullable Object>> loader);

	/**
	 * Stores several values, each under the terms that {@code Cache.put} stores it under:
	 * those an {@link EntryPolicy} has for it, else the cache's time to live and no tags.
	 * @param entries the values by their keys
	 */
	void putAll(Map<?, ?> entries);

	/**
	 * Stores several values with a time to live and tags of their own, in place of the
	 * former entries. All are encoded before anything is written. Values that are streams
	 * are stored one by one after the others, each atomically.
	 * <p>
	 * If that fails for a value or the store, parts that were written before stay, and
	 * all other keys have no entry. Where an argument is refused nothing has changed.
	 * @param entries the values by their keys
	 * @param timeToLive how long the entries live, or {@code null}
	 * @param tags their tags, as {@link io.diskcache.store.Tags#of} admits them
	 * @throws io.diskcache.store.StoreException if the store cannot do it, or a value is
	 * larger than it admits
	 * @throws io.diskcache.codec.EncodingException if a value cannot be encoded
	 * @throws IllegalArgumentException if a key cannot be encoded, the time to live is
	 * not positive, a tag is none, or a value is {@code null} in a cache that allows none
	 */
	void putAll(Map<?, ?> entries, @Nullable Duration timeToLive, String... tags);

	/**
	 * Removes several entries. Loads of the keys that began before are not stored, as
	 * with {@code evict}.
	 * @param keys the keys, whether they have an entry or not
	 * @return how many entries were removed that had not expired
	 * @throws io.diskcache.store.StoreException if the store cannot do it
	 * @throws IllegalArgumentException if a key cannot be encoded
	 */
	long removeAll(Collection<?> keys);

}
