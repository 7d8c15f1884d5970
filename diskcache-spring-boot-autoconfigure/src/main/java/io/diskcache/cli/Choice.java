package io.diskcache.cli;

import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.diskcache.cache.TextKeys;
import io.diskcache.codec.KeyCodec;
import io.diskcache.store.Entry;
import io.diskcache.store.Key;
import io.diskcache.store.Page;
import io.diskcache.store.Selection;
import io.diskcache.store.Store;

/**
 * Which entries were chosen: those of some keys, or a selection.
 *
 * @param keys the keys, or {@code null}
 * @param selection the selection, if there are no keys
 */
record Choice(@Nullable List<Key> keys, Selection selection) {

	/** The options that choose. */
	static final Set<String> OPTIONS = Set.of("key", "encoded-key", "tag", "prefix");

	private static final int PAGE = 20;

	/**
	 * Reads the options that choose, all entries where there is none.
	 * @throws UsageException if there is more than one
	 * @throws IllegalArgumentException if one has a value that cannot be
	 */
	static Choice of(Call call, KeyCodec codec) {
		if (OPTIONS.stream().map(call::value).filter(Objects::nonNull).count() > 1) {
			throw new UsageException("Entries are chosen either by key, by tag or by prefix");
		}
		String key = call.value("key");
		String encoded = call.value("encoded-key");
		String tag = call.value("tag");
		String prefix = call.value("prefix");
		if (key != null) {
			return new Choice(TextKeys.named(key).stream().map(codec::encode).toList(), Selection.all());
		}
		if (encoded != null) {
			return new Choice(List.of(Key.of(HexFormat.of().parseHex(encoded))), Selection.all());
		}
		if (tag != null) {
			return new Choice(null, Selection.tagged(tag));
		}
		return new Choice(null, (prefix != null) ? Selection.prefix(codec.prefix(prefix)) : Selection.all());
	}

	/** Whether no option was given. */
	boolean isAll() {
		return this.keys == null && this.selection.equals(Selection.all());
	}

	/** Shows the entries to someone, one after the other, a few in memory at a time. */
	void visit(Store store, Visitor visitor) {
		if (this.keys != null) {
			this.keys.forEach((key) -> store.get(key, visitor::visit));
			return;
		}
		Page.Mark mark = null;
		do {
			Page<Entry> page = store.entries(this.selection, mark, PAGE);
			page.content().forEach(visitor::visit);
			mark = page.next();
		}
		while (mark != null);
	}

	/**
	 * Removes the entries.
	 * @return how many there were
	 */
	long remove(Store store) {
		return (this.keys != null) ? this.keys.stream().filter(store::remove).count() : store.remove(this.selection);
	}

	/** Is shown entries. */
	@FunctionalInterface
	interface Visitor {

		/**
		 * Looks at an entry.
		 * @return anything, for who needs a result
		 */
		Object visit(Entry entry);

	}

}
