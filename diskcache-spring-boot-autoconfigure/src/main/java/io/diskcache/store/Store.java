package io.diskcache.store;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Entries on disk, shared by all processes of the host that have the same store open.
 * Every operation is atomic and linearisable per key over all of them, and a change that
 * was acknowledged survives the sudden death of every process. Thread-safe.
 * <p>
 * Waiting ends at the operation's deadline ({@link StoreOptions#operationTimeout()}). A
 * change that fails never leaves an older value readable that it was to replace or
 * remove, unless the disk fails so that not even the shared counters can be written; then
 * removals throw too. After its {@linkplain StoreDirectory directory} was closed nothing
 * is found, and nothing is stored.
 */
public interface Store {

	/**
	 * Finds the live entry of a key, makes something of it, and tells for how long that
	 * is current. The reader runs again with the newer entry where the value was replaced
	 * before it could be read.
	 * @param <T> what the reader makes
	 * @param key the key
	 * @param reader makes the result; must not keep the entry beyond its call where the
	 * entry is backed by a file
	 * @return what the reader returned; nothing where there is no live entry or its value
	 * is damaged
	 * @throws StoreException if the store cannot be read
	 */
	<T> Read<T> read(Key key, EntryReader<T> reader);

	/**
	 * Finds the live entry of a key and makes something of it, as {@link #read} does.
	 * @param <T> what the reader makes
	 * @param key the key
	 * @param reader makes the result; must not keep the entry beyond its call where the
	 * entry is backed by a file
	 * @return what the reader returned, or {@code null} where there is no live entry or
	 * its value is damaged
	 * @throws StoreException if the store cannot be read
	 */
	default <T> @Nullable T get(Key key, EntryReader<T> reader) {
		return read(key, reader).value();
	}

	/**
	 * Finds an entry that lives, or that has expired and is still kept as
	 * {@linkplain Recomputation#stale() stale}. Does not count as a use.
	 * @param <T> what the reader makes
	 * @param key the key
	 * @param since how long ago it expired at most
	 * @param reader makes the result; must not keep the entry beyond its call where the
	 * entry is backed by a file
	 * @return what the reader returned, or {@code null} where there is no such entry, or
	 * its value is damaged
	 * @throws StoreException if the store cannot be read
	 */
	<T> @Nullable T readStale(Key key, Duration since, EntryReader<T> reader);

	/**
	 * Tells whether there is a live entry, without reading its value.
	 * @param key the key
	 * @return whether there is one
	 * @throws StoreException if the store cannot be read
	 */
	boolean contains(Key key);

	/**
	 * Stores an entry, in place of the one there may be, if the conditions hold, and
	 * tells for how long it is current. With a {@linkplain #fence fence}, what was
	 * computed from older data never lands after a removal.
	 * @param key the key
	 * @param content the value
	 * @param options the time to live, and the conditions
	 * @return the state at which it was stored, or {@code null} where it was not: a
	 * condition does not hold, the value is larger than the store admits, or the store is
	 * closed. Where there is no condition the former entry is gone then
	 * @throws StoreException if it could not be stored; where there is no condition the
	 * former entry is gone then too, unless the store is
	 * {@linkplain StoreOptions#lossless() lossless} and could not be written
	 */
	@Nullable Stamp write(Key key, Content content, PutOptions options);

	/**
	 * Stores an entry, in place of the one there may be, as {@link #write} does without a
	 * condition.
	 * @param key the key
	 * @param content the value
	 * @param timeToLive how long the entry lives, positive, or {@code null} for as long
	 * as there is room
	 * @return whether it was stored
	 * @throws IllegalArgumentException if the time to live is not positive
	 * @throws StoreException if it could not be stored
	 */
	default boolean put(Key key, Content content, @Nullable Duration timeToLive) {
		return write(key, content, PutOptions.of(timeToLive)) != null;
	}

	/**
	 * Stores an entry if there is no live one.
	 * @param key the key
	 * @param content the value
	 * @param timeToLive how long the entry lives, positive, or {@code null} for as long
	 * as there is room
	 * @return whether it was stored
	 * @throws IllegalArgumentException if the time to live is not positive
	 * @throws StoreException if it could not be stored
	 */
	default boolean putIfAbsent(Key key, Content content, @Nullable Duration timeToLive) {
		return write(key, content, PutOptions.of(timeToLive).onlyIfAbsent()) != null;
	}

