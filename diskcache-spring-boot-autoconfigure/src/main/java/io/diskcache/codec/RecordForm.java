package io.diskcache.codec;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
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
 * @param constructor the canonical one, which takes them
 */
record RecordForm(String name, List<Method> accessors, Constructor<?> constructor) implements KeyForm<Object> {

	static RecordForm of(Class<?> type) {
		if (type.isHidden()) {
			throw new UnsupportedKeyException(type, "its name is another one in each process");
		}
		if (overridesEquals(type)) {
			throw new UnsupportedKeyException(type, "the record overrides equals");
		}
		RecordComponent[] components = type.getRecordComponents();
		List<Method> accessors = Arrays.stream(components).map(RecordComponent::getAccessor).toList();
		accessors.forEach((accessor) -> open(type, accessor));
		Constructor<?> constructor = canonicalConstructor(type, components);
		open(type, constructor);
		return new RecordForm(type.getName(), accessors, constructor);
	}

	@Override
	public void write(Object value, KeyWriter out) {
		out.tag(KeyTag.RECORD).putText(this.name);
		for (Method accessor : this.accessors) {
			out.element(read(accessor, value), "." + accessor.getName());
		}
		out.tag(KeyTag.END);
	}

	static Object read(KeyReader in) {
		RecordForm form = in.names().recordForm(in.text());
		return form.restore(in.elements());
	}

	private Object restore(List<@Nullable Object> components) {
		Class<?>[] types = this.constructor.getParameterTypes();
		if (components.size() != types.length) {
			throw new IllegalArgumentException("The record has other components by now");
		}
		Object[] arguments = new Object[types.length];
		for (int i = 0; i < types.length; i++) {
			arguments[i] = fitting(components.get(i), types[i]);
		}
		try {
			return this.constructor.newInstance(arguments);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalArgumentException("The record refuses its components", ex);
		}
	}

	/** Arrays of objects are encoded without their type, which the component knows. */
	private static @Nullable Object fitting(@Nullable Object value, Class<?> type) {
		if (!(value instanceof Object[] array) || !type.isArray()) {
			return value;
		}
		Class<?> elementType = type.componentType();
		Object fitting = Array.newInstance(elementType, array.length);
		for (int i = 0; i < array.length; i++) {
			Array.set(fitting, i, fitting(array[i], elementType));
		}
		return fitting;
	}

	private static Constructor<?> canonicalConstructor(Class<?> type, RecordComponent[] components) {
		Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
		try {
			return type.getDeclaredConstructor(types);
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException("Every record has a canonical constructor", ex);
		}
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

	private static void open(Class<?> type, AccessibleObject member) {
		try {
			member.setAccessible(true);
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
