package io.diskcache.sample;

import java.io.Serializable;
import java.time.Instant;
import java.util.Map;

/**
 * What is known of a text.
 *
 * @param lines number of lines
 * @param words number of words, which are runs of letters
 * @param distinctWords number of different words, in lower case
 * @param longestWord the longest word, the first of them in the alphabet
 * @param topWords the words that occur most often, in lower case, each with its number
 * @param computedAt when the text was parsed
 * @param computedBy the process that parsed it
 * @param computedInMicros how long that took, in microseconds
 */
public record TextStatistics(long lines, long words, long distinctWords, String longestWord, Map<String, Long> topWords,
		Instant computedAt, long computedBy, long computedInMicros) implements Computed, Serializable {
}
