package io.diskcache.cache;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;

import io.diskcache.codec.StreamAttributes;

/**
 * What can be done with one entry of a {@link DiskCache} beyond Spring's contract: times
 * to live of single entries, changes that depend on what is there, counters. The names
 * are those of JCache where it has the operation.
 * <p>
 * Each operation is atomic over all threads and processes that share the store: of
 * several callers that remove a value exactly one gets it, and no increment is lost.
 * Called within {@link TransactionalCache#transact} it is a part of that transaction,
 * which an exception rolls back as a whole. Thread-safe.
 * <p>
 * An entry that has expired, or whose value cannot be decoded any more, counts as absent.
 * Values are told from absence by their wrapper: a stored {@code null} is a wrapper of
 * {@code null}. Times to live are positive, and a part of a millisecond counts as one;
 * {@code null} means for as long as there is room. Whatever a cache holds can be evicted
 * for want of room unless its eviction policy is {@code none}, counters included. What is
 * stored in place of a former entry has the tags it is stored with, and no others.
 * <p>
 * No failure is kept from the caller, as a made-up result would be wrong. Operations
 * throw
 * <ul>
 * <li>{@link io.diskcache.store.StoreException} if the store cannot do it, or the value
 * is larger than it admits; whether a change took effect is unknown only where its commit
 * failed,</li>
 * <li>{@link IllegalArgumentException} if the key cannot be encoded, the time to live is
 * not positive, a tag is none, or the value is {@code null} in a cache that allows
 * none,</li>
 * <li>{@link io.diskcache.codec.EncodingException} if the value cannot be encoded,</li>
 * <li>{@link IllegalStateException} if they would return the old value and that is a
 * stream (a {@code Resource}, a {@code Path} or an {@code InputStream}): get it and then
 * evict it instead.</li>
 * </ul>
 * Nothing has changed then, with one exception: an unconditional {@code put} that fails
 * for its value or the store leaves the former entry absent, as Spring's does. A new
 * value that is a stream is read to its end, by all but {@code put} while nobody else can
 * write.
 */
public interface EntryOperations {

	/**
	 * Stores a value with a time to live and tags of its own, in place of all of the
	 * former entry.
	 * @param key the key
	 * @param value the value
	 * @param timeToLive how long the entry lives, or {@code null}
	 * @param tags its tags, as {@link io.diskcache.store.Tags#of} admits them
	 */
	void put(Object key, @Nullable Object value, @Nullable Duration timeToLive, String... tags);

	/**
	 * Stores what is written, for the cache's time to live. A policy of the cache that
	 * asks for the value is given the writer, which it must not call.
	 * @param key the key
	 * @param writer writes the value
	 * @throws java.io.UncheckedIOException if the writer throws an
	 * {@link java.io.IOException}
	 * @see #write(Object, ContentWriter, StreamAttributes, Duration, String...)
	 */
	default void write(Object key, ContentWriter writer) {
		write(key, writer, StreamAttributes.NONE);
	}

	/**
	 * Stores what is written, for the cache's time to live, with what is known of it. A
	 * policy of the cache that asks for the value is given the writer, which it must not
	 * call.
	 * @param key the key
	 * @param writer writes the value
	 * @param attributes what is to be remembered of it
	 * @throws java.io.UncheckedIOException if the writer throws an
	 * {@link java.io.IOException}
	 * @see #write(Object, ContentWriter, StreamAttributes, Duration, String...)
	 */
	void write(Object key, ContentWriter writer, StreamAttributes attributes);

	/**
	 * Stores what is written, in place of all of the former entry, without holding it in
	 * memory. It is found, as a {@code Resource}, from the return of this method on;
	 * until then the former entry is. If the writer throws, or writes more than the cache
	 * admits, or the disk is full before it ends, nothing of it stays, and as after a
	 * {@code put} that fails the former entry is absent.
	 * @param key the key
	 * @param writer writes the value; called once at most, by the calling thread
	 * @param attributes what is to be remembered of it; without a content type it is
	 * {@code application/octet-stream}
	 * @param timeToLive how long the entry lives, or {@code null}
	 * @param tags its tags, as {@link io.diskcache.store.Tags#of} admits them
	 * @throws java.io.UncheckedIOException if the writer throws an
	 * {@link java.io.IOException}; what else it throws comes as it is
	 */
	void write(Object key, ContentWriter writer, StreamAttributes attributes, @Nullable Duration timeToLive,
			String... tags);

