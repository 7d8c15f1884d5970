package io.diskcache.benchmarks.report;

import io.diskcache.benchmarks.load.Overload;

/** What becomes of a store into which much more is put than it may hold. */
final class OverloadPart implements Part {

	@Override
	public String name() {
		return "overload";
	}

	@Override
	public String subject(ReportOptions options) {
		return "volume and puts of a store that may hold a small part of what is put";
	}

	@Override
	public void run(ReportOptions options) throws Exception {
		Overload.main(options.quick() ? options.arguments() : options.arguments("--times", "6"));
	}

}
