package io.diskcache.cache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.diskcache.store.PutOptions;
import io.diskcache.store.Recomputation;
import io.diskcache.store.Tags;

/**
 * Under which terms the values of one cache are stored that come without: those of the
 * first policy that has some, else the cache's. Thread-safe.
 */
final class StoringTerms {

	private final String cache;

	private final List<EntryPolicy> policies;

	private final @Nullable Duration timeToLive;

	private final double jitter;

	/** How long an entry is kept after it has expired. */
	private final Duration kept;

	/** Where no two entries differ. */
	private final PutOptions constant;

	private final Failures failures;

	/**
	 * Makes the terms of one cache.
	 * @param cache the cache's name
	 * @param policies those that are asked, the first one first
	 * @param failures told of policies that fail
	 */
	StoringTerms(String cache, CacheOptions options, List<EntryPolicy> policies, Failures failures) {
		this.cache = cache;
		this.policies = policies;
		this.timeToLive = options.timeToLive();
		this.jitter = options.timeToLiveJitter();
		this.kept = options.refresh().kept();
		this.constant = living(this.timeToLive);
		this.failures = failures;
	}

	/**
	 * Decides for one value. Never fails: it may have been loaded.
	 * @param load how long that took, or zero where it is not known
	 */
	PutOptions of(CacheKey key, @Nullable Object value, Duration load) {
		PutOptions put = of(key, value);
		return load.isZero() ? put : put.withRecomputation(new Recomputation(load, this.kept));
	}

	private PutOptions of(CacheKey key, @Nullable Object value) {
		EntryTerms terms = decided(key, value);
		if (terms != null) {
			Duration own = terms.timeToLive();
			return living(shortened((own != null) ? own : this.timeToLive)).withTags(Tags.of(terms.tags()));
		}
		return (this.jitter > 0) ? living(shortened(this.timeToLive)) : this.constant;
	}

	private PutOptions living(@Nullable Duration duration) {
		return PutOptions.of(duration).withRecomputation(new Recomputation(Duration.ZERO, this.kept));
	}

	private @Nullable EntryTerms decided(CacheKey key, @Nullable Object value) {
		try {
			EntryPolicy own = key.policy();
			EntryTerms terms = (own != null) ? own.termsOf(this.cache, key.given(), value) : null;
			for (int i = 0; terms == null && i < this.policies.size(); i++) {
				terms = this.policies.get(i).termsOf(this.cache, key.given(), value);
			}
			return terms;
		}
		catch (RuntimeException ex) {
			this.failures.failed("tell how long an entry lives and which tags it has", ex);
			return null;
		}
	}

	/** So that entries stored together do not expire together. */
	private @Nullable Duration shortened(@Nullable Duration promised) {
		if (promised == null || this.jitter == 0) {
			return promised;
		}
		double part = this.jitter * ThreadLocalRandom.current().nextDouble();
		return promised.minusMillis((long) (TimeUnit.MILLISECONDS.convert(promised) * part));
	}

}
