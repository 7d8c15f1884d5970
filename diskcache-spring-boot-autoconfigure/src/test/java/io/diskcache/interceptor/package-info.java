@NullMarked
package io.diskcache.interceptor;

import org.jspecify.annotations.NullMarked;
