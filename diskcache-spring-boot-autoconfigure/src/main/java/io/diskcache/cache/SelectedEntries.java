package io.diskcache.cache;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.diskcache.codec.EncodedKey;
import io.diskcache.codec.KeyCodec;
import io.diskcache.store.Entry;
import io.diskcache.store.Key;
import io.diskcache.store.Selection;
import io.diskcache.store.Store;
import io.diskcache.store.StoreCondition;
import io.diskcache.store.StoreException;

/** The keys, entries and tags of one cache as objects. Thread-safe. */
final class SelectedEntries {

	private static final int KEYS = 500;

	private static final int ENTRIES = 100;

	/** Bytes of values that are to be in memory at once, roughly. */
	private static final int BYTES = 1 << 22;

	private static final int TAGS = 100;

	private final Store store;

	private final KeyCodec keys;

	private final CacheValues values;

	private final Failures failures;

	/** Entries of a page, whose values are in memory unless they are in files. */
	private final int pageSize;

	SelectedEntries(Store store, KeyCodec keys, CacheValues values, CacheOptions options, Failures failures) {
		this.store = store;
		this.keys = keys;
		this.values = values;
		this.failures = failures;
		this.pageSize = Math.max(1, Math.min(ENTRIES, BYTES / Math.max(1, options.store().inlineLimit())));
	}

	Listing<Object> keys(Selection selection) {
		return new Listing<>(selection, (chosen) -> new PageIterator<>(this.store,
				(mark) -> this.store.keys(chosen, mark, KEYS), this::decoded));
	}

	/**
	 * Lists entries.
	 * @param belongs whether what took an entry's place is still one of the selection
	 */
	Listing<CacheEntry> entries(Selection selection, Predicate<Entry> belongs) {
		return new Listing<>(selection, (chosen) -> new PageIterator<>(this.store,
				(mark) -> this.store.entries(chosen, mark, this.pageSize), (entry) -> latest(entry, belongs)));
	}

	long count(Selection selection) {
		long count = this.store.count(selection);
		requireOpen(this.store);
		return count;
	}

	/**
	 * A store that is closed, or has lost its files, has no entries: that is no answer.
	 */
	static void requireOpen(Store store) {
		if (store.condition().state() == StoreCondition.State.CLOSED) {
			throw new IllegalStateException("The cache was closed before all of its entries were looked at");
		}
		if (!store.isOpen()) {
			throw new StoreException("The files of the cache are being opened anew: try again", null);
		}
	}

	Map<String, Long> tagCounts() {
		Map<String, Long> counts = new LinkedHashMap<>();
		List<String> tags = this.store.tags(null, TAGS);
		while (!tags.isEmpty()) {
			for (String tag : tags) {
				long count = count(Selection.tagged(tag));
				if (count > 0) {
					counts.put(tag, count);
				}
			}
			tags = this.store.tags(tags.get(tags.size() - 1), TAGS);
		}
		requireOpen(this.store);
		return Collections.unmodifiableMap(counts);
	}

	private Object decoded(Key key) {
		return Objects.requireNonNullElseGet(this.keys.decode(key), () -> new EncodedKey(key));
	}

	private @Nullable CacheEntry latest(Entry entry, Predicate<Entry> belongs) {
		try {
			return described(entry);
		}
		catch (StoreException ex) {
			// Its file is gone or damaged: what was put in its place is found by its key.
			return this.store.get(entry.key(), (present) -> belongs.test(present) ? described(present) : null);
		}
	}

	private @Nullable CacheEntry described(Entry entry) {
		return this.failures.decoded(() -> CacheEntry.of(decoded(entry.key()), entry, this.values::describe));
	}

}
