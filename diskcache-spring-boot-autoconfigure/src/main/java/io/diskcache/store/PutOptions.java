package io.diskcache.store;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How an entry is stored, and under which condition. Immutable.
 *
 * @param timeToLive how long the entry lives, positive, or {@code null} for as long as
 * there is room
 * @param fence only if the key, or the whole store, was not changed since this was taken
 * for the same key; {@code null} for no such condition
 * @param ifAbsent only if there is no live entry
 */
public record PutOptions(@Nullable Duration timeToLive, @Nullable Fence fence, boolean ifAbsent) {

	public PutOptions {
		if (timeToLive != null && (timeToLive.isZero() || timeToLive.isNegative())) {
			throw new IllegalArgumentException("A time to live must be positive, but is " + timeToLive);
		}
	}

	/**
	 * Returns options without a condition.
	 * @param timeToLive how long the entry lives, positive, or {@code null} for as long
	 * as there is room
	 * @return the options
	 */
	public static PutOptions of(@Nullable Duration timeToLive) {
		return new PutOptions(timeToLive, null, false);
	}

	/**
	 * Returns options with the condition that nothing has changed.
	 * @param since the fence, or {@code null} for no such condition
	 * @return the variant
	 */
	public PutOptions withFence(@Nullable Fence since) {
		return new PutOptions(this.timeToLive, since, this.ifAbsent);
	}

	/**
	 * Returns options with the condition that there is no live entry.
	 * @return the variant
	 */
	public PutOptions onlyIfAbsent() {
		return new PutOptions(this.timeToLive, this.fence, true);
	}

	/** Whether the entry takes the place of whatever there is. */
	boolean isUnconditional() {
		return this.fence == null && !this.ifAbsent;
	}

}
