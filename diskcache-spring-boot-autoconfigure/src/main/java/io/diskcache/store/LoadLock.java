package io.diskcache.store;

/**
 * The right to compute the value of a key, which one thread of all processes has at a
 * time. It ends when it is closed, or with the process. Closing twice is harmless, and so
 * is closing after the store was closed. Thread-safe.
 */
@FunctionalInterface
public interface LoadLock extends AutoCloseable {

	/** A right that nobody has to respect, where there is nothing to be locked. */
	LoadLock NONE = () -> {
	};

	@Override
	void close();

}
