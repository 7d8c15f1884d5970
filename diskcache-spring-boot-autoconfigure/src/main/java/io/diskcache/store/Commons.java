package io.diskcache.store;

import java.time.InstantSource;

/**
 * What all stores of a directory share in this JVM.
 *
 * @param space the space left on the disk
 * @param budget divides what all stores may take together
 * @param handOver links to files for other programs
 * @param janitor tidies up
 * @param clock tells the time of day
 */
record Commons(Space space, DirectoryBudget budget, HandOver handOver, Janitor janitor, InstantSource clock) {
}
