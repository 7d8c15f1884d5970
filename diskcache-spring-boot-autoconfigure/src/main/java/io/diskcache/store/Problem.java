package io.diskcache.store;

/**
 * One contradiction found by a check.
 *
 * @param kind what is wrong
 * @param detail where, in words; never a key or a value
 */
public record Problem(Kind kind, String detail) {

	/** What can be wrong with a store. */
	public enum Kind {

		/**
		 * SQLite finds the database damaged. Mended by a new database at the next
		 * opening.
		 */
		DATABASE,
		/** A row's value file is missing. Mended by deleting the row. */
		FILE_MISSING,
		/** A value file belongs to no row. Mended by deleting the file. */
		FILE_UNKNOWN,
		/** A value is not as long as its row says. Mended by deleting the row. */
		LENGTH,
		/** A value does not have its row's checksum. Mended by deleting the row. */
		CHECKSUM,
		/** The counters contradict the rows. Mended by counting anew. */
		TOTALS,
		/** An entry cannot be found by its tags, or by others. Mended by its row. */
		TAGS,
		/** A key has two rows. Mended by deleting the older one. */
		DUPLICATE,
		/**
		 * A row's version lies above the counter of versions. Mended by raising the
		 * counter.
		 */
		VERSION

	}
}
