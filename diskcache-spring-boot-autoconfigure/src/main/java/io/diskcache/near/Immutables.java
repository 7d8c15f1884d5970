package io.diskcache.near;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Knows which objects nobody can change, with all that belongs to them, and how much heap
 * they take: the value types of Java, enums, the collections of {@code List.of} and its
 * like, {@code Optional}, and records of such. Asked of objects, not of classes, as a
 * component of type {@code List} can be either. Thread-safe.
 */
final class Immutables {

	/** Says that an object can be changed, or that it is not known whether. */
	static final long MUTABLE = -1;

	/** Beyond this an object is too large to be looked through at each read. */
	private static final int MOST_PARTS = 10_000;

	private static final int DEEPEST = 64;

	private static final int REFERENCE = 4;

	/** A list or set without its elements and their array. */
	private static final int COLLECTION = 24;

	private static final int MAP = 32;

	private static final Set<Class<?>> COLLECTIONS = Stream
		.of(List.of(), List.of(1), List.of(1, 2, 3), Set.of(), Set.of(1), Set.of(1, 2, 3), Map.of(), Map.of(1, 1),
				Map.of(1, 1, 2, 2), Collections.emptyList(), Collections.emptySet(), Collections.emptyMap(),
				Collections.singletonList(1), Collections.singleton(1), Collections.singletonMap(1, 1))
		.map(Object::getClass)
		.collect(Collectors.toUnmodifiableSet());

	private static final ClassValue<Kind> KINDS = new ClassValue<>() {

		@Override
		protected Kind computeValue(Class<?> type) {
			return kindOf(type);
		}

	};

	private int parts;

	private Immutables() {
	}

	/**
	 * Weighs an object.
	 * @return the heap it takes, in bytes, or {@link #MUTABLE}
	 */
	static long weigh(@Nullable Object value) {
		return new Immutables().weigh(value, 0);
	}

	/**
	 * Whether an object is of a type that every codec gives back as it was: a string, a
	 * number and the like, or an optional one of these.
	 */
	static boolean isNative(@Nullable Object value) {
		if (value instanceof Optional<?> optional) {
			return optional.isEmpty() || isNative(optional.get());
		}
		return value == null || FixedSizes.BY_TYPE.containsKey(value.getClass()) || value instanceof String
				|| value.getClass() == BigInteger.class || value.getClass() == BigDecimal.class;
	}

	private long weigh(@Nullable Object value, int depth) {
		if (value == null) {
			return 0;
		}
		return (++this.parts > MOST_PARTS || depth > DEEPEST) ? MUTABLE
				: KINDS.get(value.getClass()).weigh(this, value, depth);
	}

	/** Weighs parts; the first that can be changed ends it. */
	private long weighAll(long own, Iterable<? extends @Nullable Object> values, int depth) {
		long sum = own;
		for (Object value : values) {
			long weight = weigh(value, depth + 1);
			if (weight == MUTABLE) {
				return MUTABLE;
			}
			sum += weight;
		}
		return sum;
	}

	private static Kind kindOf(Class<?> type) {
		Integer size = FixedSizes.BY_TYPE.get(type);
		if (size != null) {
			return (walk, value, depth) -> size;
		}
		if (Enum.class.isAssignableFrom(type) || type == Locale.class || type == Currency.class) {
			return (walk, value, depth) -> 0;
		}
		if (COLLECTIONS.contains(type)) {
			return Map.class.isAssignableFrom(type) ? Immutables::weighMap : Immutables::weighCollection;
		}
		if (type.isRecord()) {
			return recordKind(type);
		}
		if (type == Optional.class) {
			return (walk, value, depth) -> walk.weighAll(Weights.OBJECT, ((Optional<?>) value).stream().toList(),
					depth);
		}
		if (type == String.class) {
			return sized(String.class, Weights::ofString);
		}
		if (type == URI.class) {
			return sized(URI.class, (uri) -> 80 + 3L * Weights.ofString(uri.toString()));
		}
		if (type == BigInteger.class) {
			return sized(BigInteger.class, Immutables::ofBigInteger);
		}
		if (type == BigDecimal.class) {
			return sized(BigDecimal.class, (number) -> 40L + ofBigInteger(number.unscaledValue()));
		}
		return (walk, value, depth) -> MUTABLE;
	}

	private static <T> Kind sized(Class<T> type, ToLongFunction<T> size) {
		return (walk, value, depth) -> size.applyAsLong(type.cast(value));
	}

	private static long ofBigInteger(BigInteger number) {
		return 40L + Weights.ARRAY + Weights.align(number.bitLength() / 8 + REFERENCE);
	}

	private static long weighCollection(Immutables walk, Object value, int depth) {
		Collection<?> collection = (Collection<?>) value;
		int size = collection.size();
		return walk.weighAll(ofCollection(COLLECTION, size, 2, (value instanceof Set) ? 2 * size : size), collection,
				depth);
	}

	/* Not by its keys and its values: the map would keep these views. */
	private static long weighMap(Immutables walk, Object value, int depth) {
		Map<?, ?> map = (Map<?, ?>) value;
		long sum = ofCollection(MAP, map.size(), 1, 4 * map.size());
		for (Map.Entry<?, ?> entry : map.entrySet()) {
			long key = walk.weigh(entry.getKey(), depth + 1);
			long weight = (key == MUTABLE) ? MUTABLE : walk.weigh(entry.getValue(), depth + 1);
			if (weight == MUTABLE) {
				return MUTABLE;
			}
			sum += key + weight;
		}
		return sum;
	}

	/** The JVM has one empty collection of each kind, and small ones have no array. */
	private static long ofCollection(int own, int size, int mostWithoutArray, int slots) {
		if (size <= mostWithoutArray) {
			return (size == 0) ? 0 : own;
		}
		return own + Weights.ARRAY + Weights.align((long) REFERENCE * slots);
	}

	/* By its fields: an accessor may show something else than what the record has. */
	private static Kind recordKind(Class<?> type) {
		List<Field> fields = new ArrayList<>();
		int size = 12;
		try {
			for (RecordComponent component : type.getRecordComponents()) {
				Class<?> part = component.getType();
				size += (part == long.class || part == double.class) ? Long.BYTES : REFERENCE;
				if (!part.isPrimitive()) {
					Field field = type.getDeclaredField(component.getName());
					field.setAccessible(true);
					fields.add(field);
				}
			}
		}
		catch (NoSuchFieldException | InaccessibleObjectException ex) {
			return (walk, value, depth) -> MUTABLE;
		}
		long own = Weights.align(size);
		return (walk, value, depth) -> weighFields(walk, own, fields, value, depth);
	}

	private static long weighFields(Immutables walk, long own, List<Field> fields, Object value, int depth) {
		long sum = own;
		for (Field field : fields) {
			long weight = walk.weigh(read(field, value), depth + 1);
			if (weight == MUTABLE) {
				return MUTABLE;
			}
			sum += weight;
		}
		return sum;
	}

	private static @Nullable Object read(Field field, Object value) {
		try {
			return field.get(value);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException("A field that was made accessible is not", ex);
		}
	}

	/** What the objects of a class have in common. */
	@FunctionalInterface
	private interface Kind {

		long weigh(Immutables walk, Object value, int depth);

	}

}
