package io.diskcache.sample;

/** Where a value comes from. */
enum Result {

	/** Found in the cache. */
	hit,
	/** Computed while the answer was waited for. */
	computed

}
