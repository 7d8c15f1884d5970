package io.diskcache.near;

import org.jspecify.annotations.Nullable;

import io.diskcache.store.Stamp;

/**
 * What is held of one key: an object to give out, or bytes to make one of each time.
 *
 * @param stamp tells for how long it is current
 * @param value the object, or {@code null} where there are bytes
 * @param encoded the bytes, or {@code null} where there is an object
 * @param settled whether it was found out already in which of the two forms it is held
 * @param weight heap it takes with all that belongs to it, in bytes
 */
record NearEntry(Stamp stamp, @Nullable HeldValue value, @Nullable Encoded encoded, boolean settled, int weight) {

	/** Identity: what takes its place is never equal. */
	@Override
	public boolean equals(@Nullable Object other) {
		return this == other;
	}

	@Override
	public int hashCode() {
		return System.identityHashCode(this);
	}

}
