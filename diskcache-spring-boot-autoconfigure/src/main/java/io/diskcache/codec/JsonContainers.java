package io.diskcache.codec;

import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.Stack;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Collections, maps and the other containers of the JDK that JSON keeps. Parts of a map
 * are its keys and values in turn; what is sorted begins with the number of its order.
 */
@SuppressWarnings({ "unchecked", "rawtypes", "JdkObsolete" }) // whatever callers use
final class JsonContainers {

	/** Orders that have a number, their place here, which is on disk. */
	private static final List<@Nullable Comparator<?>> ORDERS = Arrays.asList(null, Comparator.naturalOrder(),
			Comparator.reverseOrder(), String.CASE_INSENSITIVE_ORDER);

	private static final Map<Class<?>, JsonContainer> ALL = Stream
		.of(lists(), sets(), maps(), views(), sorted(), enums(), holders())
		.flatMap((containers) -> containers)
		.collect(Collectors.toUnmodifiableMap(JsonContainer::type, (container) -> container, (one, same) -> one));

	private JsonContainers() {
	}

	static Set<Class<?>> types() {
		return ALL.keySet();
	}

	/** Returns the form of a type, or {@code null} where it has none. */
	static @Nullable JsonContainer of(Class<?> type) {
		return ALL.get(EnumSet.class.isAssignableFrom(type) ? EnumSet.class : type);
	}

	/** Takes a value apart whose type has a form. */
	static Collection<?> parts(Object value) {
		JsonContainer container = of(value.getClass());
		if (container == null) {
			throw new IllegalArgumentException(value.getClass() + " has no form");
		}
		return container.parts().apply(value);
	}

	private static Stream<JsonContainer> lists() {
		return Stream.of(collection(new ArrayList<>(), (parts) -> parts),
				collection(new LinkedList<>(), LinkedList::new), collection(new Vector<>(), Vector::new),
				collection(new Stack<>(), (parts) -> filled(new Stack<>(), parts)),
				collection(new ArrayDeque<>(), ArrayDeque::new),
				collection(new CopyOnWriteArrayList<>(), CopyOnWriteArrayList::new),
				collection(new ConcurrentLinkedQueue<>(), ConcurrentLinkedQueue::new),
				collection(new ConcurrentLinkedDeque<>(), ConcurrentLinkedDeque::new),
				collection(Arrays.asList(0, 0), (parts) -> Arrays.asList(parts.toArray())),
				collection(List.of(), JsonContainers::immutable), collection(List.of(1), JsonContainers::immutable),
				collection(Collections.emptyList(), (parts) -> empty(parts, Collections.emptyList())),
				collection(Collections.singletonList(1), (parts) -> Collections.singletonList(single(parts))));
	}

	private static Stream<JsonContainer> sets() {
		return Stream.of(collection(new HashSet<>(), HashSet::new),
				collection(new LinkedHashSet<>(), LinkedHashSet::new),
				collection(new CopyOnWriteArraySet<>(), CopyOnWriteArraySet::new),
				collection(Set.of(), (parts) -> Set.of(parts.toArray())),
				collection(Set.of(1), (parts) -> Set.of(parts.toArray())),
				collection(Collections.emptySet(), (parts) -> empty(parts, Collections.emptySet())),
				collection(Collections.singleton(1), (parts) -> Collections.singleton(single(parts))));
	}

	private static Stream<JsonContainer> maps() {
		return Stream.of(map(new HashMap<>(), HashMap::new), map(new LinkedHashMap<>(), (map) -> map),
				map(new Hashtable<>(), Hashtable::new), map(new ConcurrentHashMap<>(), ConcurrentHashMap::new),
				map(Map.of(), Map::copyOf), map(Map.of(1, 1), Map::copyOf),
				map(Collections.emptyMap(), (map) -> empty(map.keySet(), Collections.emptyMap())),
				map(Collections.singletonMap(1, 1), (map) -> {
					Object key = single(new ArrayList<>(map.keySet()));
					return Collections.singletonMap(key, map.get(key));
				}));
	}

