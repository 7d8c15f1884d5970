/**
 * Serves values of exposed caches over HTTP with Spring MVC. Looks at the caches only.
 */
@NullMarked
package io.diskcache.web;

import org.jspecify.annotations.NullMarked;
