/** Measurements of the store. Nothing here is part of the product. */
@NullMarked
package io.diskcache.benchmarks;

import org.jspecify.annotations.NullMarked;
