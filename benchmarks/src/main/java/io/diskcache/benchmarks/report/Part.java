package io.diskcache.benchmarks.report;

import java.util.List;

/** A part of a report, which writes its files by itself. */
public interface Part {

	/** All, in the order in which they are run. */
	List<Part> ALL = List.of(new GrowthPart(), new ProcessesPart(), new TimeoutsPart(), new OverloadPart(),
			new ReplayPart(), new SpacePart(), new StampedePart(), new ServingPart());

	/** Returns the name by which it is asked for. */
	String name();

	/** Says what is measured, in one line. */
	String subject(ReportOptions options);

	/** Measures, and writes tables and charts into the directory of the report. */
	void run(ReportOptions options) throws Exception;

}
