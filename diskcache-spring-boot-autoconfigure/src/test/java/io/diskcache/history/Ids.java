package io.diskcache.history;

/**
 * Ids of values: of which no two are written, by the log of the thread and a sequence.
 */
final class Ids {

	/** How far a number that others add to may go up. */
	static final long ROOM = 1 << 14;

	private static final int SEQUENCE_BITS = 36;

	private Ids() {
	}

	static long of(int writer, long sequence) {
		return ((writer + 1L) << SEQUENCE_BITS) | sequence;
	}

	/** The log of the thread that made an id. */
	static long writer(long id) {
		return (id >>> SEQUENCE_BITS) - 1;
	}

	static String describe(long id) {
		return writer(id) + "#" + (id & ((1L << SEQUENCE_BITS) - 1));
	}

}
