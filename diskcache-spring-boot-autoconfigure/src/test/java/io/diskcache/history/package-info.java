/**
 * Histories of what many threads of many processes did to caches, and whether they can
 * have happened.
 */
@NullMarked
package io.diskcache.history;

import org.jspecify.annotations.NullMarked;
