package io.diskcache.cache;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.support.SimpleValueWrapper;

import io.diskcache.codec.EncodingException;
import io.diskcache.codec.Values;
import io.diskcache.near.Encoded;
import io.diskcache.near.HeldValue;
import io.diskcache.near.NearCache;
import io.diskcache.store.Content;
import io.diskcache.store.Entry;
import io.diskcache.store.Fence;
import io.diskcache.store.Key;
import io.diskcache.store.PutOptions;
import io.diskcache.store.Read;
import io.diskcache.store.Selection;
import io.diskcache.store.Stamp;
import io.diskcache.store.Store;

/**
 * The entries of one cache as objects. Failures of the store, and of making bytes of
 * objects and objects of bytes, end here, unless the cache is to fail fast. Thread-safe.
 */
final class CacheEntries {

	private static final Logger logger = LoggerFactory.getLogger(CacheEntries.class);

	private final Store store;

	private final NearCache near;

	private final CacheValues values;

	private final CacheOptions options;

	private final StoringTerms terms;

	private final Failures failures;

	private final LongAdder puts = new LongAdder();

	/**
	 * Makes the entries of one cache.
	 * @param near those in the heap
	 * @param terms those of values that are stored without
	 * @param failures told of what went wrong
	 */
	CacheEntries(Store store, NearCache near, CacheValues values, CacheOptions options, StoringTerms terms,
			Failures failures) {
		this.store = store;
		this.near = near;
		this.values = values;
		this.options = options;
		this.terms = terms;
		this.failures = failures;
	}

	/** Finds a value in the heap, else on the disk. */
	@Nullable ValueWrapper find(CacheKey key) {
		HeldValue held = findNear(key);
		if (held != null) {
			return held.isAbsent() ? null : held;
		}
		return attempt("read an entry", () -> read(key));
	}

	/** Finds what is known in the heap; {@code null} where nothing is. */
	@Nullable HeldValue findNear(CacheKey key) {
		return this.near.find(key.near());
	}

	/** Finds a value as {@link #find} does, and tells for how long it is current. */
	Stamped findStamped(CacheKey key) {
		HeldValue held = findNear(key);
		if (held != null) {
			return new Stamped(held.isAbsent() ? null : held, nearStamp(key));
		}
		Read<Found> read = attempt("read an entry", () -> this.store.read(key.encoded(), this::decoded));
		return (read != null) ? new Stamped(hold(key, read), read.stamp()) : new Stamped(null, null);
	}

	/** Tells for how long what is held in the heap is current. */
	@Nullable Stamp nearStamp(CacheKey key) {
		return this.near.stamp(key.near());
	}

	/** Finds a value that lives, or expired at most so long ago. Never fails. */
	@Nullable ValueWrapper findStale(CacheKey key, Duration since) {
		return this.failures.quietly("read an entry", () -> this.store.readStale(key.encoded(), since, (entry) -> {
			Found found = decoded(entry);
			return (found != null) ? new SimpleValueWrapper(found.value()) : null;
		}));
	}

	/** Finds what was just stored. Never fails: the value was loaded. */
	@Nullable ValueWrapper findLoaded(CacheKey key) {
		return this.failures.quietly("read an entry", () -> read(key));
	}

	/**
	 * Marks the state of a key before it is loaded; {@code null} if that is not possible.
	 */
	@Nullable Fence fence(CacheKey key) {
		return attempt("mark the state of a key", () -> this.store.fence(key.encoded()));
	}

	/** The same for who has a value already, so that it never fails. */
	@Nullable Fence fenceQuietly(CacheKey key) {
		return this.failures.quietly("mark the state of a key", () -> this.store.fence(key.encoded()));
	}

	/**
	 * Stores a value.
	 * @return whether it was stored; else nothing is
	 */
	boolean put(CacheKey key, @Nullable Object value) {
		if (isRefused(value)) {
			remove(key);
			return false;
		}
		return store(key, value, null, Duration.ZERO, this.failures.failFast()) == Outcome.STORED;
	}

