package io.diskcache.cache;

import java.time.Duration;

/**
 * When the values of a cache are computed anew although there is one. It concerns lookups
 * that come with a loader: {@link DiskCache#get(Object, java.util.concurrent.Callable)},
 * {@link DiskCache#retrieve(Object, java.util.function.Supplier)} and methods that are
 * annotated with {@code @Cacheable}. Immutable.
 *
 * @param ahead how early a value that is asked for is computed anew in the background
 * before it expires: a factor of the time it took to compute, from 0 for never to
 * {@value #MOST_AHEAD}; 1 suits most. Each lookup decides by chance, the more likely the
 * nearer the end is, so that one of many comes first: XFetch, from "Optimal Probabilistic
 * Cache Stampede Prevention" by A. Vattani, F. Chierichetti and K. Lowenstein, VLDB 2015
 * @param staleWhileRevalidate how long after it has expired a value is given out while it
 * is computed anew in the background, as in RFC 5861; zero for not at all
 * @param staleIfError how long after it has expired a value is given out where computing
 * it anew fails, as in RFC 5861; zero for not at all
 */
public record RefreshOptions(double ahead, Duration staleWhileRevalidate, Duration staleIfError) {

	/** The largest factor. */
	public static final double MOST_AHEAD = 100;

	private static final RefreshOptions NONE = new RefreshOptions(0, Duration.ZERO, Duration.ZERO);

	public RefreshOptions {
		if (!(ahead >= 0 && ahead <= MOST_AHEAD)) {
			throw new IllegalArgumentException("How far ahead values are refreshed must be a number from 0 to "
					+ MOST_AHEAD + ", but is " + ahead);
		}
		requireNotNegative(staleWhileRevalidate);
		requireNotNegative(staleIfError);
	}

	/**
	 * Returns options by which values are computed when there is none, and else never.
	 * @return the options
	 */
	public static RefreshOptions none() {
		return NONE;
	}

	/**
	 * Returns these options with values refreshed ahead of their end.
	 * @param factor factor of the time a value takes to compute, 0 for never
	 * @return the variant
	 */
	public RefreshOptions withAhead(double factor) {
		return new RefreshOptions(factor, this.staleWhileRevalidate, this.staleIfError);
	}

	/**
	 * Returns these options with stale values given out while they are computed anew.
	 * @param duration for how long after they have expired
	 * @return the variant
	 */
	public RefreshOptions withStaleWhileRevalidate(Duration duration) {
		return new RefreshOptions(this.ahead, duration, this.staleIfError);
	}

	/**
	 * Returns these options with stale values given out where computing them fails.
	 * @param duration for how long after they have expired
	 * @return the variant
	 */
	public RefreshOptions withStaleIfError(Duration duration) {
		return new RefreshOptions(this.ahead, this.staleWhileRevalidate, duration);
	}

	/**
	 * Tells whether values are ever computed anew although there is one.
	 * @return whether they are
	 */
	public boolean isEnabled() {
		return this.ahead > 0 || !kept().isZero();
	}

	/** How long an entry is kept after it has expired. */
	Duration kept() {
		return (this.staleWhileRevalidate.compareTo(this.staleIfError) > 0) ? this.staleWhileRevalidate
				: this.staleIfError;
	}

	private static void requireNotNegative(Duration duration) {
		if (duration.isNegative()) {
			throw new IllegalArgumentException(
					"How long values are stale must be positive, or zero for not at all, but is " + duration);
		}
	}

}
