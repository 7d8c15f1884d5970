package io.diskcache.benchmarks.replay;

/**
 * A cache with a policy, from which a trace reads and which then puts what it missed. A
 * value larger than the whole cache is never put.
 */
public interface ReplayedCache extends AutoCloseable {

	/** Returns the name of the policy. */
	String name();

	/**
	 * Reads a key, and puts it if it is not there.
	 * @param key the key
	 * @param size what the value takes of the capacity, the same for each access to a key
	 * @return whether it was there
	 */
	boolean access(long key, int size);

	@Override
	default void close() {
	}

}
