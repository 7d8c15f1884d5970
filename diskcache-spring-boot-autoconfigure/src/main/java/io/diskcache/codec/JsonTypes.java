package io.diskcache.codec;

import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Ids of the types in JSON: the name of the class, with a mark of its
 * {@linkplain JsonShape shape} where it is one of the application's. Types without an id
 * are refused, in both directions alike. Thread-safe.
 */
final class JsonTypes {

	private static final Set<Class<?>> PLAIN = Set.of(String.class, Boolean.class, Byte.class, Short.class,
			Integer.class, Long.class, Float.class, Double.class, Character.class);

	/** Types of the JDK whose values are kept exactly. */
	private static final Map<String, Class<?>> KNOWN = Stream.of(PLAIN, JsonString.ALL.keySet(), JsonContainers.types())
		.flatMap(Collection::stream)
		.collect(Collectors.toUnmodifiableMap(Class::getName, Function.identity()));

	private final AllowList allowed;

	private final @Nullable ClassLoader classLoader;

	private final ClassValue<String> ids = new ClassValue<>() {

		@Override
		protected String computeValue(Class<?> type) {
			return compute(type);
		}

	};

	JsonTypes(AllowList allowed, @Nullable ClassLoader classLoader) {
		this.allowed = allowed;
		this.classLoader = classLoader;
	}

	/**
	 * Returns the type whose id stands for a value: not of each enum constant its own.
	 */
	static Class<?> typeOf(Object value) {
		if (value instanceof Enum<?> constant) {
			return constant.getDeclaringClass();
		}
		return (value instanceof EnumSet<?>) ? EnumSet.class : value.getClass();
	}

	static boolean isKnown(Class<?> type) {
		return KNOWN.get(type.getName()) == type;
	}

	/** Returns the id of a type, or throws an {@link EncodingException}. */
	String id(Class<?> type) {
		return this.ids.get(type);
	}

	/** Returns the type of an id, or throws a {@link DecodingException}. */
	Class<?> type(String id) {
		int mark = id.indexOf('#');
		String name = (mark < 0) ? id : id.substring(0, mark);
		Class<?> known = KNOWN.get(name);
		Class<?> type = (known != null) ? known : load(name);
		try {
			if (id(type).equals(id)) {
				return type;
			}
		}
		catch (EncodingException ex) {
			throw new DecodingException(String.valueOf(ex.getMessage()), ex);
		}
		throw new DecodingException(name + " has changed since the value was stored", null);
	}

	private Class<?> load(String name) {
		if (!this.allowed.admitsDescriptor(name)) {
			throw new DecodingException(name + " is not admitted by " + AllowList.PROPERTY, null);
		}
		try {
			return Class.forName(name, false, this.classLoader);
		}
		catch (ClassNotFoundException | LinkageError ex) {
			throw new DecodingException(name + " is not there any more: " + ex, ex);
		}
	}

	private String compute(Class<?> type) {
		Class<?> element = elementOf(type);
		if (type.isArray() && (element.isPrimitive() || !isExact(element))) {
			demandAdmitted(element);
			return type.getName();
		}
		return isOpen(element)
				? type.getName() + '#' + Long.toHexString(JsonShape.of(element).fingerprint(this::isOpen))
				: type.getName();
	}

	/** Tells whether a class has a shape, and refuses it where it is not admitted. */
	private boolean isOpen(Class<?> type) {
		demandAdmitted(type);
		if (type.isPrimitive() || type.isEnum() || isKnown(type)) {
			return false;
		}
		if (isOfJdk(type)) {
			throw new EncodingException(type.getName() + " is not among the classes of the JDK that codec "
					+ JsonCodec.NAME + " keeps; use another one, or the codec java", null);
		}
		return true;
	}

	private void demandAdmitted(Class<?> type) {
		if (!type.isPrimitive() && !isKnown(type) && !this.allowed.admits(type)) {
			throw new EncodingException(this.allowed.refusal(type), null);
		}
	}

	/** Tells whether the values of a place of this type can be of no other class. */
	static boolean isExact(Class<?> type) {
		return type.isPrimitive() || type.isEnum() || Modifier.isFinal(type.getModifiers());
	}

	static boolean isOfJdk(Class<?> type) {
		ClassLoader loader = type.getClassLoader();
		return loader == null || loader == ClassLoader.getPlatformClassLoader();
	}

	static Class<?> elementOf(Class<?> type) {
		Class<?> element = type;
		while (element.isArray()) {
			element = element.componentType();
		}
		return element;
	}

}
