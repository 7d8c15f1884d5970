/**
 * The near tier: entries of the caches in the heap, in front of the disk. What is current
 * is said by the store's stamps alone.
 */
@NullMarked
package io.diskcache.near;

import org.jspecify.annotations.NullMarked;
