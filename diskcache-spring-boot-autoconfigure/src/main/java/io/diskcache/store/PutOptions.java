package io.diskcache.store;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How an entry is stored, and under which condition. Immutable.
 *
 * @param timeToLive how long the entry lives, positive, or {@code null} for as long as
 * there is room, or until {@code expires}
 * @param expires when the entry expires, in place of a time to live; {@code null} for no
 * such instant
 * @param fence only if the key, or the whole store, was not changed since this was taken
 * for the same key; {@code null} for no such condition
 * @param recomputation what is known of how the value is computed anew
 * @param ifAbsent only if there is no live entry
 * @param tags tags of the entry, in place of those it had
 * @param front whether a new entry comes before all others in the order of selections,
 * rather than after them
 */
public record PutOptions(@Nullable Duration timeToLive, @Nullable Instant expires, @Nullable Fence fence,
		Recomputation recomputation, boolean ifAbsent, Tags tags, boolean front) {

	public PutOptions {
		requirePositive(timeToLive);
		if (timeToLive != null && expires != null) {
			throw new IllegalArgumentException("An entry has either a time to live or an instant at which it expires");
		}
	}

	/**
	 * Returns options without a condition.
	 * @param timeToLive how long the entry lives, positive, or {@code null} for as long
	 * as there is room
	 * @return the options
	 */
	public static PutOptions of(@Nullable Duration timeToLive) {
		return new PutOptions(timeToLive, null, null, Recomputation.NONE, false, Tags.NONE, false);
	}

	/**
	 * Returns options without a condition, for an entry that expires when another one
	 * does.
	 * @param expires when the entry expires, as an {@linkplain Entry#expires() entry
	 * tells}, or {@code null} for never. May have passed
	 * @return the options
	 */
	public static PutOptions until(@Nullable Instant expires) {
		return new PutOptions(null, expires, null, Recomputation.NONE, false, Tags.NONE, false);
	}

	/**
	 * Returns options with the condition that nothing has changed.
	 * @param since the fence, or {@code null} for no such condition
	 * @return the variant
	 */
	public PutOptions withFence(@Nullable Fence since) {
		return new PutOptions(this.timeToLive, this.expires, since, this.recomputation, this.ifAbsent, this.tags,
				this.front);
	}

	/**
	 * Returns options for a value that is computed anew from time to time.
	 * @param known what is known of that
	 * @return the variant
	 */
	public PutOptions withRecomputation(Recomputation known) {
		return new PutOptions(this.timeToLive, this.expires, this.fence, known, this.ifAbsent, this.tags, this.front);
	}

	/**
	 * Returns options with the condition that there is no live entry.
	 * @return the variant
	 */
	public PutOptions onlyIfAbsent() {
		return new PutOptions(this.timeToLive, this.expires, this.fence, this.recomputation, true, this.tags,
				this.front);
	}

	/**
	 * Returns options for an entry with tags.
	 * @param all all its tags
	 * @return the variant
	 */
	public PutOptions withTags(Tags all) {
		return new PutOptions(this.timeToLive, this.expires, this.fence, this.recomputation, this.ifAbsent, all,
				this.front);
	}

	/**
	 * Returns options for an entry that comes before all others in the order of
	 * {@linkplain Selection selections}, in which FIFO evicts as well. One that takes the
	 * place of a live entry keeps its place in the order.
	 * @return the variant
	 */
	public PutOptions atFront() {
		return new PutOptions(this.timeToLive, this.expires, this.fence, this.recomputation, this.ifAbsent, this.tags,
				true);
	}

	/** Whether the entry takes the place of whatever there is. */
	boolean isUnconditional() {
		return this.fence == null && !this.ifAbsent;
	}

	/** When an entry expires that is stored now. */
	long expiry(long now) {
		if (this.expires == null) {
			return NewEntry.expiry(now, this.timeToLive);
		}
		return this.expires.isBefore(Instant.ofEpochMilli(Head.NEVER)) ? this.expires.toEpochMilli() : Head.NEVER;
	}

	static void requirePositive(@Nullable Duration timeToLive) {
		if (timeToLive != null && (timeToLive.isZero() || timeToLive.isNegative())) {
			throw new IllegalArgumentException("A time to live must be positive, but is " + timeToLive);
		}
	}

}
