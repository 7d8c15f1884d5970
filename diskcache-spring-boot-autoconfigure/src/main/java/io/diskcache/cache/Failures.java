package io.diskcache.cache;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.util.ClassUtils;

import io.diskcache.codec.DecodingException;
import io.diskcache.store.StoreException;

/**
 * What a cache could not do and kept from the application: counted, and logged at most
 * once a minute. Values that cannot be encoded are logged once for each class, as only
 * the developer can mend that. Thread-safe.
 */
final class Failures {

	private static final Logger logger = LoggerFactory.getLogger(DiskCache.class);

	private final LongAdder count = new LongAdder();

	private final Set<String> refusedClasses = ConcurrentHashMap.newKeySet();

	private final String cache;

	private final boolean failFast;

	private final OnceAMinute log;

	/**
	 * Makes the failures of one cache.
	 * @param cache the cache's name
	 * @param failFast whether the application is to learn of them by exceptions
	 * @param nanoTime a clock that never goes back, in nanoseconds
	 */
	Failures(String cache, boolean failFast, LongSupplier nanoTime) {
		this.cache = cache;
		this.failFast = failFast;
		this.log = new OnceAMinute(nanoTime);
	}

	boolean failFast() {
		return this.failFast;
	}

	long count() {
		return this.count.sum();
	}

	/** Notes that the store could not do something, such as "read an entry". */
	void failed(String what, RuntimeException ex) {
		failed(what, reason(ex));
		logger.debug("Cache '{}' could not {}", this.cache, what, ex);
	}

	/**
	 * Makes something of a stored value. One that cannot be made an object again is
	 * noted, and is a miss.
	 * @return what was made, or {@code null}
	 */
	<T> @Nullable T decoded(Supplier<T> decoding) {
		try {
			return decoding.get();
		}
		catch (DecodingException ex) {
			failed("decode a value", ex);
			return null;
		}
	}

	/**
	 * Does something with the store that must not fail.
	 * @param what what it is, such as "read an entry"
	 * @return what came of it, or {@code null} where it failed, which is noted
	 */
	<T> @Nullable T quietly(String what, Supplier<@Nullable T> operation) {
		try {
			return operation.get();
		}
		catch (RuntimeException ex) {
			failed(what, ex);
			return null;
		}
	}

	/** Notes that a value could not be computed anew, so that the former one stays. */
	void notRefreshed(Throwable failure) {
		failed("compute a value anew", failure.getClass().getName());
		logger.debug("Cache '{}' could not compute a value anew", this.cache, failure);
	}

	/** Notes that a value could not be loaded for who is not the application. */
	void notLoaded(ValueRetrievalException failure) {
		Throwable cause = Objects.requireNonNullElse(failure.getCause(), failure);
		failed("load a value", cause.getClass().getName());
		logger.debug("Cache '{}' could not load a value", this.cache, cause);
	}

	/** Notes that something was not done as too much else is waiting for the disk. */
	void overloaded() {
		failed("do all that is asked of it at once", "too much waits for the disk, or the cache is closed");
	}

	private void failed(String what, String reason) {
		this.count.increment();
		if (this.log.isDue()) {
			logger.warn("Cache '{}' could not {} and went on without: {} ({} failures so far; logged once a minute)",
					this.cache, what, reason, count());
		}
	}

	/** Notes that values like this one cannot be cached. */
	void refused(@Nullable Object value, String reason) {
		this.count.increment();
		String type = String.valueOf(ClassUtils.getDescriptiveType(value));
		if (this.refusedClasses.add(type)) {
			logger.warn("Cache '{}' leaves values of {} uncached: {}", this.cache, type, reason);
		}
	}

	/** Only messages of our own are known to be free of keys and values. */
	private static String reason(RuntimeException ex) {
		boolean ours = ex instanceof StoreException || ex instanceof DecodingException
				|| ex instanceof EntryTermsException;
		return ours ? String.valueOf(ex.getMessage()) : ex.getClass().getName();
	}

}
