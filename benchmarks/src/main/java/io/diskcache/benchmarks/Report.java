package io.diskcache.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.diskcache.benchmarks.plot.Environment;
import io.diskcache.benchmarks.report.Part;
import io.diskcache.benchmarks.report.ReportOptions;

/**
 * Measures stores as they grow, under load, and over traces; writes tables and charts:
 * {@code java -Xmx1g -cp benchmarks/target/benchmarks.jar io.diskcache.benchmarks.Report
 * [--quick] [--out docs/benchmarks] [--python directory] [--trace format:path]...
 * [parts]}. The parts are growth, processes, timeouts, overload, replay, space, stampede
 * and serving; all take up to 25 minutes on two processors, with {@code --quick} up to
 * four, and each trace some more. Hit ratios do not depend on the disk: replay alone is
 * done sooner with a {@code java.io.tmpdir} in memory. Where a part fails the others are
 * run nevertheless, and the exit status is 1.
 */
public final class Report {

	private static final PrintStream out = System.out;

	private Report() {
	}

	public static void main(String[] args) throws IOException {
		ReportOptions options = ReportOptions.of(args);
		Files.createDirectories(options.out());
		Files.write(options.out().resolve("environment.txt"),
				List.of(Environment.line(), Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
						"Parts: " + options.parts().stream().map(Part::name).collect(Collectors.joining(" "))
								+ (options.quick() ? ", quick" : "")));
		List<String> failed = new ArrayList<>();
		for (Part part : options.parts()) {
			if (!succeeds(part, options)) {
				failed.add(part.name());
			}
		}
		if (!failed.isEmpty()) {
			out.println("Failed: " + String.join(", ", failed));
			System.exit(1);
		}
	}

	private static boolean succeeds(Part part, ReportOptions options) {
		out.printf("%n== %s: %s%n", part.name(), part.subject(options));
		long start = System.nanoTime();
		boolean success = false;
		try {
			part.run(options);
			success = true;
		}
		catch (Exception | OutOfMemoryError ex) {
			ex.printStackTrace(out);
		}
		out.printf("== %s %s after %d s%n", part.name(), success ? "is done" : "failed",
				Duration.ofNanos(System.nanoTime() - start).toSeconds());
		return success;
	}

}
