/** Values of a cache served over HTTP, and the same files served otherwise. */
@NullMarked
package io.diskcache.benchmarks.web;

import org.jspecify.annotations.NullMarked;
