package io.diskcache.cache;

import org.jspecify.annotations.Nullable;

/**
 * An {@link EntryPolicy} has no terms for a value. Its message is logged, and so tells
 * nothing of keys and values.
 */
public class EntryTermsException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Makes an exception.
	 * @param message what is wrong, and where
	 * @param cause why, or {@code null}
	 */
	public EntryTermsException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
