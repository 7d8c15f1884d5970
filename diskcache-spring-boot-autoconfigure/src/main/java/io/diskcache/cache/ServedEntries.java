package io.diskcache.cache;

import org.jspecify.annotations.Nullable;

import io.diskcache.near.HeldValue;
import io.diskcache.near.NearCache;
import io.diskcache.store.Entry;
import io.diskcache.store.Key;
import io.diskcache.store.Read;
import io.diskcache.store.Store;
import io.diskcache.store.StoreException;

/**
 * The entries of one cache as they are stored, for who passes them on and is not the
 * application's own code: so it never fails. What the database tells of them is held in
 * the heap, apart from the objects the application asks for: all of a small value, and of
 * a file what there is to know before it is opened. Thread-safe.
 */
final class ServedEntries {

	private static final String READ = "read an entry";

	private final Store store;

	private final NearCache near;

	private final CacheOptions options;

	private final Failures failures;

	private final Lookups lookups;

	ServedEntries(Store store, NearCache near, CacheOptions options, Failures failures, Lookups lookups) {
		this.store = store;
		this.near = near;
		this.options = options;
		this.failures = failures;
		this.lookups = lookups;
	}

	/**
	 * Finds a value, which is counted; one that is not there, or of no use, is not.
	 */
	<T> @Nullable T read(Key key, StoredValue.Reader<T> reader) {
		Served held = new Served(key);
		T result = this.failures.quietly(READ, () -> readHeld(held, reader));
		return (result != null) ? result
				: this.lookups.hit(this.failures.quietly(READ, () -> readAndHold(held, reader)));
	}

	private <T> @Nullable T readHeld(Served key, StoredValue.Reader<T> reader) {
		HeldValue held = this.near.find(key);
		if (held == null || !(held.get() instanceof StoredValue value)) {
			return null;
		}
		try {
			T result = reader.read(value);
			this.lookups.hit((result != null) ? held : null);
			return result;
		}
		catch (StoreException ex) {
			// Its file was replaced meanwhile, or more is amiss: the store can tell.
			return null;
		}
	}

	/**
	 * Reads without counting, and tells an entry of no use from none, which is
	 * {@code null}.
	 */
	<T> @Nullable Result<T> readIfThere(Key key, StoredValue.Reader<T> reader) {
		return this.failures.quietly(READ, () -> this.store.get(key, (entry) -> new Result<>(read(entry, reader))));
	}

	/** Reads what may have expired, for who knows that it may be given out. */
	<T> @Nullable T readStale(Key key, StoredValue.Reader<T> reader) {
		return !this.options.refresh().isEnabled() ? null : this.failures.quietly(READ,
				() -> this.store.readStale(key, this.options.refresh().kept(), (entry) -> read(entry, reader)));
	}

	private <T> @Nullable T readAndHold(Served key, StoredValue.Reader<T> reader) {
		Read<Found<T>> read = this.store.read(key.key(), (entry) -> {
			StoredValue value = StoredValue.of(entry);
			T result = (value != null) ? reader.read(value) : null;
			return (value != null && result != null) ? new Found<>(result, value) : null;
		});
		Found<T> found = read.value();
		if (found == null) {
			return null;
		}
		this.near.holdShared(key, read.stamp(), found.value(), found.value().heap() + key.key().length());
		return found.result();
	}

	private static <T> @Nullable T read(Entry entry, StoredValue.Reader<T> reader) {
		StoredValue value = StoredValue.of(entry);
		return (value != null) ? reader.read(value) : null;
	}

	/** Under which key what is served is held in the heap. */
	static Object held(Key key) {
		return new Served(key);
	}

	/**
	 * A key in the heap of what is given out as it is stored, so that it is not taken for
	 * the object.
	 */
	private record Served(Key key) {
	}

	/**
	 * What was made of an entry.
	 *
	 * @param value what it is, or {@code null} if the entry is of no use
	 */
	record Result<T>(@Nullable T value) {
	}

	/** A value, and what was made of it. */
	private record Found<T>(T result, StoredValue value) {
	}

}
