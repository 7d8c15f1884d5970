/**
 * Auto-configuration for Spring Boot: properties become options, and beans are made here
 * and nowhere else.
 */
@NullMarked
package io.diskcache.autoconfigure;

import org.jspecify.annotations.NullMarked;
