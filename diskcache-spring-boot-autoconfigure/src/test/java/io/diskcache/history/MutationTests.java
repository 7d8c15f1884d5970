package io.diskcache.history;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

import io.diskcache.history.Mutation.Visibility;

import static org.assertj.core.api.Assertions.assertThat;

/** The histories find the faults they are there to find. */
class MutationTests {

	private static final Logger logger = LoggerFactory.getLogger(MutationTests.class);

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private static final Duration ROUND = Duration.ofMillis(1500);

	private final String classPath = System.getProperty("java.class.path");

	private final long seed = System.nanoTime();

	@TempDir
	Path temp;

	@ParameterizedTest
	@MethodSource("all")
	void faultCanBePutIn(Mutation mutation) throws IOException {
		mutation.compile(this.temp.resolve("classes"), this.classPath);

		assertThat(this.temp.resolve("classes")).isDirectoryRecursivelyContaining("glob:**.class");
	}

	@ParameterizedTest
	@MethodSource("fast")
	void faultIsFoundAtOnce(Mutation mutation) throws IOException {
		hunt(mutation);
	}

	@Tag("stress")
	@ParameterizedTest
	@MethodSource("others")
	void faultIsFoundInTime(Mutation mutation) throws IOException {
		hunt(mutation);
	}

	private void hunt(Mutation mutation) throws IOException {
		Path classes = this.temp.resolve("classes");
		mutation.compile(classes, this.classPath);
		long begin = System.nanoTime();
		Path logs = this.temp.resolve("logs");
		try (Swarm swarm = new Swarm(this.temp.resolve("data"), logs, classes + ":" + this.classPath, this.seed)) {
			List<Violation> violations = List.of();
			long start = System.nanoTime();
			while (violations.isEmpty() && System.nanoTime() - start < PATIENCE.toNanos()) {
				History history = swarm.run(ROUND);
				violations = history.violations();
				if (!violations.isEmpty()) {
					logger.warn("{}: found after {} ms ({} with the start), {} violations, first: {}", mutation,
							millis(start), millis(begin), violations.size(), violations.get(0).explain(history));
				}
				FileSystemUtils.deleteRecursively(logs);
			}
			assertThat(violations).as("Violations of '%s', seed %d", mutation, this.seed).isNotEmpty();
		}
	}

	private static long millis(long since) {
		return Duration.ofNanos(System.nanoTime() - since).toMillis();
	}

	static Stream<Mutation> all() {
		return Mutations.all();
	}

	static Stream<Mutation> fast() {
		return Mutations.of(Visibility.FAST);
	}

	static Stream<Mutation> others() {
		return Mutations.of(Visibility.SLOW);
	}

}
