package io.diskcache.near;

/**
 * What is held of one cache in the heap of this process.
 *
 * @param entries number of entries, of which some may be out of date
 * @param bytes heap they take, as far as that can be told from outside
 * @param limit heap they may take at the moment
 * @param bypassed reads and writes of the disk whose result was not held, as a write was
 * under way that may have concerned it, or within a transaction
 */
public record NearStatistics(long entries, long bytes, long limit, long bypassed) {
}