	/**
	 * Stores a value if there is none.
	 * @param key the key
	 * @param value the value
	 * @param timeToLive how long the entry lives, or {@code null}
	 * @param tags its tags, as {@link io.diskcache.store.Tags#of} admits them
	 * @return whether it was stored
	 */
	boolean add(Object key, @Nullable Object value, @Nullable Duration timeToLive, String... tags);

	/**
	 * Changes when an entry expires, and nothing else. Its value is not read, so one that
	 * cannot be decoded counts as an entry here.
	 * @param key the key
	 * @param timeToLive how long the entry lives from now on, or {@code null}
	 * @return whether there was an entry
	 */
	boolean touch(Object key, @Nullable Duration timeToLive);

	/**
	 * Returns a value with what is known of it, all of it of the same moment.
	 * @param key the key
	 * @return the entry, or {@code null}; a stream in it is to be closed by the caller
	 */
	@Nullable CacheEntry entry(Object key);

	/**
	 * Removes an entry and returns its value. A load of the key that began before is not
	 * stored, as with {@code evict}.
	 * @param key the key
	 * @return the value, or {@code null} if there was no entry
	 */
	@Nullable ValueWrapper getAndRemove(Object key);

	/**
	 * Stores a value, for the cache's time to live, and returns the former one.
	 * @param key the key
	 * @param value the new value
	 * @return the former value, or {@code null} if there was no entry
	 */
	@Nullable ValueWrapper getAndPut(Object key, @Nullable Object value);

	/**
	 * Replaces a value, if there is one, for the cache's time to live, and returns it.
	 * @param key the key
	 * @param value the new value
	 * @return the former value, or {@code null} if there was no entry and nothing was
	 * stored
	 */
	@Nullable ValueWrapper getAndReplace(Object key, @Nullable Object value);

	/**
	 * Replaces a value, if there is one, for the cache's time to live.
	 * @param key the key
	 * @param value the new value
	 * @return whether there was an entry
	 */
	boolean replace(Object key, @Nullable Object value);

	/**
	 * Replaces a value, if it is the one expected, for the cache's time to live.
	 * @param key the key
	 * @param expected what must be there, by {@code equals}; arrays by what they contain.
	 * Nothing equals a stream
	 * @param value the new value
	 * @return whether it was replaced
	 */
	boolean replace(Object key, @Nullable Object expected, @Nullable Object value);

	/**
	 * Removes an entry if its value is the one expected.
	 * @param key the key
	 * @param expected what must be there, by {@code equals}; arrays by what they contain.
	 * Nothing equals a stream
	 * @return whether it was removed
	 */
	boolean remove(Object key, @Nullable Object expected);

	/**
	 * Adds to a whole number, which keeps its tags and the time it has left to live. It
	 * is stored as a {@code Long}.
	 * @param key the key
	 * @param delta what is added, may be negative
	 * @param initial what is added to where there is no entry
	 * @param timeToLive how long the entry lives if there was none, or {@code null}
	 * @return the sum
	 * @throws IllegalStateException if the value is no {@code Long}, {@code Integer},
	 * {@code Short} or {@code Byte}
	 * @throws ArithmeticException if the sum is beyond the range of {@code long}
	 */
	long increment(Object key, long delta, long initial, @Nullable Duration timeToLive);

	/**
	 * Adds to a number, which keeps its tags and the time it has left to live. It is
	 * stored as a {@code Double}, also where it was a whole number, of which those beyond
	 * 2^53 are rounded.
	 * @param key the key
	 * @param delta what is added, may be negative
	 * @param initial what is added to where there is no entry
	 * @param timeToLive how long the entry lives if there was none, or {@code null}
	 * @return the sum
	 * @throws IllegalStateException if the value is no {@code Double}, {@code Float},
	 * {@code Long}, {@code Integer}, {@code Short} or {@code Byte}
	 * @throws ArithmeticException if the sum is not finite
	 */
	double increment(Object key, double delta, double initial, @Nullable Duration timeToLive);

	/**
	 * Adds one to a whole number, beginning from 0 and living for as long as there is
	 * room.
	 * @param key the key
	 * @return the sum
	 */
	default long increment(Object key) {
		return increment(key, 1, 0, null);
	}

	/**
	 * Subtracts one from a whole number, beginning from 0 and living for as long as there
	 * is room.
	 * @param key the key
	 * @return the difference, which may be negative
	 */
	default long decrement(Object key) {
		return increment(key, -1, 0, null);
	}

}
