/** The parts of a report: what is run for each, and the charts drawn of it. */
@NullMarked
package io.diskcache.benchmarks.report;

import org.jspecify.annotations.NullMarked;