	/**
	 * Stores a value that was loaded, unless its key has changed since. Never fails: the
	 * value was computed, and is to be returned.
	 * @return whether it was stored
	 */
	boolean putLoaded(CacheKey key, @Nullable Object value, @Nullable Fence fence, Duration load) {
		return fence != null && (value != null || this.options.allowNullValues())
				&& store(key, value, fence, load, false) == Outcome.STORED;
	}

	/**
	 * Stores a value unless there is one that can be decoded.
	 * @return what is there, or {@code null} if the value was stored, or could not be
	 */
	@Nullable ValueWrapper putIfAbsent(CacheKey key, @Nullable Object value) {
		Fence fence = fence(key);
		ValueWrapper present = find(key);
		if (present != null || fence == null || isRefused(value)) {
			return present;
		}
		if (store(key, value, fence, Duration.ZERO, this.failures.failFast()) != Outcome.OVERTAKEN) {
			return null;
		}
		// Somebody changed this key, or only one that shares its stripe.
		Optional<ValueWrapper> found = attempt("store an entry",
				() -> this.store.transact(key.encoded(), () -> putUnlessFound(key, value)));
		return (found != null) ? found.orElse(null) : null;
	}

	private Optional<ValueWrapper> putUnlessFound(CacheKey key, @Nullable Object value) {
		ValueWrapper found = find(key);
		if (found == null) {
			store(key, value, null, Duration.ZERO, this.failures.failFast());
		}
		return Optional.ofNullable(found);
	}

	/**
	 * Removes an entry.
	 * @return whether there was one
	 */
	boolean remove(CacheKey key) {
		this.near.drop(key.near());
		this.near.drop(ServedEntries.held(key.encoded()));
		return Boolean.TRUE.equals(attempt("remove an entry", () -> this.store.remove(key.encoded())));
	}

	/** Removes the entries of a selection. */
	void remove(Selection selection) {
		attempt("remove several entries", () -> this.store.remove(selection));
	}

	/**
	 * Removes all entries.
	 * @return whether that was possible
	 */
	boolean clear() {
		this.near.clear();
		return Boolean.TRUE.equals(attempt("clear", () -> {
			this.store.clear();
			return true;
		}));
	}

	/**
	 * Stores contents at once that were computed. Never fails.
	 * @return the keys that may not have been stored
	 */
	Set<Key> writeAll(Map<Key, Content> contents, Map<Key, PutOptions> options) {
		try {
			Set<Key> unstored = this.store.writeAll(contents, (key) -> Objects.requireNonNull(options.get(key)));
			countPuts(contents.size() - unstored.size());
			return unstored;
		}
		catch (RuntimeException ex) {
			this.failures.failed("store several entries", ex);
			return contents.keySet();
		}
	}

	/** Counts values that were stored otherwise. */
	void countPuts(int number) {
		this.puts.add(number);
	}

	/** How many values were stored. */
	long puts() {
		return this.puts.sum();
	}

	@Nullable Long count() {
		return told(this.store::count);
	}

	@Nullable Long volume() {
		return told(this.store::volume);
	}

	private @Nullable ValueWrapper read(CacheKey key) {
		return hold(key, this.store.read(key.encoded(), this::decoded));
	}

	/** Reads as a get does, but what comes of a stream need not be closed. */
	@Nullable Found described(Entry entry) {
		return Values.isStream(entry) ? this.failures.decoded(() -> new Found(this.values.describe(entry), null))
				: decoded(entry);
	}

	private @Nullable Found decoded(Entry entry) {
		return this.failures.decoded(() -> read(entry));
	}

	/** Holds in the heap what was read, if it can be held, and returns it. */
	@Nullable ValueWrapper hold(CacheKey key, Read<Found> read) {
		Found found = read.value();
		if (found == null) {
			this.near.holdAbsence(key.near(), read.stamp());
			return null;
		}
		Encoded encoded = found.encoded();
		if (encoded != null) {
			this.near.holdRead(key.near(), read.stamp(), encoded, found.value());
		}
		return new SimpleValueWrapper(found.value());
	}

