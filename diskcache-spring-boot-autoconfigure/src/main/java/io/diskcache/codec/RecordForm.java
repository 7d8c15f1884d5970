package io.diskcache.codec;

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A record: the name of its class and its components. One that overrides {@code equals}
 * is refused, as its components do not say which instances are the same key.
 *
 * @param name name of the class
 * @param accessors of the components, in the order of their declaration
 */
record RecordForm(String name, List<Method> accessors) implements KeyForm<Object> {

	static RecordForm of(Class<?> type) {
		if (type.isHidden()) {
			throw new UnsupportedKeyException(type, "its name is another one in each process");
		}
		if (overridesEquals(type)) {
			throw new UnsupportedKeyException(type, "the record overrides equals");
		}
		List<Method> accessors = Arrays.stream(type.getRecordComponents()).map(RecordComponent::getAccessor).toList();
		accessors.forEach((accessor) -> open(type, accessor));
		return new RecordForm(type.getName(), accessors);
	}

	@Override
	public void write(Object value, KeyWriter out) {
		out.tag(KeyTag.RECORD).putText(this.name);
		for (Method accessor : this.accessors) {
			out.element(read(accessor, value), "." + accessor.getName());
		}
		out.tag(KeyTag.END);
	}

	/** The compiler's own equals of a record is final, one that is written rarely is. */
	private static boolean overridesEquals(Class<?> type) {
		try {
			return !Modifier.isFinal(type.getDeclaredMethod("equals", Object.class).getModifiers());
		}
		catch (NoSuchMethodException ex) {
			return true;
		}
	}

	private static void open(Class<?> type, Method accessor) {
		try {
			accessor.setAccessible(true);
		}
		catch (InaccessibleObjectException ex) {
			throw new UnsupportedKeyException(type, "its package is not open to " + RecordForm.class.getModule());
		}
	}

	private static @Nullable Object read(Method accessor, Object value) {
		try {
			return accessor.invoke(value);
		}
		catch (IllegalAccessException | InvocationTargetException ex) {
			throw new IllegalArgumentException(
					"Cannot read component " + accessor.getName() + " of the key's " + value.getClass().getName(), ex);
		}
	}

}
