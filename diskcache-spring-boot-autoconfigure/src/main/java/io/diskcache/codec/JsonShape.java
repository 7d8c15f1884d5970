package io.diskcache.codec;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * State of the objects of one of the application's classes, and the way to make one of
 * it: the fields that are neither static nor transient, those of superclasses among them.
 *
 * @param type the class
 * @param fields the fields by name
 * @param creator takes all fields, {@code null} for records and where they are set one by
 * one
 */
record JsonShape(Class<?> type, TreeMap<String, Field> fields, @Nullable Constructor<?> creator) {

	/**
	 * Examines a class, or throws an {@link EncodingException} where an object could not
	 * be made again as it was.
	 */
	static JsonShape of(Class<?> type) {
		demand(!Collection.class.isAssignableFrom(type) && !Map.class.isAssignableFrom(type)
				&& !Map.Entry.class.isAssignableFrom(type), type, "is a container of its own");
		demand(!type.isHidden(), type, "is a lambda");
		TreeMap<String, Field> fields = fieldsOf(type);
		return new JsonShape(type, fields, creator(type, fields));
	}

	/** Returns the constructor that takes all fields, if it is the one to use. */
	static @Nullable Constructor<?> creator(Class<?> type) {
		try {
			return JsonTypes.isOfJdk(type) ? null : of(type).creator();
		}
		catch (EncodingException ex) {
			return null; // refused when its id is asked for
		}
	}

	/**
	 * Returns a hash over this class and those whose objects are part of one without
	 * their class being stored: their names, and the names and types of their fields.
	 * @param admitted tells whether such a class may be part
	 */
	long fingerprint(Predicate<Class<?>> admitted) {
		TreeMap<String, String> texts = new TreeMap<>();
		Deque<JsonShape> open = new ArrayDeque<>(List.of(this));
		while (!open.isEmpty()) {
			JsonShape shape = open.remove();
			texts.put(shape.type.getName(), shape.text());
			shape.parts().filter(admitted).filter((part) -> !texts.containsKey(part.getName())).forEach((part) -> {
				texts.put(part.getName(), "");
				open.add(of(part));
			});
		}
		return Fingerprint.of(texts.toString());
	}

	private String text() {
		StringBuilder text = new StringBuilder();
		this.fields
			.forEach((name, field) -> text.append(name).append(':').append(field.getType().getName()).append(';'));
		return text.toString();
	}

	/** Types that fields have or that take the place of type variables. */
	private Stream<Class<?>> parts() {
		Stream<Type> declared = this.fields.values().stream().map(Field::getGenericType);
		Stream<Type> inherited = Stream.<Class<?>>iterate(this.type, (type) -> type != null, Class::getSuperclass)
			.map(Class::getGenericSuperclass)
			.filter(ParameterizedType.class::isInstance)
			.flatMap((type) -> Arrays.stream(((ParameterizedType) type).getActualTypeArguments()));
		return Stream.concat(declared, inherited)
			.flatMap(JsonShape::classesIn)
			.map(JsonTypes::elementOf)
			.filter(JsonTypes::isExact);
	}

	private static Stream<Class<?>> classesIn(Type type) {
		if (type instanceof Class<?> one) {
			return Stream.of(one);
		}
		if (type instanceof ParameterizedType parameterized) {
			return Stream.concat(classesIn(parameterized.getRawType()),
					classesIn(parameterized.getActualTypeArguments()));
		}
		if (type instanceof GenericArrayType array) {
			return classesIn(array.getGenericComponentType());
		}
		return (type instanceof WildcardType wildcard) ? classesIn(wildcard.getUpperBounds()) : Stream.empty();
	}

	private static Stream<Class<?>> classesIn(Type[] types) {
		return Arrays.stream(types).flatMap(JsonShape::classesIn);
	}

	private static TreeMap<String, Field> fieldsOf(Class<?> type) {
		TreeMap<String, Field> fields = new TreeMap<>();
		for (Class<?> each = type; each != null && each != Object.class
				&& each != Record.class; each = each.getSuperclass()) {
			demand(!JsonTypes.isOfJdk(each), type, "extends or is " + each.getName());
			for (Field field : each.getDeclaredFields()) {
				if (!field.isSynthetic() && (field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0) {
					demand(fields.put(field.getName(), field) == null, type, "has two fields " + field.getName());
				}
			}
		}
		return fields;
	}

	private static @Nullable Constructor<?> creator(Class<?> type, Map<String, Field> fields) {
		if (type.isRecord()) {
			return null;
		}
		boolean settable = fields.values().stream().noneMatch((field) -> Modifier.isFinal(field.getModifiers()));
		List<Constructor<?>> constructors = List.of(type.getDeclaredConstructors());
		if (settable && constructors.stream().anyMatch((constructor) -> constructor.getParameterCount() == 0)) {
			return null;
		}
		List<Constructor<?>> complete = constructors.stream()
			.filter((constructor) -> takesAll(constructor, fields))
			.toList();
		demand(complete.size() == 1, type,
				"is no record, has no constructor without parameters beside fields that are not final, nor one with a "
						+ "parameter for each field, of its name and type (compiled with -parameters)");
		return complete.get(0);
	}

	private static boolean takesAll(Constructor<?> constructor, Map<String, Field> fields) {
		return constructor.getParameterCount() == fields.size()
				&& Arrays.stream(constructor.getParameters()).allMatch((parameter) -> isSetBy(parameter, fields));
	}

	private static boolean isSetBy(Parameter parameter, Map<String, Field> fields) {
		Field field = fields.get(parameter.getName());
		return parameter.isNamePresent() && field != null
				&& field.getGenericType().equals(parameter.getParameterizedType());
	}

	private static void demand(boolean held, Class<?> type, String otherwise) {
		if (!held) {
			throw new EncodingException(type.getName() + " " + otherwise + ", and cannot be kept by codec "
					+ JsonCodec.NAME + "; use a record, or the codec java", null);
		}
	}

}
