package io.diskcache.store;

import java.io.IOException;

/**
 * Thrown where a value could not be read from where it comes from. The store itself is
 * sound.
 */
public final class SourceFailedException extends StoreException {

	private static final long serialVersionUID = 1L;

	private final IOException failure;

	SourceFailedException(IOException failure) {
		super("A value could not be read from its source", failure);
		this.failure = failure;
	}

	/**
	 * Returns what the source threw.
	 * @return the failure as it was
	 */
	public IOException failure() {
		return this.failure;
	}

}