	private Found read(Entry entry) {
		if (Values.isStream(entry) || !this.near.admits(entry.length())) {
			return new Found(this.values.read(entry), null);
		}
		Encoded encoded = new Encoded(entry.codec(), entry.fingerprint(), entry.bytes());
		return new Found(this.values.decode(encoded), encoded);
	}

	/** Under which terms a value is stored that comes without. Never fails. */
	PutOptions terms(CacheKey key, @Nullable Object value) {
		return this.terms.of(key, value, Duration.ZERO);
	}

	/** Stores a value, if there is a fence only while it holds. */
	private Outcome store(CacheKey key, @Nullable Object value, @Nullable Fence fence, Duration load,
			boolean failFast) {
		try {
			PutOptions put = this.terms.of(key, value, load).withFence(fence);
			boolean stored = this.values.store(value, (content) -> write(key, content, put, value));
			if (stored) {
				return Outcome.STORED;
			}
			return (fence != null) ? Outcome.OVERTAKEN : Outcome.FAILED;
		}
		catch (EncodingException ex) {
			this.failures.refused(value, String.valueOf(ex.getMessage()));
			removeUnlessFenced(key, fence);
			if (failFast) {
				throw ex;
			}
		}
		catch (RuntimeException ex) {
			this.failures.failed("store an entry", ex);
			removeUnlessFenced(key, fence);
			if (failFast) {
				throw ex;
			}
		}
		return Outcome.FAILED;
	}

	/**
	 * Stores content, and holds the value in the heap where that can be. Throws what the
	 * store throws.
	 * @return whether it was stored
	 */
	boolean write(CacheKey key, Content content, PutOptions put, @Nullable Object value) {
		Stamp stamp = this.store.write(key.encoded(), content, put);
		byte[] bytes = content.bytes();
		if (stamp != null && bytes != null && this.near.admits(bytes.length)) {
			this.near.holdWritten(key.near(), stamp, new Encoded(content.codec(), content.fingerprint(), bytes), value);
		}
		if (stamp != null) {
			this.puts.increment();
		}
		return stamp != null;
	}

	/** What was to be replaced must not be found any more. */
	private void removeUnlessFenced(CacheKey key, @Nullable Fence fence) {
		if (fence == null) {
			remove(key);
		}
	}

	/** Whether a value is not to be stored, which is counted where it is a failure. */
	boolean isRefused(@Nullable Object value) {
		if (value == null) {
			return !this.options.allowNullValues();
		}
		boolean refused = CacheValues.isReadOnce(value);
		if (refused) {
			this.failures.refused(value, "storing it would hand the caller a drained stream; "
					+ "use @Cacheable(sync = true) or Cache.get(key, loader)");
		}
		return refused;
	}

	private <T> @Nullable T attempt(String what, Supplier<@Nullable T> operation) {
		try {
			return operation.get();
		}
		catch (RuntimeException ex) {
			this.failures.failed(what, ex);
			if (this.failures.failFast()) {
				throw ex;
			}
			return null;
		}
	}

	/** To look at a cache that fails is not one more failure. */
	private static @Nullable Long told(Supplier<Long> question) {
		try {
			return question.get();
		}
		catch (RuntimeException ex) {
			logger.trace("A store cannot tell its size", ex);
			return null;
		}
	}

	/**
	 * What was found on the disk.
	 *
	 * @param value the value
	 * @param encoded the same as it is stored, or {@code null} where that is not to be
	 * held
	 */
	record Found(@Nullable Object value, @Nullable Encoded encoded) {
	}

	/**
	 * What was found, and for how long it is current.
	 *
	 * @param value the value, or {@code null} if there is none
	 * @param stamp tells for how long; {@code null} where that is not known
	 */
	record Stamped(@Nullable ValueWrapper value, @Nullable Stamp stamp) {
	}

	private enum Outcome {

		STORED,

		/** Its key may have been changed meanwhile, or the value is too large. */
		OVERTAKEN,

		FAILED

	}

}
