package io.diskcache.benchmarks.plot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A table of comma-separated values with a head, as in RFC 4180. Not thread-safe. */
public final class Csv {

	private final int width;

	private final List<String> lines = new ArrayList<>();

	public Csv(String... columns) {
		this.width = columns.length;
		row((Object[]) columns);
	}

	public Csv row(Object... values) {
		if (values.length != this.width) {
			throw new IllegalArgumentException("A row must have " + this.width + " values, but has " + values.length);
		}
		this.lines.add(Arrays.stream(values).map(Csv::quoted).collect(Collectors.joining(",")));
		return this;
	}

	/** Writes the table to a file, in place of what was there. */
	public void write(Path file) throws IOException {
		Files.write(file, this.lines);
	}

	private static String quoted(Object value) {
		String text = value.toString();
		boolean plain = text.chars().noneMatch((c) -> c == ',' || c == '"' || c == '\n' || c == '\r');
		return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
	}

}
