package io.diskcache.benchmarks.report;

import io.diskcache.benchmarks.web.Serving;

/** How fast values are served over HTTP. */
final class ServingPart implements Part {

	@Override
	public String name() {
		return "serving";
	}

	@Override
	public String subject(ReportOptions options) {
		return "values over HTTP, beside static resources, a controller and nginx";
	}

	@Override
	public void run(ReportOptions options) throws Exception {
		Serving.main(options.arguments());
	}

}
