package io.diskcache.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.diskcache.cache.ChangeLog.Change;
import io.diskcache.cache.ChangeLog.Reach;
import io.diskcache.cache.DeferredPuts.Fenced;

/**
 * Makes the changes of a transaction that has committed. What is put while fences hold
 * comes first, and in one go, as far as the order of changes does not matter: else one
 * such put, or a removal, would look like a change of the keys of all others that share
 * its stripe. Used by one thread.
 */
final class CommittedChanges {

	private final DeferredPuts puts;

	private final Consumer<Runnable> attempt;

	private final List<Fenced> together = new ArrayList<>();

	private final List<Runnable> others = new ArrayList<>();

	/**
	 * Makes those of one transaction.
	 * @param attempt does work that may fail
	 */
	CommittedChanges(DeferredPuts puts, Consumer<Runnable> attempt) {
		this.puts = puts;
		this.attempt = attempt;
	}

	void make(List<Change> changes) {
		for (Change change : changes) {
			Fenced put = change.put();
			if (put != null) {
				this.together.add(put);
			}
			this.others.add(change.committed());
			if (change.reach() == Reach.ALL) {
				makeCollected();
			}
		}
		makeCollected();
	}

	private void makeCollected() {
		this.attempt.accept(() -> this.puts.storeAll(this.together));
		this.others.forEach(this.attempt);
		this.together.clear();
		this.others.clear();
	}

}
