package io.diskcache.store;

import java.util.HashMap;
import java.util.Map;

/**
 * The fences of a bulk put, which is made in parts. All are compared before the first
 * part writes anything; from then on what the put itself changes, also by evictions, is
 * no change by others. Used by one thread.
 */
final class BulkFences {

	private final Stripes stripes;

	private final long store;

	private final Map<Key, Fenced> all = new HashMap<>();

	/**
	 * The last change of each stripe that is known to be none by others since the fences
	 * were taken; a stripe that others changed is not here any more.
	 */
	private final Map<Integer, Long> known = new HashMap<>();

	private boolean compared;

	/**
	 * Makes those of one bulk put.
	 * @param store tells the store whose fences can hold
	 */
	BulkFences(Stripes stripes, long store) {
		this.stripes = stripes;
		this.store = store;
	}

	/** Adds the fence of a key. */
	void add(Key key, int stripe, Fence fence) {
		if (fence.store() == this.store) {
			this.all.put(key, new Fenced(stripe, fence));
		}
	}

	/** Begins a part: compares all fences unless an earlier part did. */
	void begin(Transaction transaction) {
		if (!this.compared) {
			this.compared = true;
			this.all.values().removeIf((fenced) -> !transaction.holds(fenced.stripe(), fenced.fence()));
			this.all.values().forEach((fenced) -> this.known.put(fenced.stripe(), fenced.fence().begun()));
		}
		transaction.watch((stripe) -> touching(transaction, stripe));
	}

	/** Whether nobody else has changed a key since its fence was taken. */
	boolean hold(Transaction transaction, Key key) {
		Fenced fenced = this.all.get(key);
		Long begun = (fenced != null) ? this.known.get(fenced.stripe()) : null;
		return fenced != null && begun != null && transaction.holds(fenced.stripe(), fenced.fence().after(begun));
	}

	/** What others changed must not be hidden by what this put changes. */
	private void touching(Transaction transaction, int stripe) {
		this.known.computeIfPresent(stripe,
				(same, begun) -> (this.stripes.begun(stripe) == begun) ? transaction.number() : null);
	}

	/**
	 * The fence of a key.
	 *
	 * @param stripe the key's
	 */
	private record Fenced(int stripe, Fence fence) {
	}

}
