package io.diskcache.history;

/** How an operation ended, as far as its caller knows. */
enum Outcome {

	/** Not at all: its process was killed first. */
	IN_FLIGHT,

	/** It returned. */
	RETURNED,

	/** It threw an exception. */
	THREW

}
