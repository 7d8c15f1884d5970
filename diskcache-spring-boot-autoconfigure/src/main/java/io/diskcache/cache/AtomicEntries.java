package io.diskcache.cache;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.support.SimpleValueWrapper;

import io.diskcache.codec.StreamAttributes;
import io.diskcache.codec.Values;
import io.diskcache.near.NearCache;
import io.diskcache.store.PutOptions;
import io.diskcache.store.Store;
import io.diskcache.store.SourceFailedException;
import io.diskcache.store.StoreException;
import io.diskcache.store.Tags;

/**
 * The operations on one entry that read and write at once, each a transaction of the
 * store. Keys and values are encoded before it begins. Failures are thrown. Thread-safe.
 */
final class AtomicEntries {

	private final CacheEntries entries;

	private final Store store;

	private final NearCache near;

	private final CacheValues values;

	private final CacheOptions options;

	private final Failures failures;

	/**
	 * Makes the operations of one cache.
	 * @param entries those of the cache, by which values are written
	 * @param near those in the heap
	 * @param failures told of values that cannot be decoded any more
	 */
	AtomicEntries(CacheEntries entries, Store store, NearCache near, CacheValues values, CacheOptions options,
			Failures failures) {
		this.entries = entries;
		this.store = store;
		this.near = near;
		this.values = values;
		this.options = options;
		this.failures = failures;
	}

	void put(CacheKey key, @Nullable Object value, PutOptions put) {
		requireAllowed(value);
		key.encoded();
		try {
			requireStored(this.values.store(value, (content) -> this.entries.write(key, content, put, value)));
		}
		catch (StoreException ex) {
			// The store has removed what was to be replaced.
			throw ex;
		}
		catch (RuntimeException ex) {
			removeAfter(ex, key);
			throw ex;
		}
	}

	/** Stores what a writer writes, whose failure is thrown as it is. */
	void write(CacheKey key, ContentWriter writer, StreamAttributes attributes, @Nullable PutOptions put) {
		PutOptions terms = (put != null) ? put : this.entries.terms(key, writer);
		try {
			// What was to be replaced is removed by the store, whatever is thrown.
			requireStored(this.entries.write(key, this.values.written(writer, attributes), terms, null));
		}
		catch (SourceFailedException ex) {
			throw new UncheckedIOException(ex.failure());
		}
	}

	boolean add(CacheKey key, @Nullable Object value, PutOptions put) {
		requireAllowed(value);
		if (find(key) != null) {
			// Who comes second need not wait for others that write.
			CacheValues.discard(value);
			return false;
		}
		return swap(key, value, put, Objects::isNull).done();
	}

	boolean touch(CacheKey key, @Nullable Duration timeToLive) {
		try {
			return this.store.touch(key.encoded(), timeToLive);
		}
		finally {
			this.near.drop(key.near());
		}
	}

	@Nullable CacheEntry entry(CacheKey key, Object given) {
		return this.store.get(key.encoded(),
				(entry) -> this.failures.decoded(() -> CacheEntry.of(given, entry, this.values::read)));
	}

	@Nullable ValueWrapper getAndRemove(CacheKey key) {
		// Also where there is nothing: so a load that began before is not stored after.
		return wrapped(take(key, AtomicEntries::isNoStream).found());
	}

	@Nullable ValueWrapper getAndPut(CacheKey key, @Nullable Object value) {
		return wrapped(swap(key, value, this.entries.terms(key, value), AtomicEntries::isNoStream).found());
	}

	@Nullable ValueWrapper getAndReplace(CacheKey key, @Nullable Object value) {
		return wrapped(swap(key, value, this.entries.terms(key, value), AtomicEntries::isThereToTake).found());
	}

	boolean replace(CacheKey key, @Nullable Object value) {
		return swap(key, value, this.entries.terms(key, value), Objects::nonNull).done();
	}

	boolean replace(CacheKey key, @Nullable Object expected, @Nullable Object value) {
		return swap(key, value, this.entries.terms(key, value), (found) -> isEqual(found, expected)).done();
	}

	boolean remove(CacheKey key, @Nullable Object expected) {
		return take(key, (found) -> isEqual(found, expected)).done();
	}

	long increment(CacheKey key, long delta, long initial, @Nullable Duration timeToLive) {
		return count(key, timeToLive,
				(found) -> Sums.add((found != null) ? Sums.whole(found.object()) : initial, delta));
	}

