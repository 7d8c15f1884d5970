package io.diskcache.store;

import org.jspecify.annotations.Nullable;

/**
 * What came of reading a key.
 *
 * @param <T> what was made of the entry
 * @param value what was made of the entry, or {@code null} where there is no live one, or
 * it is of no use
 * @param stamp tells for how long that is so; cannot be held where an entry is of no use
 */
public record Read<T>(@Nullable T value, Stamp stamp) {

	static <T> Read<T> ofNothing() {
		return new Read<>(null, Stamp.NEVER);
	}

}
