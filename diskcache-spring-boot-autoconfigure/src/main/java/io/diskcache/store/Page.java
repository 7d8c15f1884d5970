package io.diskcache.store;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

import org.jspecify.annotations.Nullable;

/**
 * A part of a selection. No cursor is open between two pages, so one page can be asked
 * for long after the other.
 *
 * @param <T> what it has
 * @param content what it has; may be empty though there are more pages
 * @param next from where the next page is to be asked for, or {@code null} if this is the
 * last one
 */
public record Page<T>(List<T> content, @Nullable Mark next) {

	/** The last page, with nothing on it. */
	static <T> Page<T> empty() {
		return new Page<>(List.of(), null);
	}

	/**
	 * A place in a selection: what comes next are the entries beyond one, up to those
	 * that were there when the first page was asked for. Immutable.
	 */
	public static final class Mark {

		private final long last;

		private final long end;

		/** What there was when the first page was asked for, if that was looked up. */
		private final long @Nullable [] ids;

		/** Places in the shards that are left, by their numbers; or none. */
		private final SortedMap<Integer, Mark> shards;

		Mark(long last, long end) {
			this(last, end, null, Collections.emptySortedMap());
		}

		private Mark(long last, long end, long @Nullable [] ids, SortedMap<Integer, Mark> shards) {
			this.last = last;
			this.end = end;
			this.ids = ids;
			this.shards = shards;
		}

		/** Makes the mark of places in several shards. */
		static Mark in(SortedMap<Integer, Mark> shards) {
			return new Mark(0, 0, null, shards);
		}

		/** The places in the shards that are left, by their numbers. */
		SortedMap<Integer, Mark> shards() {
			return this.shards;
		}

		/**
		 * Makes the mark before the first of some entries.
		 * @param ids their ids in ascending order
		 */
		static Mark before(long[] ids, boolean descending) {
			return new Mark(descending ? Long.MAX_VALUE : Long.MIN_VALUE, 0, ids, Collections.emptySortedMap());
		}

		/** The ids of all entries in ascending order, or {@code null}. */
		long @Nullable [] ids() {
			return this.ids;
		}

		/** The id that was reached. */
		long last() {
			return this.last;
		}

		/** The greatest id there is to be, or the least in descending order. */
		long end() {
			return this.end;
		}

		Mark reached(long id) {
			return new Mark(id, this.end, this.ids, this.shards);
		}

	}

}
