package io.diskcache.benchmarks.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.diskcache.benchmarks.plot.LineChart;
import io.diskcache.benchmarks.plot.LineChart.Axis;
import io.diskcache.benchmarks.plot.LineChart.Point;
import io.diskcache.benchmarks.plot.Records;
import io.diskcache.benchmarks.replay.Replay;

/** Hit ratios of policies over traces. */
final class ReplayPart implements Part {

	private static final String CAPACITIES = "1%,2%,5%,10%,20%";

	/** With a few entries these fill the smallest store only if they are very large. */
	private static final String QUICK_CAPACITIES = "5%,20%";

	@Override
	public String name() {
		return "replay";
	}

	@Override
	public String subject(ReportOptions options) {
		return "hit ratios over the first " + accesses(options) + " accesses of zipf"
				+ String.join("", options.traces().stream().map((trace) -> ", " + trace).toList());
	}

	@Override
	public void run(ReportOptions options) throws IOException {
		List<String> arguments = new ArrayList<>(List.of("--csv", options.file("replay.csv").toString(), "--capacity",
				options.quick() ? QUICK_CAPACITIES : CAPACITIES, "--limit-accesses", accesses(options), "zipf"));
		arguments.addAll(options.traces());
		Replay.main(arguments.toArray(String[]::new));
		Records replay = Records.read(options.file("replay.csv"));
		List<String> traces = replay.distinct("trace");
		// Of the traces given the first stands for all.
		for (String trace : traces.subList(0, Math.min(2, traces.size()))) {
			draw(options, trace, replay.where("trace", trace));
		}
	}

	private static void draw(ReportOptions options, String trace, Records replay) throws IOException {
		var chart = new LineChart("Hit ratios of " + trace,
				"capacity in % of all different " + (replay.distinct("unit").contains("bytes") ? "bytes" : "keys"),
				"% hits");
		for (String policy : replay.distinct("policy")) {
			List<Point> points = replay.where("policy", policy).points("share", "ratio");
			chart.series(policy, points.stream().map((point) -> point.times(100, 1)).toList());
		}
		chart.log(Axis.X).write(options.file("replay-" + trace.replaceAll("[^A-Za-z0-9]+", "-") + ".svg"));
	}

	private static String accesses(ReportOptions options) {
		return options.quick() ? "20000" : "100000";
	}

}
