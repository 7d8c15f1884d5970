package io.diskcache.codec;

/**
 * How keys of one tag are read, the other half of {@link KeyForm}. It may read what would
 * never be written and may throw any exception: {@link KeyCodec#decode} trusts a result
 * only where that is encoded to the same bytes again. It must not take more memory than
 * the bytes that are there ask for.
 */
@FunctionalInterface
interface KeyReading {

	/** Reads what follows the tag. */
	Object read(KeyReader in);

}
