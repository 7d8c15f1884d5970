package io.diskcache.cache;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.core.Ordered;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import io.diskcache.cache.ChangeLog.Change;
import io.diskcache.cache.ChangeLog.Reach;
import io.diskcache.cache.DeferredPuts.Fenced;
import io.diskcache.cache.DeferredPuts.Frozen;
import io.diskcache.store.Fence;
import io.diskcache.store.Store;

/**
 * The changes of one cache that wait for the commit of one transaction of the
 * application, and what that transaction finds in the cache meanwhile: nothing under the
 * keys it has changed.
 * <p>
 * What a transaction computes may be of data that others have changed by the time it
 * commits. So the state of a key is marked when it is first missed, and what is then put
 * is stored only while that holds. All of the calling thread's, but {@link #loaded} may
 * be called by any thread.
 */
final class PendingChanges implements TransactionSynchronization {

	private static final Logger logger = LoggerFactory.getLogger(PendingChanges.class);

	private final Object resource;

	private final CacheEntries entries;

	private final DeferredPuts puts;

	private final Failures failures;

	/** Guarded by this, as is what follows. */
	private final ChangeLog log = new ChangeLog();

	/** The keys that were missed, and what was known of them at the first miss. */
	private final Map<Object, Miss> misses = new HashMap<>();

	private State state = State.OPEN;

	private boolean paused;

	/**
	 * Makes the changes of a transaction that has just begun for this cache.
	 * @param resource what they are bound to the transaction by
	 */
	PendingChanges(Object resource, CacheEntries entries, DeferredPuts puts, Failures failures) {
		this.resource = resource;
		this.entries = entries;
		this.puts = puts;
		this.failures = failures;
	}

	/** Whether changes still wait for the end of the transaction. */
	synchronized boolean isOpen() {
		return this.state == State.OPEN;
	}

	/** Whether changes take effect at once for the moment. */
	boolean isPaused() {
		return this.paused;
	}

	/** Does work whose changes take effect at once. */
	<T extends @Nullable Object> T paused(Store.Work<T> work) {
		this.paused = true;
		try {
			return work.run();
		}
		finally {
			this.paused = false;
		}
	}

	/** Whether what the cache holds under a key is not what this transaction may find. */
	synchronized boolean isChanged(CacheKey key) {
		return this.log.isChanged(key.near());
	}

	/**
	 * Finds what this transaction has not changed, and marks the state of what it misses.
	 */
	@Nullable ValueWrapper find(CacheKey key) {
		ValueWrapper found = isChanged(key) ? null : this.entries.find(key);
		if (found == null) {
			missed(key);
		}
		return found;
	}

	/**
	 * Marks the state of a key that was missed, before its value is computed.
	 * @return the mark, for {@link #loaded}
	 */
	Miss missed(CacheKey key) {
		Miss earlier = miss(key);
		if (earlier != null && earlier != Miss.OF_UNKNOWN_STATE) {
			return earlier;
		}
		Fence fence = this.entries.fence(key);
		return mark(key, (fence != null) ? new Miss(fence) : Miss.OF_UNKNOWN_STATE);
	}

	/** Stores a value after the commit: as it is now. */
	void put(CacheKey key, @Nullable Object value) {
		key.encoded();
		Frozen frozen = null;
		try {
			frozen = this.puts.freeze(key, value);
		}
		finally {
			if (frozen == null) {
				evict(key);
			}
		}
		if (frozen != null) {
			put(key, frozen);
		}
	}

	private synchronized void put(CacheKey key, Frozen value) {
		Miss miss = this.misses.get(key.near());
		Runnable remove = () -> this.entries.remove(key);
		if (miss == null) {
			this.log.add(new Change(key.near(), Reach.KEY, () -> this.puts.store(key, value), remove, null));
			return;
		}
		Fence fence = miss.fence;
		this.log.add((fence != null) ? Change.put(Reach.KEY, new Fenced(key, value, fence, true), remove)
				: new Change(key.near(), Reach.KEY, () -> this.puts.removeUnlessSame(key, value), remove, null));
	}

	/**
	 * Stores a value that was loaded after the commit, unless its key has changed since
	 * it was missed; at once if the commit was before. Called by any thread.
	 * @param miss the mark of before it was loaded
	 */
	void loaded(CacheKey key, @Nullable Object value, Miss miss) {
		Frozen frozen = this.puts.freezeLoaded(key, value);
		Runnable late = (frozen != null) ? loaded(key, frozen, miss) : null;
		if (late != null) {
			attempt(late);
		}
	}

