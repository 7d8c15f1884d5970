package io.diskcache.codec;

/**
 * How keys of one type are written. What it writes ends itself: it is never the beginning
 * of what it writes for another key.
 *
 * @param <T> the type
 */
@FunctionalInterface
interface KeyForm<T> {

	void write(T value, KeyWriter out);

}
