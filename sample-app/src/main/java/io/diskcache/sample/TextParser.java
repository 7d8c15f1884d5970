package io.diskcache.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Service;

/** Parses texts. Each is parsed once and found on the disk afterwards. */
@Service
public class TextParser {

	private static final Pattern WORD = Pattern.compile("\\p{L}+");

	private static final int TOP_WORDS = 10;

	private final Clock clock;

	TextParser(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Parses a text.
	 * @param file name of one of the application's texts
	 * @return its statistics
	 */
	@Cacheable(cacheNames = "statistics", sync = true)
	public TextStatistics statistics(String file) {
		long begin = System.nanoTime();
		Map<String, Long> words = new TreeMap<>();
		long lines = 0;
		try (BufferedReader text = open(file)) {
			for (String line = text.readLine(); line != null; line = text.readLine()) {
				lines++;
				WORD.matcher(line.toLowerCase(Locale.ROOT))
					.results()
					.forEach((word) -> words.merge(word.group(), 1L, Long::sum));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new TextStatistics(lines, words.values().stream().mapToLong(Long::longValue).sum(), words.size(),
				longest(words), top(words), this.clock.instant(), ProcessHandle.current().pid(),
				Watch.microsSince(begin));
	}

	private static BufferedReader open(String file) throws IOException {
		InputStream text = new ClassPathResource("texts/" + file).getInputStream();
		return new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8));
	}

	private static String longest(Map<String, Long> words) {
		return words.keySet()
			.stream()
			.max(Comparator.comparingInt(String::length).thenComparing(Comparator.reverseOrder()))
			.orElse("");
	}

	private static Map<String, Long> top(Map<String, Long> words) {
		return words.entrySet()
			.stream()
			.sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
			.limit(TOP_WORDS)
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum, LinkedHashMap::new));
	}

}
