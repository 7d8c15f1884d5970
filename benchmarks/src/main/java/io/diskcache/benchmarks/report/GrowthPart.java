package io.diskcache.benchmarks.report;

import java.io.IOException;
import java.util.List;

import io.diskcache.benchmarks.load.Growth;
import io.diskcache.benchmarks.plot.LineChart;
import io.diskcache.benchmarks.plot.LineChart.Axis;
import io.diskcache.benchmarks.plot.LineChart.Point;
import io.diskcache.benchmarks.plot.Records;

/** What operations cost with more and more entries. */
final class GrowthPart implements Part {

	private static final String ENTRIES = "entries";

	private static final String STORE = "store";

	private static final String FILES = "a file per entry";

	private static final String NEW = "put new";

	private static final String AT_LIMIT = "put new at the limit";

	@Override
	public String name() {
		return "growth";
	}

	@Override
	public String subject(ReportOptions options) {
		return "gets, puts and opening with 1000 to " + entries(options) + " entries; the cache with a file per entry "
				+ "ends at " + files(options) + ", as more files take too long to make";
	}

	@Override
	public void run(ReportOptions options) throws Exception {
		Growth.main(options.arguments("--entries", entries(options), "--files", files(options), "--rounds",
				options.quick() ? "4" : "20", "--seconds", options.quick() ? "20" : "90"));
		Records growth = Records.read(options.file("growth.csv"));
		drawGets(options, growth.where("operation", "get"));
		drawPuts(options, growth);
		new LineChart("Opening a store, to the first value read", ENTRIES, "ms, median").log(Axis.X)
			.series(STORE,
					Records.read(options.file("growth-footprint.csv")).points(ENTRIES, "opening to first get ms"))
			.write(options.file("growth-open.svg"));
	}

	private static void drawGets(ReportOptions options, Records gets) throws IOException {
		LineChart chart = chart("Get of a value of 1 KiB");
		for (String cache : gets.distinct("cache")) {
			add(chart, cache, gets.where("cache", cache));
		}
		chart.write(options.file("growth-get.svg"));
	}

	private static void drawPuts(ReportOptions options, Records growth) throws IOException {
		LineChart chart = chart("Put of a new entry of 1 KiB");
		add(chart, STORE, of(growth, NEW, STORE));
		add(chart, STORE + ", full: each put evicts", of(growth, AT_LIMIT, STORE));
		add(chart, "plain JDBC", of(growth, NEW, "plain JDBC"));
		add(chart, FILES, of(growth, NEW, FILES));
		add(chart, FILES + ", limited: lists", of(growth, AT_LIMIT, FILES));
		add(chart, FILES + ", full: culls a third", of(growth, "put that culls a third", FILES));
		chart.write(options.file("growth-put.svg"));
	}

	private static LineChart chart(String title) {
		return new LineChart(title, ENTRIES, "µs, P50").log(Axis.X).log(Axis.Y);
	}

	private static void add(LineChart chart, String name, Records records) {
		List<Point> points = records.points(ENTRIES, "P50 µs");
		if (!points.isEmpty()) {
			chart.series(name, points);
		}
	}

	private static Records of(Records growth, String operation, String cache) {
		return growth.where("operation", operation).where("cache", cache);
	}

	private static String entries(ReportOptions options) {
		return options.quick() ? "100000" : "1000000";
	}

	private static String files(ReportOptions options) {
		return options.quick() ? "10000" : "100000";
	}

}
