package io.diskcache.benchmarks.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a report consists of.
 *
 * @param quick whether it is only tried out
 * @param out the directory its files are written to
 * @param python a directory in which python-diskcache is
 * @param traces traces to replay besides the mixes, each as its format, a colon and a
 * path
 * @param parts which parts are run
 */
public record ReportOptions(boolean quick, Path out, @Nullable Path python, List<String> traces, List<Part> parts) {

	public ReportOptions {
		traces = List.copyOf(traces);
		parts = List.copyOf(parts);
	}

	/** Reads the arguments of the command line; without names of parts all are run. */
	public static ReportOptions of(String... args) {
		boolean quick = false;
		Path out = Path.of("docs", "benchmarks");
		Path python = null;
		List<String> traces = new ArrayList<>();
		List<Part> parts = new ArrayList<>();
		Iterator<String> arguments = List.of(args).iterator();
		while (arguments.hasNext()) {
			String argument = arguments.next();
			switch (argument) {
				case "--quick" -> quick = true;
				case "--out" -> out = Path.of(value(argument, arguments));
				case "--python" -> python = Path.of(value(argument, arguments));
				case "--trace" -> traces.add(value(argument, arguments));
				default -> parts.add(part(argument));
			}
		}
		return new ReportOptions(quick, out, python, traces, parts.isEmpty() ? Part.ALL : parts);
	}

	/** Returns the path of a file of the report. */
	Path file(String name) {
		return this.out.resolve(name);
	}

	/** Makes the arguments of a program that writes its tables into the report. */
	String[] arguments(String... more) {
		List<String> all = new ArrayList<>(List.of("--csv", this.out.toString()));
		if (this.quick) {
			all.add("--quick");
		}
		all.addAll(List.of(more));
		return all.toArray(String[]::new);
	}

	private static String value(String name, Iterator<String> arguments) {
		if (!arguments.hasNext()) {
			throw new IllegalArgumentException(name + " must have a value");
		}
		return arguments.next();
	}

	private static Part part(String name) {
		return Part.ALL.stream()
			.filter((part) -> part.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("Known are --quick, --out, --python, --trace and "
					+ Part.ALL.stream().map(Part::name).toList() + "; not understood: " + name));
	}

}
