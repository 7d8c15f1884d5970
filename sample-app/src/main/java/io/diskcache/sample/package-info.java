/**
 * A web application with three slow methods: what they return is found on the disk the
 * second time, also after a restart and by another process.
 */
@NullMarked
package io.diskcache.sample;

import org.jspecify.annotations.NullMarked;
