package io.diskcache.history;

/** What an operation was. */
enum Kind {

	/** Looked a key up, and found a value or none. */
	GET,

	/** Stored a value. */
	PUT,

	/** Removed a key. */
	EVICT,

	/** Removed all keys, each at a moment of its own, as it is over several shards. */
	CLEAR,

	/** Stored a value unless there was one. */
	PUT_IF_ABSENT,

	/** Read a value and stored its successor in one transaction. */
	INCREMENT,

	/** Looked a key up, and loaded it where it found none. */
	LOAD,

	/** Stored a value in a transaction that was then rolled back on purpose. */
	ROLLBACK,

	/** Removed a value and returned it. */
	TAKE,

	/** Stored a value in the place of the one it expected; none if it found another. */
	REPLACE,

	/**
	 * Changed when a value expires, and so found one, of which it knows no id, or none.
	 */
	TOUCH,

	/** Added to a number, whose result tells what it found. */
	ADD,

	/** Stored a value with a tag. */
	PUT_TAGGED,

	/** Removed all values with the tag. */
	REMOVE_TAGGED,

	/** Stored the same value under both keys of a pair in one transaction. */
	PUT_PAIR,

	/** Found two values in one transaction under the keys of a pair. */
	TORN;

	private static final Kind[] ALL = values();

	static Kind of(int number) {
		return ALL[number];
	}

}
