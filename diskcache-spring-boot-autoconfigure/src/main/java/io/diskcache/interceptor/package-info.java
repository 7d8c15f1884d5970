/** What the annotations do around the methods that have them. */
@NullMarked
package io.diskcache.interceptor;

import org.jspecify.annotations.NullMarked;
