/**
 * The engine: entries of encoded keys and bytes in a SQLite database, large values in
 * files beside it. Shared by all processes of a host, atomic, and safe against their
 * sudden death. Knows neither Spring's container nor Java objects.
 */
@NullMarked
package io.diskcache.store;

import org.jspecify.annotations.NullMarked;