	/**
	 * What lies below a view does not show, and comes back as the plainest of its kind.
	 */
	private static Stream<JsonContainer> views() {
		return Stream.of(
				collection(Collections.unmodifiableCollection(new ArrayList<>()), Collections::unmodifiableCollection),
				collection(Collections.unmodifiableList(new ArrayList<>()), Collections::unmodifiableList),
				collection(Collections.unmodifiableList(new LinkedList<>()),
						(parts) -> Collections.unmodifiableList(new LinkedList<>(parts))),
				collection(Collections.unmodifiableSet(new HashSet<>()),
						(parts) -> Collections.unmodifiableSet(new LinkedHashSet<>(parts))),
				map(Collections.unmodifiableMap(new HashMap<>()), Collections::unmodifiableMap),
				collection(Collections.synchronizedCollection(new ArrayList<>()), Collections::synchronizedCollection),
				collection(Collections.synchronizedList(new ArrayList<>()), Collections::synchronizedList),
				collection(Collections.synchronizedList(new LinkedList<>()),
						(parts) -> Collections.synchronizedList(new LinkedList<>(parts))),
				collection(Collections.synchronizedSet(new HashSet<>()),
						(parts) -> Collections.synchronizedSet(new LinkedHashSet<>(parts))),
				map(Collections.synchronizedMap(new HashMap<>()), Collections::synchronizedMap));
	}

	private static Stream<JsonContainer> sorted() {
		return Stream.of(sortedSet((set) -> set), sortedSet(Collections::unmodifiableSortedSet),
				sortedSet(Collections::unmodifiableNavigableSet), sortedSet(Collections::synchronizedSortedSet),
				sortedSet(Collections::synchronizedNavigableSet), sortedSet(ConcurrentSkipListSet::new),
				sortedMap((map) -> map), sortedMap(Collections::unmodifiableSortedMap),
				sortedMap(Collections::unmodifiableNavigableMap), sortedMap(Collections::synchronizedSortedMap),
				sortedMap(Collections::synchronizedNavigableMap), sortedMap(ConcurrentSkipListMap::new));
	}

	/**
	 * A set begins with any constant, so that the enumeration of an empty one is known.
	 */
	private static Stream<JsonContainer> enums() {
		return Stream.of(new JsonContainer(EnumSet.class, (set) -> enumParts((EnumSet) set), (parts) -> {
			EnumSet set = EnumSet.noneOf(((Enum) at(parts, 0)).getDeclaringClass());
			return filled(set, parts.subList(1, parts.size()));
		}), new JsonContainer(EnumMap.class, (map) -> flatten(notEmpty((EnumMap) map)),
				(parts) -> new EnumMap(paired(parts))));
	}

	private static Stream<JsonContainer> holders() {
		return Stream.of(
				new JsonContainer(Optional.class, (optional) -> ((Optional<?>) optional).stream().toList(),
						(parts) -> parts.isEmpty() ? Optional.empty() : Optional.of(at(parts, 0))),
				new JsonContainer(AtomicReference.class,
						(reference) -> Collections.singletonList(((AtomicReference<?>) reference).get()),
						(parts) -> new AtomicReference<>(single(parts))),
				entry(Map.entry(1, 1).getClass(), Map::entry),
				entry(AbstractMap.SimpleEntry.class, AbstractMap.SimpleEntry::new),
				entry(AbstractMap.SimpleImmutableEntry.class, AbstractMap.SimpleImmutableEntry::new));
	}

	private static JsonContainer collection(Collection<?> sample, Function<List<@Nullable Object>, Object> maker) {
		return new JsonContainer(sample.getClass(), (value) -> (Collection<?>) value, maker);
	}

	private static JsonContainer map(Map<?, ?> sample,
			Function<Map<@Nullable Object, @Nullable Object>, Object> maker) {
		return new JsonContainer(sample.getClass(), (value) -> flatten((Map) value),
				(parts) -> maker.apply(paired(parts)));
	}

