package io.diskcache.cli;

/** Thrown where the command was called wrongly. */
final class UsageException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UsageException(String message) {
		super(message);
	}

}
