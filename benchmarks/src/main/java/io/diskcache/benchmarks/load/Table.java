package io.diskcache.benchmarks.load;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.diskcache.benchmarks.plot.Csv;
import org.jspecify.annotations.Nullable;

/** A table for readers, and for programs where a directory for it is named. */
public final class Table {

	private static final PrintStream out = System.out;

	private final String name;

	private final List<String> columns;

	private final List<List<String>> rows = new ArrayList<>();

	public Table(String name, String... columns) {
		this.name = name;
		this.columns = List.of(columns);
	}

	/** Adds a row; fractions get as many digits as tell something. */
	public void row(Object... cells) {
		if (cells.length != this.columns.size()) {
			throw new IllegalArgumentException("A row of " + this.name + " has " + this.columns.size() + " cells");
		}
		this.rows.add(Stream.of(cells).map(Table::text).toList());
	}

	/** Prints the table, and writes it where a directory is named. */
	public void publish(@Nullable Path directory) {
		out.println();
		printRow(this.columns);
		out.println("|---".repeat(this.columns.size()) + "|");
		this.rows.forEach(Table::printRow);
		out.flush();
		write(directory);
	}

	/** Writes the table where a directory is named. */
	void write(@Nullable Path directory) {
		if (directory == null) {
			return;
		}
		var csv = new Csv(this.columns.toArray(String[]::new));
		this.rows.forEach((row) -> csv.row(row.toArray()));
		try {
			csv.write(Files.createDirectories(directory).resolve(this.name + ".csv"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void printRow(List<String> row) {
		out.println("| " + String.join(" | ", row) + " |");
	}

	private static String text(Object cell) {
		if (!(cell instanceof Double number)) {
			return cell.toString();
		}
		String format = (Math.abs(number) >= 100) ? "%.0f" : (Math.abs(number) >= 10) ? "%.1f" : "%.2f";
		return Double.isFinite(number) ? String.format(Locale.ROOT, format, number) : "";
	}

}
