/** A web application that parses texts once, and finds the results after a restart. */
@NullMarked
package io.diskcache.sample;

import org.jspecify.annotations.NullMarked;
