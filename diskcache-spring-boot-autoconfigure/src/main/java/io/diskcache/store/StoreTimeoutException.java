package io.diskcache.store;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a store could not get what an operation needs (the write lock, a
 * connection) before the operation's deadline. Trying again later is reasonable.
 */
public final class StoreTimeoutException extends StoreException {

	private static final long serialVersionUID = 1L;

	/**
	 * Makes an exception.
	 * @param message what was waited for, where, and for how long
	 * @param cause the cause, or {@code null}
	 */
	public StoreTimeoutException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
