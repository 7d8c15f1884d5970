package io.diskcache.benchmarks.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.diskcache.benchmarks.load.Timeouts;
import io.diskcache.benchmarks.plot.LineChart;
import io.diskcache.benchmarks.plot.LineChart.Axis;
import io.diskcache.benchmarks.plot.LineChart.Point;
import io.diskcache.benchmarks.plot.Records;

/** What the operation timeout makes of misses and latency. */
final class TimeoutsPart implements Part {

	@Override
	public String name() {
		return "timeouts";
	}

	@Override
	public String subject(ReportOptions options) {
		return "lookups of many processes with operation timeouts of 1 to 250 ms";
	}

	@Override
	public void run(ReportOptions options) throws Exception {
		Timeouts.main(options.quick() ? options.arguments() : options.arguments("--warm-up", "6", "--seconds", "8"));
		Records timeouts = Records.read(options.file("timeouts.csv"));
		draw(new LineChart("Misses over the operation timeout", "operation timeout in ms", "%"), timeouts, "misses %",
				1, options.file("timeouts.svg"));
		draw(new LineChart("Puts over the operation timeout", "operation timeout in ms", "ms, P99"), timeouts,
				"put P99 µs", 0.001, options.file("timeouts-put.svg"));
	}

	private static void draw(LineChart chart, Records timeouts, String y, double factor, Path file) throws IOException {
		List<Point> points = timeouts.points("timeout ms", y).stream().map((point) -> point.times(1, factor)).toList();
		chart.log(Axis.X).series("store", points).write(file);
	}

}
