package io.diskcache.benchmarks.plot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Rows of a file that {@link Csv} wrote, without line breaks in a value. Immutable. */
public final class Records {

	private final List<String> columns;

	private final List<List<String>> rows;

	private Records(List<String> columns, List<List<String>> rows) {
		this.columns = columns;
		this.rows = rows;
	}

	public static Records read(Path file) throws IOException {
		List<List<String>> lines = Files.readAllLines(file).stream().map(Records::values).toList();
		return new Records(lines.get(0), lines.subList(1, lines.size()));
	}

	/** Returns those that have a value in a column. */
	public Records where(String column, String value) {
		int index = index(column);
		return new Records(this.columns, this.rows.stream().filter((row) -> row.get(index).equals(value)).toList());
	}

	/** Returns all different values of a column, in their order. */
	public List<String> distinct(String column) {
		int index = index(column);
		return this.rows.stream().map((row) -> row.get(index)).distinct().toList();
	}

	/**
	 * Makes points of two columns of numbers. A number ends at a space: what follows is
	 * its range. Rows without a number are left out.
	 */
	public List<LineChart.Point> points(String x, String y) {
		return this.rows.stream()
			.filter((row) -> !row.get(index(x)).isEmpty() && !row.get(index(y)).isEmpty())
			.map((row) -> new LineChart.Point(number(row.get(index(x))), number(row.get(index(y)))))
			.toList();
	}

	private int index(String column) {
		int index = this.columns.indexOf(column);
		if (index < 0) {
			throw new IllegalArgumentException("There must be a column " + column + ", but there are " + this.columns);
		}
		return index;
	}

	private static double number(String value) {
		return Double.parseDouble(value.split(" ", 2)[0]);
	}

	private static List<String> values(String line) {
		List<String> values = new ArrayList<>();
		var value = new StringBuilder();
		boolean quoted = false;
		for (int i = 0; i < line.length(); i++) {
			char c = line.charAt(i);
			if (c == '"') {
				// A quote within quotes is doubled: it ends them and begins them again.
				boolean doubled = !quoted && i > 0 && line.charAt(i - 1) == '"';
				value.append(doubled ? "\"" : "");
				quoted = !quoted;
			}
			else if (c == ',' && !quoted) {
				values.add(value.toString());
				value.setLength(0);
			}
			else {
				value.append(c);
			}
		}
		values.add(value.toString());
		return values;
	}

}
