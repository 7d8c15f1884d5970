package io.diskcache.cache;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.diskcache.store.Fence;

/**
 * A key that was not found by one who computes its value then. Immutable.
 *
 * @param key the key
 * @param fence the state it was in; holds in no store if that is not known
 * @param begin when that was, in {@link System#nanoTime()}
 * @param pending the changes of the transaction it was looked up in, or {@code null}
 * @param mark what they marked, or {@code null} without a transaction
 */
record MissedKey(CacheKey key, Fence fence, long begin, @Nullable PendingChanges pending,
		PendingChanges.@Nullable Miss mark) {

	/** Makes one of a lookup outside of transactions. */
	static MissedKey of(CacheKey key, @Nullable Fence fence) {
		return new MissedKey(key, (fence != null) ? fence : Fence.NEVER, System.nanoTime(), null, null);
	}

	/** Makes one of a lookup within a transaction. */
	static MissedKey within(PendingChanges pending, CacheKey key) {
		return new MissedKey(key, Fence.NEVER, System.nanoTime(), pending, pending.missed(key));
	}

	boolean isOf(CacheKey other) {
		return this.key.near().equals(other.near());
	}

	/** How long it has taken to compute the value. */
	Duration load() {
		return Duration.ofNanos(System.nanoTime() - this.begin);
	}

}