	/**
	 * Stores several entries, as {@link #write} does each of them. They are written in
	 * parts, each of which is atomic: as many as add at most a sixteenth of the size
	 * limit to the write-ahead log, but at least 4 MB and at most 16 MB, where each
	 * counts as its value, if that is inline, and 4 KB. So 800 entries with values of up
	 * to 1 KB are always one part, and 3000 where the size limit is 256 MB or more. In a
	 * store of several shards each of them has parts of its own, to whose log that limit
	 * is divided; where one shard fails the others are written to all the same.
	 * @param contents the values by their keys
	 * @param options gives the time to live, the tags and the conditions of each key, the
	 * same each time it is asked
	 * @return the keys whose values were not stored: a condition does not hold, the value
	 * is larger than the store admits, or the store is closed. Those without a condition
	 * have no entry then
	 * @throws StoreException if one could not be stored; then all without a condition
	 * that were not have no entry, unless the store is
	 * {@linkplain StoreOptions#lossless() lossless}
	 */
	Set<Key> writeAll(Map<Key, Content> contents, Function<Key, PutOptions> options);

	/**
	 * Stores several entries alike.
	 * @param contents the values by their keys
	 * @param options the time to live, the tags and the condition of all
	 * @return the keys whose values were not stored
	 * @throws StoreException as {@link #writeAll(Map, Function)} does
	 */
	default Set<Key> writeAll(Map<Key, Content> contents, PutOptions options) {
		return writeAll(contents, (key) -> options);
	}

	/**
	 * Finds the live entries of several keys as of one moment, and makes something of
	 * each, as {@link #read} does. Only a value in a file that is replaced before it
	 * could be opened is of a later moment. In a store of several shards each of them has
	 * a moment of its own.
	 * @param <T> what the reader makes
	 * @param keys the keys
	 * @param reader makes the results; must not keep an entry beyond its call where the
	 * entry is backed by a file
	 * @return what the reader returned for each key
	 * @throws StoreException if the store cannot be read
	 */
	<T> Map<Key, Read<T>> readAll(Collection<Key> keys, EntryReader<T> reader);

	/**
	 * Removes several entries, as {@link #remove(Key)} does one, in parts as
	 * {@link #writeAll} does.
	 * @param keys the keys
	 * @return how many live entries there were
	 * @throws StoreException in the cases of {@link #remove(Key)}
	 */
	long removeAll(Collection<Key> keys);

	/**
	 * Changes when a live entry expires. Its value is neither read nor written, and stays
	 * where it is.
	 * @param key the key
	 * @param timeToLive how long the entry lives from now on, positive, or {@code null}
	 * for as long as there is room
	 * @return whether there was a live entry
	 * @throws IllegalArgumentException if the time to live is not positive
	 * @throws StoreException if that was not possible; then the entry is as it was
	 */
	boolean touch(Key key, @Nullable Duration timeToLive);

	/**
	 * Removes an entry. Never fails for want of a lock or of space on the disk: then all
	 * that was stored in the key's stripe becomes unreadable at once and is deleted
	 * later. Only in a {@linkplain StoreOptions#lossless() lossless} store, and in a
	 * transaction, it fails instead.
	 * @param key the key
	 * @return whether there was a live entry
	 * @throws StoreException in those cases
	 */
	boolean remove(Key key);

	/**
	 * Removes all entries, in a time that does not depend on their number: they become
	 * unreadable at once and are deleted in the background. Never fails for want of a
	 * lock or of space on the disk, with the exceptions of {@link #remove(Key)}. Within a
	 * transaction it deletes them one by one.
	 * @throws StoreException in those cases
	 */
	void clear();

	/**
	 * Runs several operations as one, as {@link #transact(Duration, Work)} does. The wait
	 * for the write lock ends at the operation's deadline, and from then on the work has
	 * {@link StoreOptions#TRANSACTION_TIMEOUT}. Joined to another transaction it has the
	 * time that one has left.
	 * @param <T> type of the result
	 * @param work the work
	 * @return what the work returned
	 * @throws IllegalStateException if the store has several shards
	 * @throws StoreTimeoutException if the lock was not free, or the work was not done in
	 * time
	 * @throws StoreException if the transaction could not begin or commit
	 */
	<T extends @Nullable Object> T transact(Work<T> work);

