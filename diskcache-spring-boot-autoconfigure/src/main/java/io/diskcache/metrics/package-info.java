/** Caches in Micrometer. Optional: nothing else knows these classes. */
@NullMarked
package io.diskcache.metrics;

import org.jspecify.annotations.NullMarked;
