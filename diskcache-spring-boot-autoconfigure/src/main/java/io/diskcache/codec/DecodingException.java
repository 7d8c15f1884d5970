package io.diskcache.codec;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when stored bytes do not become a value any more: they are damaged, their class
 * has changed or is gone, or it is no longer allowed. For a cache this is a miss.
 */
public final class DecodingException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Makes an exception.
	 * @param message what cannot be decoded and why
	 * @param cause the cause, or {@code null}
	 */
	public DecodingException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
