package io.diskcache.sample;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.stereotype.Service;

/** The texts of the application, and what is known of them. */
@Service
class TextLibrary {

	private final long process = ProcessHandle.current().pid();

	private final List<String> files;

	private final TextParser parser;

	private final Clock clock;

	TextLibrary(ResourcePatternResolver resources, TextParser parser, Clock clock) throws IOException {
		this.files = Arrays.stream(resources.getResources("classpath:texts/*.txt"))
			.map(Resource::getFilename)
			.filter(Objects::nonNull)
			.sorted()
			.toList();
		this.parser = parser;
		this.clock = clock;
	}

	List<String> files() {
		return this.files;
	}

	Answer ask(String file) {
		Instant asked = this.clock.instant();
		long begin = System.nanoTime();
		TextStatistics statistics = this.parser.statistics(file);
		long took = System.nanoTime() - begin;
		boolean computed = statistics.computedBy() == this.process && !statistics.computedAt().isBefore(asked);
		return new Answer(file, computed ? Answer.Result.computed : Answer.Result.hit, this.process,
				TimeUnit.NANOSECONDS.toMicros(took), statistics);
	}

}
