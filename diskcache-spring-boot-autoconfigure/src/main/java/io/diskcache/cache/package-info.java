/**
 * Spring's caches on stores: names become caches, objects become entries, and failures of
 * a store become misses. Knows nothing of SQL and of Spring Boot.
 */
@NullMarked
package io.diskcache.cache;

import org.jspecify.annotations.NullMarked;
