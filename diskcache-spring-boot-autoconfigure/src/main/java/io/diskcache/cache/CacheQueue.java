package io.diskcache.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.diskcache.codec.KeyCodec;
import io.diskcache.codec.UuidKey;
import io.diskcache.store.Entry;
import io.diskcache.store.Key;
import io.diskcache.store.PutOptions;
import io.diskcache.store.Selection;
import io.diskcache.store.Store;
import io.diskcache.store.Tags;

/**
 * A queue with two ends, shared by all threads and processes that share the cache. Its
 * items are entries of the cache in the order in which they were pushed, each with a
 * random {@link UUID} as its key: they can be looked up, touched and evicted by it, and
 * count for the size of the cache. An entry that is put anew under such a key is no item
 * any more.
 * <p>
 * Each item is pulled by exactly one consumer, and at most once: a pull is a transaction
 * that has committed when it returns. So an item is gone if its consumer dies before its
 * work is done. Where that must not be, pull it within
 * {@link Store#transact(Store.Work)}, if the work is short and an exception tells that it
 * failed, as nobody else can write meanwhile; or let the one consumer there is
 * {@linkplain #peek peek}, do the work, and then evict the item's key.
 * <p>
 * Items stay until they are pulled, unless they are given a time to live, but a cache
 * that evicts evicts items too, with {@code fifo} those at the front first. So queues
 * belong into a cache of their own whose eviction policy is {@code none}. Clearing the
 * cache clears its queues.
 * <p>
 * Called within {@code transact} all operations are a part of that transaction. Failures
 * are thrown, as by {@link EntryOperations}. Each operation but {@link #size} and
 * {@link #clear} costs the same for any number of items. Thread-safe.
 */
public final class CacheQueue {

	/** Longest name of a queue, in bytes of its UTF-8 form. */
	public static final int MAX_NAME_LENGTH = 1000;

	private static final String PREFIX = "queue:";

	private final Store store;

	private final KeyCodec keys;

	private final CacheValues values;

	private final CacheOptions options;

	private final Failures failures;

	private final Tags tags;

	private final Selection items;

	CacheQueue(@Nullable String name, Store store, KeyCodec keys, CacheValues values, CacheOptions options,
			Failures failures) {
		requireName(name);
		this.store = store;
		this.keys = keys;
		this.values = values;
		this.options = options;
		this.failures = failures;
		this.tags = Tags.reserved(PREFIX + name);
		this.items = Selection.reserved(PREFIX + name);
	}

	/**
	 * Adds an item at the back that stays until it is pulled, whatever the cache's time
	 * to live is.
	 * @param value the value
	 * @return the key of its entry
	 */
	public UUID push(@Nullable Object value) {
		return push(value, End.BACK, null);
	}

	/**
	 * Adds an item.
	 * @param value the value; not a stream ({@code InputStream}, {@code Resource} or
	 * {@code Path}), as that is read from its entry, of which a pull leaves nothing
	 * @param end where it is added
	 * @param timeToLive how long it can be pulled, positive, or {@code null} for as long
	 * as it is there
	 * @return the key of its entry
	 * @throws IllegalArgumentException if the value is a stream, or {@code null} in a
	 * cache that allows none, or the time to live is not positive
	 * @throws io.diskcache.codec.EncodingException if the value cannot be encoded
	 * @throws io.diskcache.store.StoreException if the store cannot do it, or the value
	 * is larger than it admits; whether the item was added is unknown only where the
	 * commit failed
	 */
	public UUID push(@Nullable Object value, End end, @Nullable Duration timeToLive) {
		requireAllowed(value);
		UUID id = UUID.randomUUID();
		Key key = this.keys.encode(id);
		// On the condition that a new key always meets: what cannot be stored then needs
		// nothing removed in its place.
		PutOptions put = PutOptions.of(timeToLive).onlyIfAbsent().withTags(this.tags);
		PutOptions placed = (end == End.FRONT) ? put.atFront() : put;
		AtomicEntries
			.requireStored(this.values.store(value, (content) -> this.store.write(key, content, placed) != null));
		return id;
	}

	/**
	 * Removes the item at the front and returns it.
	 * @return the item, or {@code null} if there is none
	 */
	public @Nullable QueueItem pull() {
		return pull(End.FRONT);
	}

	/**
	 * Removes the item at an end and returns it. Items that have expired are passed over,
	 * and so are those whose values cannot be decoded any more or are damaged, which are
	 * removed and counted as failures. A pull that finds nothing waits for nobody who
	 * writes, and holds up nobody.
	 * @param end from where it is taken
	 * @return the item, or {@code null} if there is none
	 * @throws io.diskcache.store.StoreException if the store cannot do it; the item is
	 * still there then, unless the commit failed
	 */
	public @Nullable QueueItem pull(End end) {
		return this.store.takeFirst(from(end), this::item);
	}

	/**
	 * Returns the item at the front, and leaves it there.
	 * @return the item, or {@code null} if there is none
	 */
	public @Nullable QueueItem peek() {
		return peek(End.FRONT);
	}

	/**
	 * Returns the item at an end, and leaves it there: others can pull it at once. It
	 * passes over what {@link #pull(End)} does, without removing it.
	 * @param end where to look
	 * @return the item, or {@code null} if there is none
	 * @throws io.diskcache.store.StoreException if the store cannot be read
	 */
	public @Nullable QueueItem peek(End end) {
		return this.store.first(from(end), this::item);
	}

	/**
	 * Counts the items that have not expired by looking at each of them: some
	 * milliseconds for a thousand.
	 * @return number of items
	 * @throws io.diskcache.store.StoreException if the store cannot be read
	 */
	public long size() {
		return this.store.count(this.items);
	}

	/**
	 * Removes all items that are there when it begins, up to 1000 at a time, so that
	 * others can write in between. Takes effect as each removal does, even where the
	 * store cannot be written.
	 * @return how many were removed that had not expired
	 */
	public long clear() {
		return this.store.remove(this.items);
	}

	private Selection from(End end) {
		return (end == End.FRONT) ? this.items : this.items.lastStoredFirst();
	}

	private @Nullable QueueItem item(Entry entry) {
		return this.failures.decoded(() -> new QueueItem(UuidKey.decode(entry.key()), this.values.read(entry),
				entry.stored(), entry.expires()));
	}

	private void requireAllowed(@Nullable Object value) {
		this.options.requireAllowed(value);
		if (CacheValues.isStream(value)) {
			throw new IllegalArgumentException(
					"A stream cannot be an item of a queue, as it is read from its entry: push its bytes, "
							+ "or put it into a cache and push its key");
		}
	}

	private static void requireName(@Nullable String name) {
		if (name == null || name.isEmpty()) {
			throw new IllegalArgumentException("The name of a queue is a text that is not empty");
		}
		int length = name.getBytes(StandardCharsets.UTF_8).length;
		if (length > MAX_NAME_LENGTH) {
			throw new IllegalArgumentException(
					"The name of a queue has at most " + MAX_NAME_LENGTH + " bytes in UTF-8, this one has " + length);
		}
	}

	/** An end of a queue. */
	public enum End {

		/** From where items are pulled, if nothing else is said. */
		FRONT,

		/** Where items are pushed, if nothing else is said. */
		BACK

	}

}
