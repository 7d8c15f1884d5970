package io.diskcache.store;

import org.jspecify.annotations.Nullable;

/** A store whose files are open. What is lost of them it does not open again. */
interface OpenStore extends Store, AutoCloseable {

	/**
	 * Uses other options from now on; all but those its files and connections have.
	 * @throws StoreException if those differ
	 */
	void reconfigure(StoreOptions options);

	/** Why it has to be opened anew, or {@code null} if it has not. */
	@Nullable Loss loss();

	/** Whether it can be written to, as far as its counters can. */
	boolean isWritable();

	/**
	 * Refuses a change where the counters can only be read.
	 * @throws StoreException if they can, and says why
	 */
	void requireWritable();

	/** Tells of a fault in the mapped counters, and makes an exception of it. */
	StoreException faulted(InternalError ex);

	/**
	 * Closes it.
	 * @throws StoreException if something could not be closed; the rest is
	 */
	@Override
	void close();

}
