package io.diskcache.cache;

import java.time.Duration;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.diskcache.near.NearOptions;
import io.diskcache.store.StoreOptions;

/**
 * How one cache behaves. Immutable; {@link #defaults()} and the {@code with…} methods
 * make variants.
 *
 * @param timeToLive how long an entry lives after it was stored, positive, or
 * {@code null} for as long as there is room
 * @param timeToLiveJitter largest part of the time to live, of a random part of which
 * each entry's is shorter, 0 to {@value #MAX_JITTER}: so that entries stored together do
 * not expire together
 * @param loadTimeout longest wait for another thread that loads the same key, positive;
 * after it the loader runs beside the other one
 * @param allowNullValues whether {@code null} is stored; if not, storing it removes the
 * entry
 * @param codec name of the codec for values that have no native form
 * @param serving how values are served over HTTP
 * @param keepStatistics whether what happens to the cache is added up over all processes
 * and restarts, which is one small write each second in which something happened
 * @param refresh when values are computed anew although there is one
 * @param near how entries are held in the heap
 * @param store how the cache's store is used
 */
public record CacheOptions(@Nullable Duration timeToLive, double timeToLiveJitter, Duration loadTimeout,
		boolean allowNullValues, String codec, ServingOptions serving, boolean keepStatistics, RefreshOptions refresh,
		NearOptions near, StoreOptions store) {

	/** Largest {@link #timeToLiveJitter}. */
	public static final double MAX_JITTER = 0.5;

	public CacheOptions {
		if (!(timeToLiveJitter >= 0 && timeToLiveJitter <= MAX_JITTER)) {
			throw new IllegalArgumentException("The jitter of the time to live must be between 0 and " + MAX_JITTER
					+ ", but is " + timeToLiveJitter);
		}
		requirePositive("time to live", timeToLive);
		requirePositive("load timeout", loadTimeout);
	}

	/**
	 * Returns the defaults: no time to live, no jitter, 30 s of waiting for a load, nulls
	 * allowed, codec {@code java}, not exposed, values not computed anew before they are
	 * gone, the store's defaults.
	 * @return the defaults
	 */
	public static CacheOptions defaults() {
		return new CacheOptions(null, 0, Duration.ofSeconds(30), true, "java", ServingOptions.none(), false,
				RefreshOptions.none(), NearOptions.defaults(), StoreOptions.defaults());
	}

	/**
	 * Returns these options with another time to live.
	 * @param duration the time to live, or {@code null} for none
	 * @return the variant
	 */
	public CacheOptions withTimeToLive(@Nullable Duration duration) {
		return with((draft) -> draft.timeToLive = duration);
	}

	/**
	 * Returns these options with times to live that differ.
	 * @param part largest part by which one is shorter, 0 to {@value #MAX_JITTER}
	 * @return the variant
	 * @throws IllegalArgumentException if it is not in that range
	 */
	public CacheOptions withTimeToLiveJitter(double part) {
		return with((draft) -> draft.timeToLiveJitter = part);
	}

	/**
	 * Returns these options with another load timeout.
	 * @param timeout the timeout
	 * @return the variant
	 */
	public CacheOptions withLoadTimeout(Duration timeout) {
		return with((draft) -> draft.loadTimeout = timeout);
	}

	/**
	 * Returns these options with nulls allowed or not.
	 * @param allowed whether {@code null} is stored
	 * @return the variant
	 */
	public CacheOptions withAllowNullValues(boolean allowed) {
		return with((draft) -> draft.allowNullValues = allowed);
	}

	/**
	 * Returns these options with another codec.
	 * @param name the codec's name
	 * @return the variant
	 */
	public CacheOptions withCodec(String name) {
		return with((draft) -> draft.codec = name);
	}

	/**
	 * Returns these options with values served otherwise over HTTP.
	 * @param options how they are served
	 * @return the variant
	 */
	public CacheOptions withServing(ServingOptions options) {
		return with((draft) -> draft.serving = options);
	}

	/**
	 * Returns these options with statistics that are kept or not.
	 * @param kept whether they are added up over all processes and restarts
	 * @return the variant
	 */
	public CacheOptions withKeepStatistics(boolean kept) {
		return with((draft) -> draft.keepStatistics = kept);
	}

	/**
	 * Returns these options with values computed anew otherwise.
	 * @param options when they are
	 * @return the variant
	 */
	public CacheOptions withRefresh(RefreshOptions options) {
		return with((draft) -> draft.refresh = options);
	}

	/**
	 * Returns these options with entries held otherwise in the heap.
	 * @param options how they are held
	 * @return the variant
	 */
	public CacheOptions withNear(NearOptions options) {
		return with((draft) -> draft.near = options);
	}

	/**
	 * Returns these options with other options of the store.
	 * @param options the store's options
	 * @return the variant
	 */
	public CacheOptions withStore(StoreOptions options) {
		return with((draft) -> draft.store = options);
	}

	private CacheOptions with(Consumer<Draft> change) {
		var draft = new Draft(this);
		change.accept(draft);
		return draft.toOptions();
	}

	static void requirePositive(String name, @Nullable Duration duration) {
		if (duration != null && (duration.isZero() || duration.isNegative())) {
			throw new IllegalArgumentException("The " + name + " must be positive, but is " + duration);
		}
	}

	void requireAllowed(@Nullable Object value) {
		if (value == null && !this.allowNullValues) {
			throw new IllegalArgumentException("This cache allows no null values");
		}
	}

	/** Options that are being changed. */
	private static final class Draft {

		private @Nullable Duration timeToLive;

		private double timeToLiveJitter;

		private Duration loadTimeout;

		private boolean allowNullValues;

		private String codec;

		private ServingOptions serving;

		private boolean keepStatistics;

		private RefreshOptions refresh;

		private NearOptions near;

		private StoreOptions store;

		Draft(CacheOptions options) {
			this.timeToLive = options.timeToLive;
			this.timeToLiveJitter = options.timeToLiveJitter;
			this.loadTimeout = options.loadTimeout;
			this.allowNullValues = options.allowNullValues;
			this.codec = options.codec;
			this.serving = options.serving;
			this.keepStatistics = options.keepStatistics;
			this.refresh = options.refresh;
			this.near = options.near;
			this.store = options.store;
		}

		CacheOptions toOptions() {
			return new CacheOptions(this.timeToLive, this.timeToLiveJitter, this.loadTimeout, this.allowNullValues,
					this.codec, this.serving, this.keepStatistics, this.refresh, this.near, this.store);
		}

	}

}
