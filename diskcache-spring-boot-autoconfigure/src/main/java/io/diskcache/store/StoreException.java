package io.diskcache.store;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a store cannot do what it was asked for. The message names the operation,
 * the place and the cause, and never a key or a value.
 */
public class StoreException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Makes an exception.
	 * @param message what failed, where, and the mend where there is one
	 * @param cause the cause, or {@code null}
	 */
	public StoreException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
