/** What stores are like under load: many entries, many processes, and more than fits. */
@NullMarked
package io.diskcache.benchmarks.load;

import org.jspecify.annotations.NullMarked;
