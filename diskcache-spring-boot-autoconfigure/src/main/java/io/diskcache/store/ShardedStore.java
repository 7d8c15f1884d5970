package io.diskcache.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

/**
 * A store of several shards, each of which is a store of its own for the keys whose hash
 * chooses it. What concerns one key is done by its shard; what concerns several is done
 * in one shard after the other, and goes on in the others should one of them fail.
 * Thread-safe.
 */
final class ShardedStore implements OpenStore {

	private final List<SqliteStore> shards;

	private final SipHash hashKey;

	private final Counters counters;

	/** Closed after the shards. */
	private final AutoCloseable rest;

	private ShardedStore(List<SqliteStore> shards, SipHash hashKey, Counters counters, AutoCloseable rest) {
		this.shards = shards;
		this.hashKey = hashKey;
		this.counters = counters;
		this.rest = rest;
	}

	/** Makes a store of files that are open. */
	static OpenStore of(Shards files, StoreOptions options, Commons commons, Counters counters, Runnable onLoss) {
		var group = new ShardGroup(commons.budget(), files.directory(), options);
		List<SqliteStore> shards = new ArrayList<>();
		boolean alone = files.all().size() == 1;
		AutoCloseable all = () -> Closing.all(List.of(group, files));
		boolean made = false;
		try {
			for (Shard shard : files.all()) {
				shards.add(new SqliteStore(shard, group, alone ? all : shard, options, commons, counters, onLoss));
			}
			made = true;
		}
		finally {
			if (!made) {
				Closing.all(shards, all);
			}
		}
		return alone ? shards.get(0) : new ShardedStore(List.copyOf(shards), files.all().get(0).schema().hashKey(),
				counters, () -> Closing.all(List.of(group, files.loads(), files.locks())));
	}

	private SqliteStore of(Key key) {
		return this.shards.get(Shards.of(this.hashKey.hash(key.raw()), this.shards.size()));
	}

	@Override
	public <T> Read<T> read(Key key, EntryReader<T> reader) {
		return of(key).read(key, reader);
	}

	@Override
	public <T> @Nullable T readStale(Key key, Duration since, EntryReader<T> reader) {
		return of(key).readStale(key, since, reader);
	}

	@Override
	public boolean contains(Key key) {
		return of(key).contains(key);
	}

	@Override
	public @Nullable Stamp write(Key key, Content content, PutOptions options) {
		return of(key).write(key, content, options);
	}

	@Override
	public @Nullable LoadLock tryLoad(Key key) {
		return of(key).tryLoad(key);
	}

	@Override
	public Set<Key> writeAll(Map<Key, Content> contents, Function<Key, PutOptions> options) {
		Set<Key> unstored = new HashSet<>();
		Map<SqliteStore, List<Map.Entry<Key, Content>>> parts = byShard(contents.entrySet(), Map.Entry::getKey);
		inTurn(parts.keySet(), (store) -> {
			Map<Key, Content> part = new LinkedHashMap<>();
			parts.getOrDefault(store, List.of()).forEach((each) -> part.put(each.getKey(), each.getValue()));
			unstored.addAll(store.writeAll(part, options));
		});
		return unstored;
	}

	@Override
	public <T> Map<Key, Read<T>> readAll(Collection<Key> keys, EntryReader<T> reader) {
		Map<Key, Read<T>> found = new HashMap<>();
		byShard(keys, Function.identity()).forEach((store, part) -> found.putAll(store.readAll(part, reader)));
		Map<Key, Read<T>> read = new LinkedHashMap<>();
		for (Key key : keys) {
			Read<T> each = found.get(key);
			if (each != null) {
				read.put(key, each);
			}
		}
		return read;
	}

	@Override
	public long removeAll(Collection<Key> keys) {
		Map<SqliteStore, List<Key>> parts = byShard(keys, Function.identity());
		return sum(parts.keySet(), (store) -> store.removeAll(parts.getOrDefault(store, List.of())));
	}

	private <T> Map<SqliteStore, List<T>> byShard(Collection<T> all, Function<T, Key> key) {
		Map<SqliteStore, List<T>> parts = new LinkedHashMap<>();
		all.forEach((each) -> parts.computeIfAbsent(of(key.apply(each)), (store) -> new ArrayList<>()).add(each));
		return parts;
	}

	@Override
	public boolean touch(Key key, @Nullable Duration timeToLive) {
		return of(key).touch(key, timeToLive);
	}

	@Override
	public boolean remove(Key key) {
		return of(key).remove(key);
	}

	@Override
	public void clear() {
		inTurn(this.shards, SqliteStore::clear);
	}

	@Override
	public <T extends @Nullable Object> T transact(Work<T> work) {
		throw oneShardNeeded();
	}

	@Override
	public <T extends @Nullable Object> T transact(Duration timeout, Work<T> work) {
		throw oneShardNeeded();
	}

	@Override
	public <T extends @Nullable Object> T transact(Key key, Work<T> work) {
		return of(key).transact(work);
	}

	@Override
	public Fence fence(Key key) {
		return of(key).fence(key);
	}

	@Override
	public Page<Entry> entries(Selection selection, Page.@Nullable Mark after, int limit) {
		return page(selection, after, (store, mark) -> store.entries(selection, mark, limit));
	}

	@Override
	public Page<Key> keys(Selection selection, Page.@Nullable Mark after, int limit) {
		return page(selection, after, (store, mark) -> store.keys(selection, mark, limit));
	}

