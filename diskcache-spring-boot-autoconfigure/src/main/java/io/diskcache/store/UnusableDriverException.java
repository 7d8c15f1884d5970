package io.diskcache.store;

import org.jspecify.annotations.Nullable;

/** Thrown where the driver of SQLite on the class path cannot be used. */
public class UnusableDriverException extends StoreException {

	private static final long serialVersionUID = 1L;

	/**
	 * Makes an exception.
	 * @param message what is the matter, and the mend
	 * @param cause the reason, if there is a deeper one
	 */
	public UnusableDriverException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
