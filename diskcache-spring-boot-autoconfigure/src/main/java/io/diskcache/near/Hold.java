package io.diskcache.near;

/** In which form values are held in the heap. */
public enum Hold {

	/** Immutable values as the objects they are, all others as bytes. */
	AUTO,
	/**
	 * All values as objects, shared by all who ask for them: only where nobody changes
	 * what a cache has given out.
	 */
	REFERENCE,
	/** All values as bytes, from which each caller gets an object of its own. */
	BYTES

}