	/** All places are marked at the beginning: what is stored later is not met. */
	private <T> Page<T> page(Selection selection, Page.@Nullable Mark after,
			BiFunction<SqliteStore, Page.Mark, Page<T>> pages) {
		SortedMap<Integer, Page.Mark> places = (after != null) ? new TreeMap<>(after.shards()) : starts(selection);
		List<T> content = List.of();
		while (!places.isEmpty() && content.isEmpty()) {
			int number = places.firstKey();
			Page<T> page = pages.apply(this.shards.get(number), places.get(number));
			content = page.content();
			Page.Mark next = page.next();
			if (next != null) {
				places.put(number, next);
			}
			else {
				places.remove(number);
			}
		}
		return new Page<>(content, places.isEmpty() ? null : Page.Mark.in(places));
	}

	private SortedMap<Integer, Page.Mark> starts(Selection selection) {
		SortedMap<Integer, Page.Mark> starts = new TreeMap<>();
		for (int number = 0; number < this.shards.size(); number++) {
			Page.Mark start = this.shards.get(number).start(selection);
			if (start != null) {
				starts.put(number, start);
			}
		}
		return starts;
	}

	@Override
	public List<String> tags(@Nullable String after, int limit) {
		Set<String> tags = new TreeSet<>(Tags.ORDER);
		this.shards.forEach((store) -> tags.addAll(store.tags(after, limit)));
		return tags.stream().limit(limit).toList();
	}

	@Override
	public <T> @Nullable T first(Selection selection, EntryReader<T> reader) {
		return firstOf((store) -> store.first(selection, reader));
	}

	@Override
	public <T> @Nullable T takeFirst(Selection selection, EntryReader<T> reader) {
		return firstOf((store) -> store.takeFirst(selection, reader));
	}

	private <T> @Nullable T firstOf(Function<SqliteStore, @Nullable T> operation) {
		for (SqliteStore store : this.shards) {
			T found = operation.apply(store);
			if (found != null) {
				return found;
			}
		}
		return null;
	}

	@Override
	public long count(Selection selection) {
		return sum(this.shards, (store) -> store.count(selection));
	}

	@Override
	public long remove(Selection selection) {
		return sum(this.shards, (store) -> store.remove(selection));
	}

	/* All in the first shard. */
	@Override
	public void addTallies(Map<String, Long> deltas) {
		this.shards.get(0).addTallies(deltas);
	}

	@Override
	public Map<String, Long> tallies() {
		return this.shards.get(0).tallies();
	}

	@Override
	public void resetTallies() {
		this.shards.get(0).resetTallies();
	}

	@Override
	public long count() {
		return sum(this.shards, SqliteStore::count);
	}

	@Override
	public long volume() {
		return sum(this.shards, SqliteStore::volume);
	}

	@Override
	public List<Problem> check(boolean fix) {
		List<Problem> problems = new ArrayList<>();
		for (int number = 0; number < this.shards.size(); number++) {
			String prefix = "shard " + number + ": ";
			this.shards.get(number)
				.check(fix)
				.forEach((problem) -> problems.add(new Problem(problem.kind(), prefix + problem.detail())));
		}
		return problems;
	}

	@Override
	public boolean isOpen() {
		return this.shards.stream().allMatch(SqliteStore::isOpen);
	}

	@Override
	public StoreStatistics statistics() {
		return this.counters.snapshot();
	}

	@Override
	public long walBytes() {
		return sum(this.shards, SqliteStore::walBytes);
	}

	@Override
	public StoreCondition condition() {
		return this.shards.stream().map(SqliteStore::condition).reduce(StoreCondition.WELL, StoreCondition::or);
	}

	@Override
	public void reconfigure(StoreOptions options) {
		this.shards.forEach((store) -> store.reconfigure(options));
	}

	@Override
	public @Nullable Loss loss() {
		return firstOf(SqliteStore::loss);
	}

	@Override
	public boolean isWritable() {
		return this.shards.stream().allMatch(SqliteStore::isWritable);
	}

	@Override
	public void requireWritable() {
		this.shards.forEach(SqliteStore::requireWritable);
	}

	@Override
	public StoreException faulted(InternalError ex) {
		return this.shards.get(0).faulted(ex);
	}

	@Override
	public void close() {
		Closing.all(this.shards, this.rest);
	}

	private static long sum(Collection<SqliteStore> stores, ToLongFunction<SqliteStore> operation) {
		long[] sum = { 0 };
		inTurn(stores, (store) -> sum[0] += operation.applyAsLong(store));
		return sum[0];
	}

	/* What fails in one is all the same done in the others: so it is with removals. */
	private static void inTurn(Collection<SqliteStore> stores, Consumer<SqliteStore> operation) {
		StoreException failure = null;
		for (SqliteStore store : stores) {
			try {
				operation.accept(store);
			}
			catch (StoreException ex) {
				failure = (failure != null) ? failure : ex;
			}
			catch (InternalError ex) {
				failure = (failure != null) ? failure : store.faulted(ex);
			}
		}
		if (failure != null) {
			throw failure;
		}
	}

	private IllegalStateException oneShardNeeded() {
		return new IllegalStateException("A transaction needs a store of one shard, and this one has "
				+ this.shards.size() + ": set shards to 1 for this cache");
	}

}
