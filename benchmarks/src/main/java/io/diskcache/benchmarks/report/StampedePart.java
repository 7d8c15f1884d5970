package io.diskcache.benchmarks.report;

import java.io.IOException;

import io.diskcache.benchmarks.load.Stampede;
import io.diskcache.benchmarks.plot.LineChart;
import io.diskcache.benchmarks.plot.Records;

/** What happens when a value expires that many ask for. */
final class StampedePart implements Part {

	@Override
	public String name() {
		return "stampede";
	}

	@Override
	public String subject(ReportOptions options) {
		return "ten threads ask for a value that lives for a second and takes 200 ms to compute";
	}

	@Override
	public void run(ReportOptions options) throws Exception {
		Stampede.main(options.arguments());
		Records course = Records.read(options.file("stampede-course.csv"));
		draw(course, "computing", "Computations at once", "computations", "stampede-computing.svg", options);
		draw(course, "longest lookup ms", "The longest lookup", "ms", "stampede-lookups.svg", options);
	}

	private static void draw(Records course, String column, String title, String unit, String file,
			ReportOptions options) throws IOException {
		LineChart chart = new LineChart(title, "ms", unit);
		for (String way : course.distinct("way")) {
			chart.series(way, course.where("way", way).points("ms", column));
		}
		chart.write(options.file(file));
	}

}
