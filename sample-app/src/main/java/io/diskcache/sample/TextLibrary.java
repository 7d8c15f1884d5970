package io.diskcache.sample;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.stereotype.Service;

/** The texts of the application, and what is known of them. */
@Service
class TextLibrary {

	private final List<String> files;

	private final TextParser parser;

	private final Watch watch;

	TextLibrary(ResourcePatternResolver resources, TextParser parser, Watch watch) throws IOException {
		this.files = Arrays.stream(resources.getResources("classpath:texts/*.txt"))
			.map(Resource::getFilename)
			.filter(Objects::nonNull)
			.sorted()
			.toList();
		this.parser = parser;
		this.watch = watch;
	}

	List<String> files() {
		return this.files;
	}

	Answer ask(String file) {
		return Answer.of(file, this.watch.call(() -> this.parser.statistics(file)));
	}

}