	private synchronized @Nullable Runnable loaded(CacheKey key, Frozen value, Miss miss) {
		Fence fence = miss.fence;
		if (fence == null || this.misses.get(key.near()) != miss) {
			return null;
		}
		if (this.state == State.OPEN) {
			// What it takes the place of in the log may have been a removal.
			boolean changed = this.log.isChangedByItself(key.near());
			this.log.add(Change.put(changed ? Reach.KEY : Reach.NOTHING, new Fenced(key, value, fence, changed),
					changed ? () -> this.entries.remove(key) : () -> {
					}));
			return null;
		}
		return (this.state == State.COMMITTED) ? () -> this.puts.storeUnchanged(key, value, fence) : null;
	}

	/**
	 * Stores a value at once, unless there is one that this transaction may find: of what
	 * it has changed, what is still there goes at once, too.
	 */
	@Nullable ValueWrapper putIfAbsent(CacheKey key, @Nullable Object value) {
		if (isChanged(key)) {
			this.entries.remove(key);
		}
		return this.entries.putIfAbsent(key, value);
	}

	/** Removes an entry after the commit. */
	synchronized void evict(CacheKey key) {
		key.encoded();
		this.log.add(Change.removal(key.near(), Reach.KEY, () -> this.entries.remove(key)));
		// What was missed before may have been computed of what is no more.
		this.misses.replace(key.near(), Miss.OF_UNKNOWN_STATE);
	}

	/** Removes all entries after the commit. */
	synchronized void clear() {
		changeAll(this.entries::clear);
	}

	/**
	 * Removes entries after the commit.
	 * @param removal removes some, whichever they are
	 */
	synchronized void remove(Runnable removal) {
		changeAll(() -> removeSome(removal));
	}

	/**
	 * Before everything else, so that nobody who is told of the commit finds what was.
	 */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void suspend() {
		TransactionSynchronizationManager.unbindResourceIfPossible(this.resource);
	}

	@Override
	public void resume() {
		TransactionSynchronizationManager.bindResource(this.resource, this);
	}

	@Override
	public synchronized void savepoint(Object savepoint) {
		this.log.savepoint(savepoint);
	}

	@Override
	public synchronized void savepointRollback(Object savepoint) {
		this.log.rollback(savepoint);
		// Nobody knows which of them were computed of what was rolled back.
		forgetMisses();
	}

	@Override
	public void afterCommit() {
		end(State.COMMITTED);
	}

	/** Also of a cache that was first used after the commit, by others who were told. */
	@Override
	public void afterCompletion(int status) {
		TransactionSynchronizationManager.unbindResourceIfPossible(this.resource);
		end(switch (status) {
			case STATUS_COMMITTED -> State.COMMITTED;
			case STATUS_ROLLED_BACK -> State.ROLLED_BACK;
			default -> State.UNKNOWN;
		});
	}

	private void end(State end) {
		List<Change> changes;
		synchronized (this) {
			if (this.state != State.OPEN) {
				return;
			}
			this.state = end;
			changes = (end != State.ROLLED_BACK) ? this.log.take() : List.of();
		}
		if (end == State.COMMITTED) {
			new CommittedChanges(this.puts, this::attempt).make(changes);
		}
		else {
			changes.forEach((change) -> attempt(change.unknown()));
		}
	}

	/** The transaction is over, and nobody is left to be told of a failure. */
	private void attempt(Runnable work) {
		try {
			work.run();
		}
		catch (RuntimeException ex) {
			logger.debug("A change after a commit failed, which was counted", ex);
		}
	}

	private void removeSome(Runnable removal) {
		try {
			removal.run();
		}
		catch (RuntimeException ex) {
			this.failures.failed("remove entries", ex);
		}
	}

	private void changeAll(Runnable removal) {
		this.log.add(Change.removal(new Object(), Reach.ALL, removal));
		forgetMisses();
	}

	private void forgetMisses() {
		this.misses.replaceAll((key, miss) -> Miss.OF_UNKNOWN_STATE);
	}

	private synchronized @Nullable Miss miss(CacheKey key) {
		return this.misses.get(key.near());
	}

	private synchronized Miss mark(CacheKey key, Miss miss) {
		this.misses.put(key.near(), miss);
		return miss;
	}

	/** A key was missed; told from others by its identity. */
	static final class Miss {

		/** Also of what this transaction has changed since. */
		private static final Miss OF_UNKNOWN_STATE = new Miss(null);

		private final @Nullable Fence fence;

		private Miss(@Nullable Fence fence) {
			this.fence = fence;
		}

	}

	private enum State {

		OPEN, COMMITTED, ROLLED_BACK, UNKNOWN

	}

}
