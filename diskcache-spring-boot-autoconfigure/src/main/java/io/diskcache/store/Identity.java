package io.diskcache.store;

/**
 * Something that is told apart by 128 random bits: a generation, or a boot of the
 * machine.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
record Identity(long high, long low) {
}
