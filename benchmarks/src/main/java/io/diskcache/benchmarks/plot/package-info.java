/** Tables, charts and the place of a measurement, for reports. */
@NullMarked
package io.diskcache.benchmarks.plot;

import org.jspecify.annotations.NullMarked;
