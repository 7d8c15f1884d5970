package io.diskcache.store;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link StoreDirectory} gives out: the store of a name, whichever files it has at
 * the moment. After closing nothing is found and nothing is stored.
 */
final class ReopeningStore implements Store {

	private final StoreHolder holder;

	private final Counters counters;

	/** The store whose transaction the thread is in: it ends where it began. */
	@SuppressWarnings("ThreadLocalUsage") // Of this store, and removed each time.
	private final ThreadLocal<OpenStore> within = new ThreadLocal<>();

	ReopeningStore(StoreHolder holder, Counters counters) {
		this.holder = holder;
		this.counters = counters;
	}

	StoreHolder holder() {
		return this.holder;
	}

	@Override
	public <T> Read<T> read(Key key, EntryReader<T> reader) {
		return run(store(), Read.ofNothing(),
				(store) -> isHidden(store, key) ? Read.ofNothing() : store.read(key, reader));
	}

	@Override
	public <T> @Nullable T readStale(Key key, Duration since, EntryReader<T> reader) {
		OpenStore store = store();
		return (store == null) ? null
				: run(store, (open) -> isHidden(open, key) ? null : open.readStale(key, since, reader));
	}

	@Override
	public boolean contains(Key key) {
		return run(store(), false, (store) -> !isHidden(store, key) && store.contains(key));
	}

	@Override
	public @Nullable Stamp write(Key key, Content content, PutOptions options) {
		OpenStore store = options.isUnconditional() ? storeForPut(key) : store();
		try {
			return (store != null) ? store.write(key, content, options) : null;
		}
		catch (InternalError ex) {
			throw store.faulted(ex);
		}
	}

	@Override
	public Set<Key> writeAll(Map<Key, Content> contents, Function<Key, PutOptions> options) {
		return run(
				storeForAll(contents.keySet(),
						(key) -> options.apply(key).isUnconditional() ? storeForPut(key) : store()),
				contents.keySet(), (store) -> store.writeAll(contents, options));
	}

	@Override
	public <T> Map<Key, Read<T>> readAll(Collection<Key> keys, EntryReader<T> reader) {
		return run(store(), Map.of(),
				(store) -> store.readAll(keys.stream().filter((key) -> !isHidden(store, key)).toList(), reader));
	}

	@Override
	public long removeAll(Collection<Key> keys) {
		return run(storeForAll(keys, this::storeForChange), 0L, (store) -> store.removeAll(keys));
	}

	@Override
	public boolean touch(Key key, @Nullable Duration timeToLive) {
		return run(store(), false, (store) -> !isHidden(store, key) && store.touch(key, timeToLive));
	}

	@Override
	public boolean remove(Key key) {
		return run(storeForChange(key), false, (store) -> store.remove(key));
	}

	@Override
	public void clear() {
		run(storeForChange(null), true, (store) -> {
			store.clear();
			return true;
		});
	}

	@Override
	public <T extends @Nullable Object> T transact(Work<T> work) {
		return inTransaction((store) -> store.transact(work));
	}

	@Override
	public <T extends @Nullable Object> T transact(Duration timeout, Work<T> work) {
		StoreOptions.requireTimeout(timeout);
		return inTransaction((store) -> store.transact(timeout, work));
	}

	@Override
	public <T extends @Nullable Object> T transact(Key key, Work<T> work) {
		return inTransaction((store) -> store.transact(key, work));
	}

	private <T extends @Nullable Object> T inTransaction(Function<OpenStore, T> transaction) {
		OpenStore store = store();
		if (store == null) {
			throw new StoreException("A transaction cannot begin: the store was closed", null);
		}
		if (this.within.get() != null) {
			return transaction.apply(store);
		}
		this.within.set(store);
		try {
			return transaction.apply(store);
		}
		catch (InternalError ex) {
			throw store.faulted(ex);
		}
		finally {
			this.within.remove();
		}
	}

	@Override
	public @Nullable LoadLock tryLoad(Key key) {
		OpenStore store = store();
		return (store != null) ? store.tryLoad(key) : LoadLock.NONE;
	}

	@Override
	public Fence fence(Key key) {
		return run(store(), Fence.NEVER, (store) -> store.fence(key));
	}

	@Override
	public Page<Entry> entries(Selection selection, Page.@Nullable Mark after, int limit) {
		return run(store(), Page.empty(),
				(store) -> visible(store, after, (mark) -> store.entries(selection, mark, limit), Entry::key));
	}

	@Override
	public Page<Key> keys(Selection selection, Page.@Nullable Mark after, int limit) {
		return run(store(), Page.empty(),
				(store) -> visible(store, after, (mark) -> store.keys(selection, mark, limit), Function.identity()));
	}

