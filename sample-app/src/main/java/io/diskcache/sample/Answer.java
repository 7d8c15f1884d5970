package io.diskcache.sample;

/**
 * The statistics of a text, and where they came from.
 *
 * @param file name of the text
 * @param result whether the text was parsed for this answer
 * @param answeredBy the process that answers
 * @param tookMicros how long it took, in microseconds
 * @param statistics the statistics
 */
record Answer(String file, Result result, long answeredBy, long tookMicros, TextStatistics statistics) {

	/** Where statistics come from. */
	enum Result {

		/** Found in the cache. */
		hit,
		/** Parsed while the answer was waited for. */
		computed

	}
}
