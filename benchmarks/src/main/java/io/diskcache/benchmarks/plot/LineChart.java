package io.diskcache.benchmarks.plot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A chart of named lines, written as SVG on a white ground without fonts or scripts of
 * its own. Not thread-safe.
 */
public final class LineChart {

	/** Both directions of a chart. */
	public enum Axis {

		X, Y

	}

	/** One value of a series. */
	public record Point(double x, double y) {

		/** Returns the same in other units. */
		public Point times(double xFactor, double yFactor) {
			return new Point(this.x * xFactor, this.y * yFactor);
		}

	}

	private final String title;

	private final String x;

	private final String y;

	private final Set<Axis> logarithmic = EnumSet.noneOf(Axis.class);

	private final Map<String, List<Point>> series = new LinkedHashMap<>();

	/** Makes an empty chart with the titles of itself and of its axes. */
	public LineChart(String title, String x, String y) {
		this.title = title;
		this.x = x;
		this.y = y;
	}

	/** Scales an axis by the decimal logarithm; all values must then be positive. */
	public LineChart log(Axis axis) {
		this.logarithmic.add(axis);
		return this;
	}

	/** Adds a line through points in their order, below those there are in the legend. */
	public LineChart series(String name, List<Point> points) {
		this.series.put(name, List.copyOf(points));
		return this;
	}

	/** Writes the chart to a file, in place of what was there. */
	public void write(Path file) throws IOException {
		Files.writeString(file, svg());
	}

	String svg() {
		List<Point> points = new ArrayList<>();
		this.series.values().forEach(points::addAll);
		if (points.isEmpty()) {
			throw new IllegalStateException("A chart must have points: " + this.title);
		}
		Scale across = Scale.of(this.logarithmic.contains(Axis.X), points.stream().mapToDouble(Point::x));
		Scale up = Scale.of(this.logarithmic.contains(Axis.Y), points.stream().mapToDouble(Point::y));
		int longest = this.series.keySet().stream().mapToInt(String::length).max().orElseThrow();
		var drawing = new Drawing(longest, across, up);
		drawing.frame(this.title, this.x, this.y);
		this.series.forEach(drawing::line);
		return drawing.end();
	}

}
