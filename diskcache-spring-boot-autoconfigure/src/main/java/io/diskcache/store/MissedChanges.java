package io.diskcache.store;

import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Keys that were to be changed while there was no store to do it: what it has under them
 * is out of date. Not thread-safe.
 */
final class MissedChanges {

	/** Keys remembered at most; with more of them all entries count as out of date. */
	private static final int MOST = 1 << 16;

	private final Set<Key> keys = new HashSet<>();

	private boolean all;

	/** Adds a key, or all where it is missing. */
	void add(@Nullable Key key) {
		if (key != null && !this.all) {
			this.keys.add(key);
		}
		if (key == null || this.keys.size() > MOST) {
			this.all = true;
			this.keys.clear();
		}
	}

	boolean isEmpty() {
		return !this.all && this.keys.isEmpty();
	}

	boolean contains(Key key) {
		return this.all || this.keys.contains(key);
	}

	/** Returns what there is, and forgets it. */
	MissedChanges drain() {
		var drained = new MissedChanges();
		drained.all = this.all;
		drained.keys.addAll(this.keys);
		this.all = false;
		this.keys.clear();
		return drained;
	}

	/** Removes what is out of date. */
	void removeFrom(Store store) {
		if (this.all) {
			store.clear();
		}
		this.keys.forEach(store::remove);
	}

}
