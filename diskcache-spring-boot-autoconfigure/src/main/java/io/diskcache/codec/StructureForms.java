package io.diskcache.codec;

import java.time.ZoneId;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The types that are known by what they extend, most of them made of other elements.
 * Lists are ordered as tuples are; sets and maps are written in the order of their
 * encoded elements, so that neither their class nor a comparator matters.
 */
final class StructureForms {

	private record Kind<T>(Class<T> type, KeyForm<? super T> form) {
	}

	private static final List<Kind<?>> KINDS = List.of(new Kind<>(Enum.class, StructureForms::writeEnum),
			new Kind<>(Object[].class, StructureForms::writeArray), new Kind<>(List.class, StructureForms::writeList),
			new Kind<>(Set.class, StructureForms::writeSet), new Kind<>(Map.class, StructureForms::writeMap),
			new Kind<>(Map.Entry.class, StructureForms::writeMapEntry),
			new Kind<>(Optional.class, StructureForms::writeOptional),
			new Kind<>(ZoneId.class, (value, out) -> out.tag(KeyTag.ZONE_REGION).putText(value.getId())));

	private StructureForms() {
	}

	static @Nullable KeyForm<?> find(Class<?> type) {
		if (type.isRecord()) {
			return RecordForm.of(type);
		}
		for (Kind<?> kind : KINDS) {
			if (kind.type().isAssignableFrom(type)) {
				return kind.form();
			}
		}
		return null;
	}

	private static void writeEnum(Enum<?> value, KeyWriter out) {
		out.tag(KeyTag.ENUM).putText(value.getDeclaringClass().getName()).putText(value.name());
	}

	private static void writeArray(Object[] array, KeyWriter out) {
		out.tag(KeyTag.OBJECTS);
		for (int i = 0; i < array.length; i++) {
			out.element(array[i], i);
		}
		out.tag(KeyTag.END);
	}

	private static void writeList(List<?> list, KeyWriter out) {
		out.tag(KeyTag.LIST);
		int index = 0;
		for (Object element : list) {
			out.element(element, index++);
		}
		out.tag(KeyTag.END);
	}

	private static void writeSet(Set<?> set, KeyWriter out) {
		out.tag(KeyTag.SET);
		writeSorted(set, out, (element) -> out.element(element, ".element"));
	}

	private static void writeMap(Map<?, ?> map, KeyWriter out) {
		out.tag(KeyTag.MAP);
		writeSorted(map.entrySet(), out, (entry) -> writeKeyAndValue(entry, out));
	}

	private static void writeMapEntry(Map.Entry<?, ?> entry, KeyWriter out) {
		out.tag(KeyTag.MAP_ENTRY);
		writeKeyAndValue(entry, out);
	}

	private static void writeKeyAndValue(Map.Entry<?, ?> entry, KeyWriter out) {
		out.element(entry.getKey(), ".key");
		out.element(entry.getValue(), ".value");
	}

	private static void writeOptional(Optional<?> optional, KeyWriter out) {
		out.tag(KeyTag.OPTIONAL);
		if (optional.isPresent()) {
			out.element(optional.get(), ".value");
		}
		else {
			out.tag(KeyTag.END);
		}
	}

	private static <T> void writeSorted(Collection<T> elements, KeyWriter out, Consumer<? super T> write) {
		int start = out.buffer().length();
		int[] ends = new int[elements.size()];
		int count = 0;
		for (T element : elements) {
			write.accept(element);
			ends[count++] = out.buffer().length();
		}
		out.buffer().sort(start, ends);
		out.tag(KeyTag.END);
	}

	static void addReadings(Map<Integer, KeyReading> readings) {
		readings.put(KeyTag.ENUM, StructureForms::readEnum);
		readings.put(KeyTag.OBJECTS, (in) -> in.elements().toArray());
		readings.put(KeyTag.LIST, (in) -> Collections.unmodifiableList(in.elements()));
		readings.put(KeyTag.SET, (in) -> Collections.unmodifiableSet(new LinkedHashSet<>(in.elements())));
		readings.put(KeyTag.MAP, StructureForms::readMap);
		readings.put(KeyTag.MAP_ENTRY, (in) -> new SimpleImmutableEntry<>(in.element(), in.element()));
		readings.put(KeyTag.OPTIONAL, (in) -> in.atEnd() ? Optional.empty() : Optional.ofNullable(in.element()));
		readings.put(KeyTag.ZONE_REGION, (in) -> ZoneId.of(in.text()));
	}

	/** Makes sure that it is an enum before the class is initialised by asking it. */
	@SuppressWarnings({ "unchecked", "rawtypes" })
	private static Object readEnum(KeyReader in) {
		Class<?> type = in.names().type(in.text());
		if (!type.isEnum()) {
			throw new IllegalArgumentException("The class is not an enum");
		}
		return Enum.valueOf((Class) type, in.text());
	}

	private static Object readMap(KeyReader in) {
		Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
		while (!in.atEnd()) {
			map.put(in.element(), in.element());
		}
		return Collections.unmodifiableMap(map);
	}

}
