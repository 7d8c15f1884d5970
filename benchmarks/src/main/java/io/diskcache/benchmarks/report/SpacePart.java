package io.diskcache.benchmarks.report;

import java.io.IOException;

import io.diskcache.benchmarks.load.Space;
import io.diskcache.benchmarks.plot.LineChart;
import io.diskcache.benchmarks.plot.Records;

/** How soon the disk has its space back. */
final class SpacePart implements Part {

	@Override
	public String name() {
		return "space";
	}

	@Override
	public String subject(ReportOptions options) {
		return "volume and puts while 95 % of the entries are removed, and afterwards";
	}

	@Override
	public void run(ReportOptions options) throws IOException {
		Space.main(options.arguments());
		Records volume = Records.read(options.file("space-volume.csv"));
		var chart = new LineChart("Volume after 95 % of the entries are removed", "seconds since the removal began",
				"MB");
		chart.series("all files", volume.points("seconds", "MB"));
		chart.series("databases", volume.points("seconds", "MB of databases"));
		chart.series("values", volume.points("seconds", "MB of values"));
		chart.series("write-ahead logs", volume.points("seconds", "MB of logs"));
		chart.write(options.file("space.svg"));
	}

}
