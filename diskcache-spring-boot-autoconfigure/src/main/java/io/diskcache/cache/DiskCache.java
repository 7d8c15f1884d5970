package io.diskcache.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;

import io.diskcache.codec.EncodingException;
import io.diskcache.codec.KeyCodec;
import io.diskcache.codec.StreamAttributes;
import io.diskcache.codec.Values;
import io.diskcache.near.NearCache;
import io.diskcache.near.NearStatistics;
import io.diskcache.store.Key;
import io.diskcache.store.PutOptions;
import io.diskcache.store.Selection;
import io.diskcache.store.Store;
import io.diskcache.store.StoreException;
import io.diskcache.store.Tags;

/**
 * A Spring cache whose entries are in a {@link Store}, and those used most in the heap as
 * well, where they are never out of date. Values are kept as they are: what is found
 * shares nothing that can be changed with what was put, nor with what others find, unless
 * values are {@linkplain io.diskcache.near.Hold#REFERENCE held by reference}. Operations
 * take effect before they return, for all processes that share the store; those that
 * return a future never wait. Thread-safe.
 * <p>
 * A failure of the store never becomes a failure of the application: a read that fails is
 * a miss, a write that fails leaves nothing stored, and both are counted and logged at
 * most once a minute. A value that cannot be encoded is not cached, one that cannot be
 * decoded any more is a miss. A cache that is made to
 * {@linkplain DiskCacheManager.Builder#failFast fail fast} throws a
 * {@link StoreException} or {@link EncodingException} instead, but never after a loader
 * has run; so do the {@link EntryOperations} of every cache. A key that cannot be encoded
 * is an {@link IllegalArgumentException}, from every operation.
 * <p>
 * A cache that is {@linkplain DiskCacheManager.Builder#transactionAware
 * transaction-aware} defers {@code put}, {@code evict} and {@code clear}, and what is
 * loaded, until the transaction of the application is committed that the calling thread
 * is in. There, what returns a future works on the calling thread.
 */
