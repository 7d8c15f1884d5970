package io.diskcache.cache;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Changes that wait, in their order, and which keys they are of. Can go back to a
 * savepoint. Not thread-safe.
 */
final class ChangeLog {

	/** Nothing in the place of what a later change of the same key has made needless. */
	private final List<@Nullable Change> changes = new ArrayList<>();

	/** How many changes there were at each. */
	private final IdentityHashMap<Object, Integer> savepoints = new IdentityHashMap<>();

	/** The places of the last changes. */
	private final Map<Object, Integer> places = new HashMap<>();

	private final Set<Object> keys = new HashSet<>();

	private int sinceSavepoint;

	private boolean all;

	void add(Change change) {
		Integer former = this.places.put(change.id(), this.changes.size());
		if (former != null && former >= this.sinceSavepoint) {
			this.changes.set(former, null);
		}
		this.changes.add(change);
		read(change);
	}

	/** Whether what is under a key is not what it will be. */
	boolean isChanged(Object key) {
		return this.all || isChangedByItself(key);
	}

	/** Whether there is a change of this very key. */
	boolean isChangedByItself(Object key) {
		return this.keys.contains(key);
	}

	void savepoint(Object savepoint) {
		this.sinceSavepoint = this.changes.size();
		this.savepoints.put(savepoint, this.sinceSavepoint);
	}

	/**
	 * Forgets what came after a savepoint: one that is not known was there before the
	 * first change.
	 */
	void rollback(Object savepoint) {
		int size = this.savepoints.getOrDefault(savepoint, 0);
		this.changes.subList(size, this.changes.size()).clear();
		this.keys.clear();
		this.all = false;
		this.places.clear();
		// What is left in its place is older than a savepoint, and stays there.
		this.changes.forEach((change) -> {
			if (change != null) {
				read(change);
			}
		});
	}

	/** Takes the last change of each key, and those of many, in their order. */
	List<Change> take() {
		Map<Object, Change> last = new LinkedHashMap<>();
		for (Change change : this.changes) {
			if (change != null) {
				last.remove(change.id());
				last.put(change.id(), change);
			}
		}
		this.changes.clear();
		return List.copyOf(last.values());
	}

	private void read(Change change) {
		switch (change.reach()) {
			case KEY -> this.keys.add(change.id());
			case ALL -> this.all = true;
			case NOTHING -> {
			}
		}
	}

	/** What is not to be found any more in the cache as it is. */
	enum Reach {

		/** All that is there may be found, as it was only missed. */
		NOTHING,

		/** What is under the key of the change. */
		KEY,

		/** Anything: all entries are changed, or nobody knows which. */
		ALL

	}

	/**
	 * A change that waits.
	 *
	 * @param id its key, or something unique if it is not of one key
	 * @param committed what is done after the commit, besides a put
	 * @param unknown what is done if it cannot be told whether there was one
	 * @param put what is stored after the commit while its fence holds, or {@code null}
	 */
	record Change(Object id, Reach reach, Runnable committed, Runnable unknown, DeferredPuts.@Nullable Fenced put) {

		static Change put(Reach reach, DeferredPuts.Fenced put, Runnable unknown) {
			return new Change(put.key().near(), reach, () -> {
			}, unknown, put);
		}

		/** One that can do no harm. */
		static Change removal(Object id, Reach reach, Runnable removal) {
			return new Change(id, reach, removal, removal, null);
		}

	}

}
