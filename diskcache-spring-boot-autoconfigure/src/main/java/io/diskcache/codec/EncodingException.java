package io.diskcache.codec;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a value cannot be stored because of what it is. The message names the class
 * and the mend, never the value.
 */
public final class EncodingException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	/**
	 * Makes an exception.
	 * @param message what cannot be encoded, why, and the mend where there is one
	 * @param cause the cause, or {@code null}
	 */
	public EncodingException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
