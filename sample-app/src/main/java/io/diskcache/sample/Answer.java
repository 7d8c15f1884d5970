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

	static Answer of(String file, Call<TextStatistics> call) {
		return new Answer(file, call.result(), ProcessHandle.current().pid(), call.tookMicros(), call.value());
	}

}
