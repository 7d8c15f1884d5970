package io.diskcache.store;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the files of a store contradict themselves: the database is damaged or not
 * one of ours.
 */
public final class StoreCorruptedException extends StoreException {

	private static final long serialVersionUID = 1L;

	/**
	 * Makes an exception.
	 * @param message what is damaged and how it can be mended
	 * @param cause the cause, or {@code null}
	 */
	public StoreCorruptedException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
