/** Annotations beside Spring's own, for methods whose results are in our caches. */
@NullMarked
package io.diskcache.annotation;

import org.jspecify.annotations.NullMarked;
