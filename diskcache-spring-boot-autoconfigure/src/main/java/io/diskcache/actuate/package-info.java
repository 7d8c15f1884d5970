/**
 * Caches in the Actuator: an endpoint and a health indicator. Optional: nothing else
 * knows these classes.
 */
@NullMarked
package io.diskcache.actuate;

import org.jspecify.annotations.NullMarked;
