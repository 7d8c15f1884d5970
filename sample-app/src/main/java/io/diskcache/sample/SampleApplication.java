package io.diskcache.sample;

import java.time.Clock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Starts the sample. */
@SpringBootApplication
@EnableCaching
public class SampleApplication {

	private static final Logger logger = LoggerFactory.getLogger(SampleApplication.class);

	/**
	 * Starts the sample.
	 * @param arguments options such as {@code --server.port=8081}
	 */
	public static void main(String[] arguments) {
		SpringApplication.run(SampleApplication.class, arguments);
	}

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

	@Bean
	ApplicationRunner report(TextLibrary library, Environment environment) {
		return (arguments) -> {
			for (String file : library.files()) {
				Answer answer = library.ask(file);
				logger.info("{}: {} in {} µs, {} words, parsed by process {} at {}", file, answer.result(),
						answer.tookMicros(), answer.statistics().words(), answer.statistics().computedBy(),
						answer.statistics().computedAt());
			}
			logger.info("Open http://localhost:{}/", environment.getProperty("local.server.port"));
		};
	}

}
