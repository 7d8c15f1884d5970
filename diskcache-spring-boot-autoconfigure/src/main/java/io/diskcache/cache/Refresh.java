package io.diskcache.cache;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.diskcache.store.Fence;

/** How one value is computed anew and stored. */
@FunctionalInterface
interface Refresh {

	/**
	 * Begins to compute it.
	 * @param seen the state of its key; what is computed is stored while that holds
	 * @return what came of it, or its failure
	 */
	CompletableFuture<Result> run(Fence seen);

	/**
	 * What came of it.
	 *
	 * @param value the value
	 * @param stored whether it was stored
	 */
	record Result(@Nullable Object value, boolean stored) {
	}

}