	/**
	 * Runs several operations as one: others see all of their changes or none, also where
	 * the process dies, and while it runs no one else writes, in any process. Calls of
	 * this store by the same thread belong to the transaction, and see what it has
	 * changed; those of other threads, and of other stores, do not. Nested calls join the
	 * outer one.
	 * <p>
	 * An exception of the work rolls all back, values in files included, and is thrown as
	 * it was. So does an operation that throws a {@link StoreException}, even if the work
	 * catches it: then nothing more can be done in the transaction, and it cannot commit.
	 * <p>
	 * The timeout bounds the wait for the lock and the work together. Work cannot be
	 * interrupted, but once the time is over each further operation fails, and so does
	 * the commit. If the call is nested, that holds for the nested part, as far as the
	 * outer one has not less time left.
	 * @param <T> type of the result
	 * @param timeout how long it may take, positive and at most
	 * {@link StoreOptions#MAX_TIMEOUT}
	 * @param work the work; should be short, as all others that write wait for it
	 * @return what the work returned
	 * @throws IllegalArgumentException if the timeout is out of range
	 * @throws IllegalStateException if the store has several shards: there is no
	 * transaction over more than one
	 * @throws StoreTimeoutException if the lock was not free, or the work was not done in
	 * time; then all was rolled back
	 * @throws StoreException if the transaction could not begin or commit; only where the
	 * commit itself failed is it not known whether it took effect
	 */
	<T extends @Nullable Object> T transact(Duration timeout, Work<T> work);

	/**
	 * Runs several operations on one key as one, as {@link #transact(Work)} does, in a
	 * store of any number of shards. Operations on other keys may not be a part of it.
	 * @param <T> type of the result
	 * @param key the key
	 * @param work the work, on this key alone
	 * @return what the work returned
	 * @throws StoreTimeoutException if the lock was not free, or the work was not done in
	 * time
	 * @throws StoreException if the transaction could not begin or commit
	 */
	default <T extends @Nullable Object> T transact(Key key, Work<T> work) {
		return transact(work);
	}

	/**
	 * Marks the present state of a key for a later
	 * {@linkplain PutOptions#withFence(Fence) put that is conditional on it}.
	 * @param key the key
	 * @return the mark
	 */
	Fence fence(Key key);

	/**
	 * Takes the right to compute the value of a key, which one thread of all processes
	 * has at a time. It only spares work: who has it not can store a value all the same.
	 * Never waits for others. Of no use while it is held is to take it again.
	 * @param key the key
	 * @return the right, to be closed after the value was stored; {@code null} if another
	 * thread has it, in this process or another. Where the store is closed it is one that
	 * nobody respects
	 * @throws StoreException if the processes cannot be asked
	 */
	@Nullable LoadLock tryLoad(Key key);

	/**
	 * Returns live entries of a selection. Over all pages each entry that is there all
	 * the time is met exactly once, whatever is changed meanwhile; one that is stored
	 * after the first page was asked for is not met. In a store of several shards the
	 * order is that of each shard, one after the other.
	 * @param selection which entries, in which order
	 * @param after the mark of the page before, or {@code null} to begin
	 * @param limit how many at most, 1 to 500
	 * @return the entries
	 * @throws StoreException if the store cannot be read
	 */
	Page<Entry> entries(Selection selection, Page.@Nullable Mark after, int limit);

	/**
	 * Returns keys of live entries, as {@link #entries} does, without reading their
	 * values.
	 * @param selection which entries, in which order
	 * @param after the mark of the page before, or {@code null} to begin
	 * @param limit how many at most, 1 to 500
	 * @return the keys
	 * @throws StoreException if the store cannot be read
	 */
	Page<Key> keys(Selection selection, Page.@Nullable Mark after, int limit);

	/**
	 * Lists the tags that entries have, in the order of their UTF-8 bytes. Among them may
	 * be some of which all entries have expired, or were cleared, and are not yet
	 * deleted. Costs one step for each tag, however many entries it has.
	 * @param after only tags after this one, or {@code null} to begin
	 * @param limit how many at most, 1 to 500
	 * @return the tags
	 * @throws StoreException if the store cannot be read
	 */
	List<String> tags(@Nullable String after, int limit);

	/**
	 * Finds the first live entry of a selection and makes something of it. Entries that
	 * are of no use, and those whose values are damaged, are passed over.
	 * @param <T> what the reader makes
	 * @param selection which entries, in which order
	 * @param reader makes the result; must not keep the entry beyond its call. Called
	 * again where something was changed before the value could be read
	 * @return what the reader returned, or {@code null} where there is no such entry
	 * @throws StoreException if the store cannot be read
	 */
	<T> @Nullable T first(Selection selection, EntryReader<T> reader);

