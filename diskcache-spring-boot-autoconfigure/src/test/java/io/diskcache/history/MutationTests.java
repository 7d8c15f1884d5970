package io.diskcache.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

import io.diskcache.store.Jvm;

import static org.assertj.core.api.Assertions.assertThat;

/** The histories find the faults they are there to find, and so do other tests. */
class MutationTests {

	private static final Logger logger = LoggerFactory.getLogger(MutationTests.class);

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private static final Duration ROUND = Duration.ofMillis(1500);

	private final String classPath = System.getProperty("java.class.path");

	private final long seed = System.nanoTime();

	@TempDir
	Path temp;

	@Test
	void allFaultsCanBePutIn() throws IOException {
		compile(Mutations.all().toList());
	}

	@ParameterizedTest
	@MethodSource("inEveryBuild")
	void faultIsFoundAtOnce(Mutation mutation) throws IOException {
		find(mutation);
	}

	@Tag("stress")
	@ParameterizedTest
	@MethodSource("others")
	void faultIsFoundInTime(Mutation mutation) throws IOException {
		find(mutation);
	}

	private void find(Mutation mutation) throws IOException {
		compile(List.of(mutation));
		if (mutation.finder() instanceof Finder.Histories histories) {
			hunt(mutation, histories.shards());
		}
		else if (mutation.finder() instanceof Finder.SingleTest test) {
			run(mutation, test.method().split("#"));
		}
	}

	private void run(Mutation mutation, String[] method) {
		long start = System.nanoTime();
		try (Jvm jvm = Jvm.start(mutatedClassPath(), List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"), TestRunner.class,
				"io.diskcache." + method[0], method[1])) {
			String outcome = jvm.hear(PATIENCE);
			logger.warn("{}: {} after {} ms", mutation, outcome, millis(start));
			assertThat(outcome).as("%s\n%s", mutation, jvm.noise()).startsWith("failed");
		}
	}

	private void hunt(Mutation mutation, int shards) throws IOException {
		long begin = System.nanoTime();
		Path logs = this.temp.resolve("logs");
		try (Swarm swarm = new Swarm(this.temp.resolve("data"), logs, mutatedClassPath(), shards, this.seed)) {
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

	private void compile(List<Mutation> mutations) throws IOException {
		try (StandardJavaFileManager files = ToolProvider.getSystemJavaCompiler()
			.getStandardFileManager(null, null, null)) {
			files.setLocationFromPaths(StandardLocation.CLASS_PATH,
					Arrays.stream(this.classPath.split(":")).map(Path::of).toList());
			files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(Files.createDirectories(classes())));
			for (Mutation mutation : mutations) {
				mutation.compile(files);
			}
		}
	}

	private String mutatedClassPath() {
		return classes() + ":" + this.classPath;
	}

	private Path classes() {
		return this.temp.resolve("classes");
	}

	static Stream<Mutation> inEveryBuild() {
		return Mutations.of(true);
	}

	static Stream<Mutation> others() {
		return Mutations.of(false);
	}

}
