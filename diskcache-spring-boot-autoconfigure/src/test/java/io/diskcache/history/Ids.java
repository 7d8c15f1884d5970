package io.diskcache.history;

/**
 * Ids of values: of which no two are written, by the log of the thread and a sequence.
 */
final class Ids {

	private static final int SEQUENCE_BITS = 36;

	private Ids() {
	}

	static long of(int writer, long sequence) {
		return ((writer + 1L) << SEQUENCE_BITS) | sequence;
	}

	static String describe(long id) {
		return ((id >>> SEQUENCE_BITS) - 1) + "#" + (id & ((1L << SEQUENCE_BITS) - 1));
	}

}
