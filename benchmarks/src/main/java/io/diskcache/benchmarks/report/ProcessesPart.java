package io.diskcache.benchmarks.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.diskcache.benchmarks.load.Processes;
import io.diskcache.benchmarks.plot.LineChart;
import io.diskcache.benchmarks.plot.LineChart.Axis;
import io.diskcache.benchmarks.plot.LineChart.Point;
import io.diskcache.benchmarks.plot.Records;

/** What many processes do with stores of several numbers of shards. */
final class ProcessesPart implements Part {

	private static final String SHARDS = "1,2,4,8,16";

	@Override
	public String name() {
		return "processes";
	}

	@Override
	public String subject(ReportOptions options) {
		return "processes on one store of " + SHARDS + " shards"
				+ ((options.python() != null) ? ", and on python-diskcache" : "; --python adds python-diskcache");
	}

	@Override
	public void run(ReportOptions options) throws Exception {
		List<String> more = new ArrayList<>(List.of("--shards", SHARDS));
		more.addAll(options.quick() ? List.of("--processes", "4") : List.of("--warm-up", "15"));
		if (options.python() != null) {
			more.addAll(List.of("--python", options.python().toString()));
		}
		Processes.main(options.arguments(more.toArray(String[]::new)));
		draw(new LineChart("Operations of all processes", "shards", "operations per second"),
				Records.read(options.file("processes.csv")), "operations/s", 1, options.file("processes.svg"));
		draw(new LineChart("Sets of all processes", "shards", "ms, P99"),
				Records.read(options.file("processes-latencies.csv")).where("operation", "set"), "P99 µs", 0.001,
				options.file("processes-set.svg"));
	}

	private static void draw(LineChart chart, Records records, String y, double factor, Path file) throws IOException {
		chart.log(Axis.X);
		for (String store : records.distinct("store")) {
			List<Point> points = records.where("store", store).points("shards", y);
			chart.series(store, points.stream().map((point) -> point.times(1, factor)).toList());
		}
		chart.write(file);
	}

}
