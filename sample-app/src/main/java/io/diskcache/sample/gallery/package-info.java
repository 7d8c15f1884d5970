/**
 * The gallery: what the cache does with files that browsers ask it for, from reading
 * through to signed links.
 */
@NullMarked
package io.diskcache.sample.gallery;

import org.jspecify.annotations.NullMarked;
