package io.diskcache.cache;

import org.jspecify.annotations.Nullable;

/** Thrown where a value cannot be read from the cache, as it could not be stored. */
public final class ValueNotStoredException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	ValueNotStoredException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
