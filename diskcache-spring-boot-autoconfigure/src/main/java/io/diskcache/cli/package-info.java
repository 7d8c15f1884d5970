/** A command line for operators. Nothing else knows these classes. */
@NullMarked
package io.diskcache.cli;

import org.jspecify.annotations.NullMarked;