public final class DiskCache
		implements Cache, EntryOperations, BulkOperations, SelectionOperations, TransactionalCache {

	private final String name;

	private final Store store;

	private final KeyCodec keys;

	private final CacheEntries entries;

	private final AtomicEntries atomic;

	private final CacheValues values;

	private final CacheOptions options;

	private final BulkEntries bulk;

	private final SelectedEntries selected;

	private final LoadedEntries loaded;

	private final Refreshes refreshes;

	private final LoadedBulk loadedBulk;

	private final ServedEntries served;

	private final ReadThrough readThrough;

	private final Lookups lookups = new Lookups();

	private final Failures failures;

	private final NearCache near;

	private final StatisticsKeeper statistics;

	private final @Nullable ApplicationTransactions transactions;

	DiskCache(String name, Store store, NearCache near, KeyCodec keys, Values values, CacheOptions options,
			List<EntryPolicy> policies, AsyncWork async, Failures failures, boolean transactionAware) {
		this.name = name;
		this.store = store;
		this.near = near;
		this.keys = keys;
		CacheValues converted = new CacheValues(values, store);
		this.entries = new CacheEntries(store, near, converted, options,
				new StoringTerms(name, options, policies, failures), failures);
		this.atomic = new AtomicEntries(this.entries, store, near, converted, options, failures);
		this.bulk = new BulkEntries(this.entries, this.atomic, store, near, converted);
		this.selected = new SelectedEntries(store, keys, converted, options, failures);
		this.values = converted;
		this.options = options;
		LoadLocks locks = new LoadLocks(store, async, failures);
		this.refreshes = new Refreshes(options, this.entries, locks, async, failures);
		this.loaded = new LoadedEntries(this.entries, new Loads(locks, options.loadTimeout()), this.refreshes, async,
				failures, this.lookups);
		this.loadedBulk = new LoadedBulk(this.entries, this.bulk, this.loaded, store, converted, failures,
				this.lookups);
		this.failures = failures;
		this.served = new ServedEntries(store, near, options, failures, this.lookups);
		this.readThrough = new ReadThrough(this.served, this.loaded, failures);
		this.statistics = new StatisticsKeeper(this::counted, store, options.keepStatistics());
		this.transactions = transactionAware ? new ApplicationTransactions(this.entries,
				new DeferredPuts(this.entries, store, converted, options, failures), failures) : null;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public Store getNativeCache() {
		return this.store;
	}

	@Override
	public @Nullable ValueWrapper get(Object key) {
		return find(encoded(key), null);
	}

	@Override
	public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
		ValueWrapper found = get(key);
		Object value = (found != null) ? found.get() : null;
		if (value != null && type != null && !type.isInstance(value)) {
			CacheValues.discard(value);
			throw new IllegalStateException("Cache '" + this.name + "' holds a " + value.getClass().getName()
					+ ", and a " + type.getName() + " was asked for");
		}
		return CacheValues.cast(value);
	}

	/**
	 * Returns the value of a key, loading it where there is none. One load of a key runs
	 * at a time in all processes of the host; a loader may load other keys. What was
	 * loaded is returned in any case, and stored unless the key was changed or removed
	 * meanwhile.
	 * @param key the key
	 * @param valueLoader loads the value. If it returns an input stream, or a resource
	 * that can be read once only, the caller gets a stream of what was stored, to be
	 * closed by the caller; where that could not be stored the loader is called a second
	 * time
	 * @return the value
	 * @throws ValueRetrievalException if the loader failed; nothing is stored then
	 * @throws IllegalStateException if a loader asks for the key it is loading
	 */
	@Override
	public <T> @Nullable T get(Object key, Callable<T> valueLoader) {
		return get(encoded(key), valueLoader, null);
	}

	<T> @Nullable T get(CacheKey key, Callable<T> valueLoader, @Nullable Reinvocation again) {
		return CacheValues.cast(this.loaded.get(key, valueLoader, again, pending()).get());
	}

	/** Finds a value, which is computed anew if it is time to. */
	@Nullable ValueWrapper find(CacheKey key, @Nullable Refresh refresh) {
		PendingChanges pending = pending();
		if (pending != null) {
			return this.lookups.counted(pending.find(key));
		}
		ValueWrapper found = (refresh != null) ? this.refreshes.find(key, refresh) : this.entries.find(key);
		this.lookups.counted(found);
		return (found != null || refresh == null) ? found : AsyncWork.join(this.refreshes.compute(key, refresh));
	}

	/** Marks the state of a key that was not found, before its value is computed. */
	MissedKey missed(CacheKey key) {
		PendingChanges pending = pending();
		return (pending != null) ? MissedKey.within(pending, key) : MissedKey.of(key, this.entries.fenceQuietly(key));
	}

	/** Looks a key up for who computes its value at a miss. */
	CompletableFuture<?> retrieve(CacheKey key, @Nullable Refresh refresh, Consumer<MissedKey> onMiss) {
		PendingChanges pending = pending();
		if (pending == null) {
			return this.loaded.retrieve(key, refresh, (fence) -> onMiss.accept(MissedKey.of(key, fence)));
		}
		return this.loaded.retrieve(key, pending).thenApply((found) -> {
			if (found == null) {
				onMiss.accept(MissedKey.within(pending, key));
			}
			return found;
		});
	}

	/**
	 * Stores a value that was computed, if its key has not changed since it was missed;
	 * in a transaction after the commit. Never fails: the value is to be returned.
	 * @return whether it was stored
	 */
	boolean putComputed(CacheKey key, @Nullable Object value, MissedKey miss) {
		if (this.entries.isRefused(value)) {
			return false;
		}
		PendingChanges pending = miss.pending();
		PendingChanges.Miss mark = miss.mark();
		if (pending != null && mark != null) {
			pending.loaded(key, value, mark);
			return false;
		}
		return this.entries.putLoaded(key, value, miss.fence(), miss.load());
	}

	/**
	 * Looks a key up without waiting for the disk.
	 * @param key the key
	 * @return what will be found: a wrapper of the value, or {@code null} at a miss. It
	 * never fails, unless the cache is made to fail fast
	 */
	@Override
	public CompletableFuture<?> retrieve(Object key) {
		PendingChanges pending = pending();
		return (pending != null) ? this.loaded.retrieve(encoded(key), pending) : this.loaded.retrieve(encoded(key));
	}

	/**
	 * Returns the value of a key, loading it where there is none, as
	 * {@link #get(Object, Callable)} does, but without waiting. The loader runs on a
	 * thread of the cache's own, with the context class loader of the caller.
	 * @param key the key
	 * @param valueLoader starts to load the value
	 * @return the value, or the failure of the loader as it was
	 */
	@Override
	public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
		return retrieve(encoded(key), valueLoader, null);
	}

	<T> CompletableFuture<T> retrieve(CacheKey key, Supplier<CompletableFuture<T>> valueLoader,
			@Nullable Reinvocation again) {
		PendingChanges pending = pending();
		return (pending != null) ? this.loaded.retrieve(key, valueLoader, pending)
				: this.loaded.retrieve(key, valueLoader, again);
	}

	@Override
	public void put(Object key, @Nullable Object value) {
		put(encoded(key), value);
	}

	void put(CacheKey key, @Nullable Object value) {
		PendingChanges pending = pending();
		if (pending != null) {
			pending.put(key, value);
		}
		else {
			this.entries.put(key, value);
		}
	}

	/**
	 * Stores a value unless there is one. An entry that cannot be decoded counts as none.
	 * @param key the key
	 * @param value the value
	 * @return what was there, or {@code null} if the value was stored, or could not be
	 */
	@Override
	public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
		return putIfAbsent(encoded(key), value);
	}

	@Nullable ValueWrapper putIfAbsent(CacheKey key, @Nullable Object value) {
		PendingChanges pending = pending();
		return (pending != null) ? pending.putIfAbsent(key, value) : this.entries.putIfAbsent(key, value);
	}

	@Override
	public void evict(Object key) {
		CacheKey encoded = encoded(key);
		PendingChanges pending = pending();
		if (pending != null) {
			pending.evict(encoded);
		}
		else {
			this.entries.remove(encoded);
		}
	}

	@Override
	public boolean evictIfPresent(Object key) {
		CacheKey encoded = encoded(key);
		PendingChanges pending = pending();
		if (pending != null) {
			pending.evict(encoded);
		}
		return this.entries.remove(encoded);
	}

	/**
	 * Removes the entries with a tag, as {@link #removeTagged} does, but fails as
	 * {@link #evict} does.
	 * @param tag the tag
	 */
	public void evictTagged(String tag) {
		afterCommit(() -> this.entries.remove(Selection.tagged(tag)));
	}

	/**
	 * Removes the entries whose keys begin alike, as {@link #removePrefix} does, but
	 * fails as {@link #evict} does.
	 * @param prefix the beginning
	 */
	public void evictPrefix(Object prefix) {
		Selection selection = beginningWith(prefix);
		afterCommit(() -> this.entries.remove(selection));
	}

	@Override
	public void clear() {
		PendingChanges pending = pending();
		if (pending != null) {
			pending.clear();
		}
		else {
			this.entries.clear();
		}
	}

	@Override
	public boolean invalidate() {
		PendingChanges pending = pending();
		if (pending != null) {
			pending.clear();
		}
		Long size = size();
		return this.entries.clear() && size != null && size > 0;
	}

	@Override
	public void put(Object key, @Nullable Object value, @Nullable Duration timeToLive, String... tags) {
		this.atomic.put(encoded(key), value, PutOptions.of(timeToLive).withTags(Tags.of(tags)));
	}

	@Override
	public void write(Object key, ContentWriter writer, StreamAttributes attributes) {
		this.atomic.write(encoded(key), writer, attributes, null);
	}

	@Override
	public void write(Object key, ContentWriter writer, StreamAttributes attributes, @Nullable Duration timeToLive,
			String... tags) {
		this.atomic.write(encoded(key), writer, attributes, PutOptions.of(timeToLive).withTags(Tags.of(tags)));
	}

	@Override
	public boolean add(Object key, @Nullable Object value, @Nullable Duration timeToLive, String... tags) {
		return this.atomic.add(encoded(key), value, PutOptions.of(timeToLive).withTags(Tags.of(tags)));
	}

	@Override
	public boolean touch(Object key, @Nullable Duration timeToLive) {
		return this.atomic.touch(encoded(key), timeToLive);
	}

	@Override
	public @Nullable CacheEntry entry(Object key) {
		return this.lookups.counted(this.atomic.entry(encoded(key), key));
	}

	@Override
	public @Nullable ValueWrapper getAndRemove(Object key) {
		return this.lookups.counted(this.atomic.getAndRemove(encoded(key)));
	}

	@Override
	public @Nullable ValueWrapper getAndPut(Object key, @Nullable Object value) {
		return this.lookups.counted(this.atomic.getAndPut(encoded(key), value));
	}

	@Override
	public @Nullable ValueWrapper getAndReplace(Object key, @Nullable Object value) {
		return this.lookups.counted(this.atomic.getAndReplace(encoded(key), value));
	}

	@Override
	public boolean replace(Object key, @Nullable Object value) {
		return this.atomic.replace(encoded(key), value);
	}

	@Override
	public boolean replace(Object key, @Nullable Object expected, @Nullable Object value) {
		return this.atomic.replace(encoded(key), expected, value);
	}

	@Override
	public boolean remove(Object key, @Nullable Object expected) {
		return this.atomic.remove(encoded(key), expected);
	}

	@Override
	public long increment(Object key, long delta, long initial, @Nullable Duration timeToLive) {
		return this.atomic.increment(encoded(key), delta, initial, timeToLive);
	}

	@Override
	public double increment(Object key, double delta, double initial, @Nullable Duration timeToLive) {
		return this.atomic.increment(encoded(key), delta, initial, timeToLive);
	}

	@Override
	public <K> Map<K, @Nullable Object> getAll(Collection<? extends K> keys) {
		Map<K, CacheKey> encoded = new LinkedHashMap<>();
		keys.forEach((key) -> encoded.put(key, encoded(key)));
		Map<K, ValueWrapper> found = this.bulk.find(encoded);
		Map<K, @Nullable Object> values = new LinkedHashMap<>();
		for (K key : encoded.keySet()) {
			ValueWrapper value = this.lookups.counted(found.get(key));
			if (value != null) {
				values.put(key, value.get());
			}
		}
		return Collections.unmodifiableMap(values);
	}

	@Override
	public <K> Map<K, @Nullable Object> getAll(Collection<? extends K> keys, @Nullable EntryPolicy policy,
			Function<? super Set<K>, ? extends Map<K, ? extends @Nullable Object>> loader) {
		Map<K, CacheKey> encoded = new LinkedHashMap<>();
		keys.forEach((key) -> encoded.put(key, encoded(key, policy)));
		PendingChanges pending = pending();
		return (pending != null) ? this.loadedBulk.get(encoded, loader, pending) : this.loadedBulk.get(encoded, loader);
	}

	@Override
	public void putAll(Map<?, ?> entries) {
		putAll(entries, (PutOptions) null);
	}

	@Override
	public void putAll(Map<?, ?> entries, @Nullable Duration timeToLive, String... tags) {
		putAll(entries, PutOptions.of(timeToLive).withTags(Tags.of(tags)));
	}

	private void putAll(Map<?, ?> entries, @Nullable PutOptions put) {
		Map<CacheKey, @Nullable Object> encoded = new LinkedHashMap<>();
		entries.forEach((key, value) -> encoded.put(encoded(key), value));
		this.bulk.put(encoded, put);
	}

	@Override
	public long removeAll(Collection<?> keys) {
		return this.bulk.remove(keys.stream().map(this::encoded).toList());
	}

	@Override
	public Listing<Object> keys() {
		return this.selected.keys(Selection.all());
	}

	@Override
	public Listing<Object> keys(Object prefix) {
		return this.selected.keys(beginningWith(prefix));
	}

	@Override
	public Listing<Object> keysTagged(String tag) {
		return this.selected.keys(Selection.tagged(tag));
	}

	@Override
	public Listing<CacheEntry> entries() {
		return this.selected.entries(Selection.all(), (entry) -> true);
	}

	@Override
	public Listing<CacheEntry> entries(Object prefix) {
		return this.selected.entries(beginningWith(prefix), (entry) -> true);
	}

	@Override
	public Listing<CacheEntry> entriesTagged(String tag) {
		return this.selected.entries(Selection.tagged(tag), (entry) -> entry.tags().names().contains(tag));
	}

	@Override
	public long count(Object prefix) {
		return this.selected.count(beginningWith(prefix));
	}

	@Override
	public long countTagged(String tag) {
		return this.selected.count(Selection.tagged(tag));
	}

	@Override
	public Map<String, Long> tagCounts() {
		return this.selected.tagCounts();
	}

	@Override
	public long removePrefix(Object prefix) {
		return this.store.remove(beginningWith(prefix));
	}

	@Override
	public long removeTagged(String tag) {
		return this.store.remove(Selection.tagged(tag));
	}

	@Override
	public <T extends @Nullable Object> T transact(Store.Work<T> work) {
		return this.store.transact(immediate(work));
	}

	@Override
	public <T extends @Nullable Object> T transact(Duration timeout, Store.Work<T> work) {
		return this.store.transact(timeout, immediate(work));
	}

	/**
	 * Returns a queue whose items are entries of this cache. It is there as soon as it
	 * has items, and there can be many of them.
	 * @param name name of the queue, 1 to {@value CacheQueue#MAX_NAME_LENGTH} bytes in
	 * UTF-8
	 * @return the queue; all that have its name are the same
	 * @throws IllegalArgumentException if the name is {@code null}, empty, too long or
	 * not well-formed
	 * @throws IllegalStateException if the cache has more than one shard, in which there
	 * is no order of all items
	 */
	public CacheQueue queue(String name) {
		Integer shards = this.options.store().shards();
		if (shards == null || shards != 1) {
			throw new IllegalStateException("A queue needs a cache of one shard, and " + getName() + " has " + shards
					+ ": set shards to 1 for it");
		}
		return new CacheQueue(name, this.store, this.keys, this.values, this.options, this.failures);
	}

	/**
	 * Returns a view of this cache for one invocation of a method whose results it has.
	 * What is put under a key that was looked up and missed before is stored only if the
	 * key has not changed since: so a method that began before an evict never undoes it.
	 * @param policy asked before those of the cache for the values that are put by the
	 * view, or {@code null}
	 * @param again how the method is invoked once more where its result
	 * {@linkplain CacheOptions#refresh() is to be computed anew}; {@code null} for never
	 * @return the view, with the same entries
	 */
	public Cache forInvocation(@Nullable EntryPolicy policy, @Nullable Reinvocation again) {
		return CacheView.of(this, policy, this.options.refresh().isEnabled() ? again : null);
	}

	/**
	 * Returns how this cache behaves.
	 * @return its options
	 */
	public CacheOptions options() {
		return this.options;
	}

	/**
	 * Returns what happened to this cache in this process since it was made, or the
	 * statistics were reset. Exact: every call counts, and only once.
	 * @return a snapshot of the counters
	 */
	public CacheStatistics statistics() {
		return this.statistics.ofThisProcess();
	}

	/**
	 * Returns what happened to this cache in all processes and over restarts, since the
	 * statistics were reset. Other processes add what they count once a second and when
	 * they end; what one counted in the second before it was killed is missing.
	 * @return the sums, or {@code null} where they are not
	 * {@linkplain CacheOptions#keepStatistics() kept}, or cannot be told
	 */
	public @Nullable CacheStatistics lastingStatistics() {
		return this.statistics.ofAll();
	}

	/**
	 * Begins to count from 0, those of all processes too if they are kept. What other
	 * processes have counted in the last second they may add after that.
	 * @throws io.diskcache.store.StoreException if those of all processes cannot be
	 * reset; then nothing is
	 */
	public void resetStatistics() {
		this.statistics.reset();
	}

	/**
	 * Removes entries after the commit of the application's transaction, in which nothing
	 * is found any more then; at once where there is none, or the cache is not aware of
	 * it.
	 * @param removal removes some entries of this cache
	 */
	void afterCommit(Runnable removal) {
		PendingChanges pending = pending();
		if (pending != null) {
			pending.remove(removal);
		}
		else {
			removal.run();
		}
	}

	/** Adds what was counted to the statistics of all processes. */
	void flushStatistics() {
		this.statistics.flush();
	}

	private CacheStatistics counted() {
		long fromNear = this.lookups.nearHits();
		return new CacheStatistics(fromNear + this.lookups.diskHits(), fromNear, this.refreshes.staleHits(),
				this.lookups.misses(), this.entries.puts(), this.loaded.counted().count(),
				this.loaded.counted().nanos(), this.loaded.loadTimeouts(), this.refreshes.refreshed(),
				this.refreshes.failures(), this.failures.count());
	}

	/**
	 * Returns what of this cache is held in the heap of this process.
	 * @return a snapshot
	 */
	public NearStatistics near() {
		return this.near.statistics();
	}

	/**
	 * Tells whether the cache's store is open. It is opened when it is first used.
	 * @return whether it is
	 */
	public boolean isOpen() {
		return this.store.isOpen();
	}

	/**
	 * Returns the number of entries, including those that have expired and are not yet
	 * deleted. Costs the same for any number.
	 * @return the number, or {@code null} if it cannot be told
	 */
	public @Nullable Long size() {
		return this.entries.count();
	}

	/**
	 * Returns the space on the disk the entries take.
	 * @return bytes, or {@code null} if they cannot be told
	 */
	public @Nullable Long volume() {
		return this.entries.volume();
	}

	/**
	 * Returns the encoded form of a key, which tells keys apart as {@code equals} does.
	 * @param key the key
	 * @return its encoded form, the same in every process and after every restart
	 */
	public byte[] encodedKey(Object key) {
		return this.keys.encode(key).bytes();
	}

	/**
	 * Finds a value that is a stream of bytes, without making an object of it.
	 * @param <T> what the reader makes
	 * @param encodedKey the {@linkplain #encodedKey encoded form} of the key
	 * @param reader makes the result; called again where the value was replaced before it
	 * could be opened
	 * @return what the reader returned, or {@code null} where there is no such value
	 */
	public <T> @Nullable T read(byte[] encodedKey, StoredValue.Reader<T> reader) {
		T found = this.served.read(Key.of(encodedKey), reader);
		if (found == null) {
			this.lookups.miss();
		}
		return found;
	}

	/**
	 * Finds a value that is a stream of bytes, as
	 * {@link #read(byte[], StoredValue.Reader)} does, after it was loaded and stored
	 * where there was none, as {@link #get(Object, Callable)} does, with two differences:
	 * the loader is called once at most, and who waited for a load of this process that
	 * failed, or whose value could not be stored, does not load but fails likewise.
	 * @param <T> what the reader makes
	 * @param key the key
	 * @param valueLoader loads the value; its failure is counted as one of the cache
	 * @param reader makes the result
	 * @return what the reader returned, or {@code null} where there is no such value
	 * @throws ValueRetrievalException if the loader failed; nothing is stored then
	 * @throws ValueNotStoredException if a value was loaded, but could not be stored
	 */
	public <T> @Nullable T read(Object key, Callable<?> valueLoader, StoredValue.Reader<T> reader) {
		return this.readThrough.read(encoded(key), valueLoader, reader);
	}

	private @Nullable PendingChanges pending() {
		return (this.transactions != null) ? this.transactions.current() : null;
	}

	private <T extends @Nullable Object> Store.Work<T> immediate(Store.Work<T> work) {
		return (this.transactions != null) ? this.transactions.immediately(work) : work;
	}

	private Selection beginningWith(Object prefix) {
		return Selection.prefix(this.keys.prefix(prefix));
	}

	private CacheKey encoded(Object key) {
		return encoded(key, null);
	}

	/** A key whose values are stored under the terms of a policy, if it has some. */
	CacheKey encoded(Object key, @Nullable EntryPolicy policy) {
		return CacheKey.of(key, this.keys, policy);
	}

}