	@Override
	public List<String> tags(@Nullable String after, int limit) {
		return run(store(), List.of(), (store) -> store.tags(after, limit));
	}

	@Override
	public <T> @Nullable T first(Selection selection, EntryReader<T> reader) {
		OpenStore store = store();
		return (store == null) ? null : run(store,
				(open) -> open.first(selection, (entry) -> isHidden(open, entry.key()) ? null : reader.read(entry)));
	}

	@Override
	public <T> @Nullable T takeFirst(Selection selection, EntryReader<T> reader) {
		OpenStore store = store();
		return (store == null) ? null : run(store, (open) -> open.takeFirst(selection, reader));
	}

	@Override
	public long count(Selection selection) {
		return run(store(), 0L, (store) -> store.count(selection));
	}

	@Override
	public long remove(Selection selection) {
		return run(storeForChange(null), 0L, (store) -> store.remove(selection));
	}

	@Override
	public void addTallies(Map<String, Long> deltas) {
		run(store(), true, (store) -> {
			store.addTallies(deltas);
			return true;
		});
	}

	@Override
	public Map<String, Long> tallies() {
		return run(store(), Map.of(), OpenStore::tallies);
	}

	@Override
	public void resetTallies() {
		run(store(), true, (store) -> {
			store.resetTallies();
			return true;
		});
	}

	@Override
	public long count() {
		return run(store(), 0L, OpenStore::count);
	}

	@Override
	public long volume() {
		return run(store(), 0L, OpenStore::volume);
	}

	@Override
	public List<Problem> check(boolean fix) {
		return run(store(), List.of(), (store) -> store.check(fix));
	}

	@Override
	public boolean isOpen() {
		OpenStore present = this.holder.present();
		return present != null && present.isOpen();
	}

	@Override
	public StoreStatistics statistics() {
		return this.counters.snapshot();
	}

	@Override
	public long walBytes() {
		return run(this.holder.present(), 0L, OpenStore::walBytes);
	}

	@Override
	public StoreCondition condition() {
		return this.holder.condition();
	}

	private @Nullable OpenStore store() {
		OpenStore own = this.within.get();
		return (own != null) ? own : this.holder.get();
	}

	private @Nullable OpenStore storeForChange(@Nullable Key key) {
		OpenStore own = this.within.get();
		return (own != null) ? own : this.holder.getForChange(key);
	}

	/*
	 * A put of an absent key that is refused leaves nothing behind that is out of date.
	 */
	private @Nullable OpenStore storeForPut(Key key) {
		OpenStore present = this.holder.present();
		if (present != null && !present.isWritable() && isAbsent(present, key)) {
			present.requireWritable();
		}
		return storeForChange(key);
	}

	/** Each key has to be remembered, should none of them be changed. */
	private static @Nullable OpenStore storeForAll(Collection<Key> keys, Function<Key, @Nullable OpenStore> each) {
		OpenStore store = null;
		StoreException failure = null;
		for (Key key : keys) {
			try {
				store = each.apply(key);
			}
			catch (StoreException ex) {
				failure = ex;
			}
		}
		// One that came late has forgotten the keys that were remembered until then.
		if (store == null && failure != null) {
			throw failure;
		}
		return store;
	}

	private static boolean isAbsent(OpenStore store, Key key) {
		try {
			return run(store, false, (open) -> !open.contains(key) && open.isOpen());
		}
		catch (StoreException ex) {
			return false;
		}
	}

	/** Whether an entry was to be changed that cannot be. */
	private boolean isHidden(OpenStore store, Key key) {
		return !store.isWritable() && this.holder.isMissed(key);
	}

	/** The next page that has something to show, or the last one. */
	private <T> Page<T> visible(OpenStore store, Page.@Nullable Mark after,
			Function<Page.@Nullable Mark, Page<T>> pages, Function<T, Key> key) {
		Page<T> page = pages.apply(after);
		while (!store.isWritable()) {
			List<T> shown = page.content().stream().filter((each) -> !isHidden(store, key.apply(each))).toList();
			Page.Mark next = page.next();
			if (!shown.isEmpty() || next == null) {
				return new Page<>(shown, next);
			}
			page = pages.apply(next);
		}
		return page;
	}

	private static <T extends @Nullable Object> T run(@Nullable OpenStore store, T otherwise,
			Function<OpenStore, T> operation) {
		return (store != null) ? run(store, operation) : otherwise;
	}

	private static <T extends @Nullable Object> T run(OpenStore store, Function<OpenStore, T> operation) {
		try {
			return operation.apply(store);
		}
		catch (InternalError ex) {
			throw store.faulted(ex);
		}
	}

}
