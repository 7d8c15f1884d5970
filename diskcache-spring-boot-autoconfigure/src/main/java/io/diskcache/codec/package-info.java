/**
 * Java objects to bytes and back: keys by a canonical, ordered encoding, values natively
 * or by a codec behind an allow-list. Knows neither Spring nor SQL.
 */
@NullMarked
package io.diskcache.codec;

import org.jspecify.annotations.NullMarked;
