package io.diskcache.cache;

import java.util.concurrent.CompletableFuture;

import org.springframework.cache.Cache;

/**
 * How a method whose result was found in a cache can be invoked once more, with the same
 * arguments, on any thread. Thread-safe.
 */
public interface Reinvocation {

	/**
	 * Invokes the method alone.
	 * @return what it returned or will return, without an {@code Optional} around it; or
	 * its failure
	 */
	CompletableFuture<?> proceed();

	/**
	 * Invokes the method with its caching, as a call from outside would.
	 * @param instead the cache to be asked and told in place of the one that has its name
	 * @return what it returned or will return, without an {@code Optional} around it; or
	 * its failure
	 */
	CompletableFuture<?> cached(Cache instead);

}
