package io.diskcache.codec;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Form in JSON of a type of the JDK that holds other values: an array of its parts.
 *
 * @param type the type
 * @param parts takes a value apart
 * @param maker makes a value of its parts, which are its to keep
 */
record JsonContainer(Class<?> type, Function<Object, Collection<?>> parts,
		Function<List<@Nullable Object>, Object> maker) {
}
