package io.diskcache.store;

/** Which entries go first when a store is full. Expired ones always go before. */
public enum EvictionPolicy {

	/** Those not used for the longest time, by sampling. */
	LRU,
	/** Those whose key was stored first. */
	FIFO,
	/** None: the store grows without a limit. */
	NONE

}
