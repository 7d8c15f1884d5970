package io.diskcache.benchmarks.report;

import java.io.IOException;
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
		draw(timeouts, options);
	}

	private static void draw(Records timeouts, ReportOptions options) throws IOException {
		new LineChart("What the operation timeout costs", "operation timeout in ms", "%").log(Axis.X)
			.series("lookups that miss", timeouts.points("timeout ms", "misses %"))
			.series("puts that are skipped", timeouts.points("timeout ms", "puts skipped %"))
			.write(options.file("timeouts.svg"));
		List<Point> puts = timeouts.points("timeout ms", "put P99 µs")
			.stream()
			.map((point) -> point.times(1, 0.001))
			.toList();
		new LineChart("Puts over the operation timeout", "operation timeout in ms", "ms, P99").log(Axis.X)
			.series("store", puts)
			.write(options.file("timeouts-put.svg"));
	}

}
