/** Hit ratios of eviction policies over traces of accesses. */
@NullMarked
package io.diskcache.benchmarks.replay;

import org.jspecify.annotations.NullMarked;