	private static JsonContainer sortedSet(Function<NavigableSet<Object>, Object> wrapping) {
		return new JsonContainer(wrapping.apply(new TreeSet<>()).getClass(), (value) -> {
			SortedSet<?> set = (SortedSet<?>) value;
			return withOrder(set.comparator(), set);
		}, (parts) -> wrapping.apply(filled(new TreeSet<>(order(parts)), parts.subList(1, parts.size()))));
	}

	private static JsonContainer sortedMap(Function<NavigableMap<Object, Object>, Object> wrapping) {
		return new JsonContainer(wrapping.apply(new TreeMap<>()).getClass(), (value) -> {
			SortedMap<?, ?> map = (SortedMap<?, ?>) value;
			return withOrder(map.comparator(), flatten(map));
		}, (parts) -> {
			NavigableMap<Object, Object> map = new TreeMap<>(order(parts));
			map.putAll((Map) paired(parts.subList(1, parts.size())));
			return wrapping.apply(map);
		});
	}

	private static JsonContainer entry(Class<?> type, BiFunction<@Nullable Object, @Nullable Object, Object> maker) {
		return new JsonContainer(type, (value) -> {
			Map.Entry<?, ?> entry = (Map.Entry<?, ?>) value;
			return Arrays.asList(entry.getKey(), entry.getValue());
		}, (parts) -> maker.apply(at(parts, 0), at(parts, 1)));
	}

	/** With null in it, it is what {@code Stream.toList} returns. */
	private static List<@Nullable Object> immutable(List<@Nullable Object> parts) {
		return parts.contains(null) ? parts.stream().toList() : List.copyOf(parts);
	}

	private static <C extends Collection> C filled(C collection, Collection<?> parts) {
		collection.addAll(parts);
		return collection;
	}

	private static Object empty(Collection<?> parts, Object value) {
		demand(parts.isEmpty());
		return value;
	}

	private static @Nullable Object single(List<@Nullable Object> parts) {
		demand(parts.size() == 1);
		return parts.get(0);
	}

	private static Object at(List<@Nullable Object> parts, int index) {
		return parts.get(index);
	}

	private static List<@Nullable Object> flatten(Map<?, ?> map) {
		List<@Nullable Object> parts = new ArrayList<>(2 * map.size());
		map.forEach((key, value) -> {
			parts.add(key);
			parts.add(value);
		});
		return parts;
	}

	private static Map<@Nullable Object, @Nullable Object> paired(List<@Nullable Object> parts) {
		demand(parts.size() % 2 == 0);
		Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
		for (int i = 0; i < parts.size(); i += 2) {
			map.put(parts.get(i), parts.get(i + 1));
		}
		return map;
	}

	private static List<@Nullable Object> withOrder(@Nullable Comparator<?> comparator, Collection<?> parts) {
		int order = ORDERS.indexOf(comparator);
		if (order < 0) {
			throw new EncodingException("a comparator of your own cannot be kept by codec " + JsonCodec.NAME
					+ "; use the natural order or its reverse, or the codec java", null);
		}
		List<@Nullable Object> all = new ArrayList<>(parts.size() + 1);
		all.add(order);
		all.addAll(parts);
		return all;
	}

	private static @Nullable Comparator<Object> order(List<@Nullable Object> parts) {
		return (Comparator<Object>) ORDERS.get((Integer) at(parts, 0));
	}

	private static List<Object> enumParts(EnumSet<?> set) {
		EnumSet<?> any = set.isEmpty() ? EnumSet.complementOf((EnumSet) set) : set;
		List<Object> parts = new ArrayList<>(set);
		parts.add(0, any.iterator().next());
		return parts;
	}

	private static EnumMap<?, ?> notEmpty(EnumMap<?, ?> map) {
		if (map.isEmpty()) {
			throw new EncodingException("an empty java.util.EnumMap does not tell the type of its keys, which codec "
					+ JsonCodec.NAME + " needs; use another map, or the codec java", null);
		}
		return map;
	}

	private static void demand(boolean held) {
		if (!held) {
			throw new IllegalArgumentException("not the parts of such a container");
		}
	}

}