	/**
	 * Removes the first live entry of a selection after making something of it: of all
	 * threads and processes exactly one gets an entry. Entries that are of no use, and
	 * those whose values are damaged, are removed as well, until one is of use; so are
	 * those that have expired on the way to it. Entries of another
	 * {@linkplain StoreOptions#applicationVersion() application version} are passed over
	 * and stay. Each step of up to 50 entries is atomic. What finds nothing waits for
	 * nobody who writes.
	 * @param <T> what the reader makes
	 * @param selection which entries, in which order
	 * @param reader makes the result, in the transaction that removes the entry; must not
	 * keep the entry beyond its call. If it throws, nothing is removed in this step
	 * @return what the reader returned, or {@code null} where there is no such entry
	 * @throws StoreException if that was not possible; then the entry stays, but where
	 * only the outcome of the commit is not known
	 */
	<T> @Nullable T takeFirst(Selection selection, EntryReader<T> reader);

	/**
	 * Counts the live entries of a selection by looking at each of them.
	 * @param selection which entries
	 * @return number of entries
	 * @throws StoreException if the store cannot be read
	 */
	long count(Selection selection);

	/**
	 * Removes the entries of a selection: at least those that are there when it begins.
	 * It does so in steps of up to 1000 entries, each of them atomic, so that others can
	 * write in between; within a transaction it is a part of that. Never fails for want
	 * of a lock or of space on the disk, with the exceptions of {@link #remove(Key)}.
	 * @param selection which entries
	 * @return how many live entries were removed
	 * @throws StoreException in those cases
	 */
	long remove(Selection selection);

	/**
	 * Adds to numbers that the store keeps besides its entries: of all processes, and
	 * over restarts. Each addition is one transaction.
	 * @param deltas what is added, by the names of the numbers
	 * @throws StoreException if that was not possible; then nothing was added
	 */
	void addTallies(Map<String, Long> deltas);

	/**
	 * Returns the numbers that were {@linkplain #addTallies added up}.
	 * @return the sums by their names, as far as there are some
	 * @throws StoreException if the store cannot be read
	 */
	Map<String, Long> tallies();

	/**
	 * Removes all numbers that were {@linkplain #addTallies added up}.
	 * @throws StoreException if that was not possible
	 */
	void resetTallies();

	/**
	 * Counts the entries, including those that have expired but are not yet deleted.
	 * Costs the same for any number.
	 * @return number of entries
	 */
	long count();

	/**
	 * Tells the space the entries take on the disk: pages of the database in use and
	 * value files in whole blocks, those that are being written included, and the table
	 * of uses, without the fixed part (write-ahead log, stripes).
	 * @return volume in bytes
	 */
	long volume();

	/**
	 * Looks for contradictions between the database, the value files and the counters,
	 * while others keep using the store.
	 * @param fix whether to mend what is found
	 * @return what was found, before it was mended
	 * @throws StoreException if the store cannot be read
	 */
	List<Problem> check(boolean fix);

	/**
	 * Tells whether the files are open. Those of a store that opens lazily are not before
	 * it is first used.
	 * @return whether they are
	 */
	boolean isOpen();

	/**
	 * Returns what happened since this process first used the store.
	 * @return a snapshot of the counters
	 */
	StoreStatistics statistics();

	/**
	 * Tells the length of the write-ahead log, which is not part of the volume.
	 * @return bytes; 0 when there is none, or the store is not open
	 */
	long walBytes();

	/**
	 * Tells whether all is well. Never waits, and touches no file of the store; what is
	 * the matter is known from operations that failed. While something is, it is tried
	 * again each second, so that the condition clears without them.
	 * @return the condition at this moment
	 */
	StoreCondition condition();

	/**
	 * Makes something of an entry.
	 *
	 * @param <T> what it makes
	 */
	@FunctionalInterface
	interface EntryReader<T> {

		/**
		 * Reads an entry.
		 * @param entry the live entry
		 * @return the result, or {@code null} if the entry is of no use
		 */
		@Nullable T read(Entry entry);

	}

	/**
	 * Work that is done in one transaction.
	 *
	 * @param <T> type of its result
	 */
	@FunctionalInterface
	interface Work<T extends @Nullable Object> {

		/**
		 * Does the work.
		 * @return the result
		 */
		T run();

	}

}
