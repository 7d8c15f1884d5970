package io.diskcache.codec;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What the names in encoded keys stand for when they are read.
 *
 * @param types gives the class of a name, or {@code null}; does not initialise it
 * @param forms gives the form of a class
 * @param registered the types that were registered
 */
record KeyNames(Function<String, @Nullable Class<?>> types, Function<Class<?>, KeyForm<Object>> forms,
		List<RegisteredForm<?>> registered) {

	private static final Map<String, Class<?>> PRIMITIVES = Stream
		.of(boolean.class, byte.class, short.class, char.class, int.class, long.class, float.class, double.class,
				void.class)
		.collect(Collectors.toUnmodifiableMap(Class::getName, (type) -> type));

	/** A class that may be named in a key, not initialised. */
	Class<?> type(String name) {
		Class<?> primitive = PRIMITIVES.get(name);
		Class<?> type = (primitive != null) ? primitive : this.types.apply(name);
		if (type == null) {
			throw new IllegalArgumentException("The class is not known");
		}
		return type;
	}

	RecordForm recordForm(String name) {
		Class<?> type = type(name);
		if (type.isRecord() && this.forms.apply(type) instanceof RecordForm form) {
			return form;
		}
		throw new IllegalArgumentException("The class is not a record, or is registered");
	}

	RegisteredForm<?> registeredForm(String name) {
		for (RegisteredForm<?> form : this.registered) {
			if (form.type().getName().equals(name)) {
				return form;
			}
		}
		throw new IllegalArgumentException("The class is not registered");
	}

}