	double increment(CacheKey key, double delta, double initial, @Nullable Duration timeToLive) {
		return count(key, timeToLive,
				(found) -> Sums.add((found != null) ? Sums.fraction(found.object()) : initial, delta));
	}

	/** Stores the next number: all else stays as it was. */
	private <N extends Number> N count(CacheKey key, @Nullable Duration timeToLive, Function<@Nullable Found, N> next) {
		PutOptions first = PutOptions.of(timeToLive);
		key.encoded();
		return atomically(key, () -> {
			Found found = find(key);
			N number = next.apply(found);
			write(key, number, (found != null) ? found.unchanged() : first);
			return number;
		});
	}

	/** Stores a value if what is there is as it should be. */
	private Change swap(CacheKey key, @Nullable Object value, PutOptions put, Predicate<@Nullable Found> condition) {
		requireAllowed(value);
		key.encoded();
		Change[] change = new Change[1];
		this.values.store(value, (content) -> atomically(key, () -> {
			Found found = find(key);
			boolean holds = condition.test(found);
			if (holds) {
				requireStored(this.entries.write(key, content, put, value));
			}
			change[0] = new Change(found, holds);
			return holds;
		}));
		return Objects.requireNonNull(change[0]);
	}

	/** Removes an entry if it is as it should be. */
	private Change take(CacheKey key, Predicate<@Nullable Found> condition) {
		key.encoded();
		return atomically(key, () -> {
			Found found = find(key);
			boolean holds = condition.test(found);
			if (holds) {
				this.store.remove(key.encoded());
			}
			return new Change(found, holds);
		});
	}

	private void write(CacheKey key, Object value, PutOptions put) {
		requireStored(this.values.store(value, (content) -> this.entries.write(key, content, put, value)));
	}

	/** What was to be replaced must not be found any more. */
	private void removeAfter(RuntimeException failure, CacheKey key) {
		try {
			this.near.drop(key.near());
			this.store.remove(key.encoded());
		}
		catch (StoreException ex) {
			failure.addSuppressed(ex);
		}
	}

	private <T> T atomically(CacheKey key, Store.Work<T> work) {
		try {
			return this.store.transact(key.encoded(), work);
		}
		finally {
			this.near.drop(key.near());
		}
	}

	private @Nullable Found find(CacheKey key) {
		return this.store.get(key.encoded(), (entry) -> this.failures.decoded(() -> {
			boolean stream = Values.isStream(entry);
			return new Found(stream ? null : this.values.read(entry), stream, entry.expires(), entry.tags());
		}));
	}

	void requireAllowed(@Nullable Object value) {
		this.options.requireAllowed(value);
	}

	/** Nothing that was asked for may be left undone in silence. */
	static void requireStored(boolean stored) {
		if (!stored) {
			throw new StoreException("The value was not stored: it is larger than the cache, or the cache is closed",
					null);
		}
	}

	/** Whatever else is there, or nothing. */
	private static boolean isNoStream(@Nullable Found found) {
		return found == null || isThereToTake(found);
	}

	private static boolean isThereToTake(@Nullable Found found) {
		if (found != null && found.stream()) {
			throw new IllegalStateException(
					"The value is a stream, which is read from the entry: get it, and then evict it");
		}
		return found != null;
	}

	private static boolean isEqual(@Nullable Found found, @Nullable Object expected) {
		return found != null && !found.stream() && Objects.deepEquals(found.value(), expected);
	}

	private static @Nullable ValueWrapper wrapped(@Nullable Found found) {
		return (found != null) ? new SimpleValueWrapper(found.value()) : null;
	}

	/**
	 * What was there.
	 *
	 * @param value the value, unless it is a stream
	 * @param stream whether it is
	 * @param expires when it expires, or {@code null} if it does not
	 * @param tags its tags
	 */
	private record Found(@Nullable Object value, boolean stream, @Nullable Instant expires, Tags tags) {

		/** Options for what takes its place and is the same entry. */
		PutOptions unchanged() {
			return PutOptions.until(this.expires).withTags(this.tags);
		}

		@Nullable Object object() {
			isThereToTake(this);
			return this.value;
		}

	}

	/**
	 * What an operation did.
	 *
	 * @param found what was there, or {@code null}
	 * @param done whether it was changed
	 */
	private record Change(@Nullable Found found, boolean done) {
	}

}
