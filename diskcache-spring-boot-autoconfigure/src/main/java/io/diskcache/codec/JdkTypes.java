package io.diskcache.codec;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Serialisable classes of the JDK that hold values and run no code but their own, with
 * those that stand for them in their serialised form. Interfaces are there as types of
 * arrays.
 */
final class JdkTypes {

	private static final String LANG = """
			Object Boolean Byte Character Short Integer Long Float Double Number String Enum Comparable CharSequence
			Iterable String$CaseInsensitiveComparator
			""";

	private static final String MATH = "BigInteger BigDecimal MathContext RoundingMode";

	private static final String TIME = """
			Ser DayOfWeek Month Duration Instant LocalDate LocalTime LocalDateTime MonthDay OffsetDateTime OffsetTime
			Period Year YearMonth ZoneId ZoneOffset ZoneRegion ZonedDateTime temporal.ChronoUnit temporal.ChronoField
			chrono.IsoEra
			""";

	private static final String UTIL = """
			Collection List Set Map Map$Entry SortedMap SortedSet NavigableMap NavigableSet Queue Deque Comparator
			AbstractMap$SimpleEntry AbstractMap$SimpleImmutableEntry ArrayDeque ArrayList Arrays$ArrayList BitSet
			CollSer ImmutableCollections$List12 ImmutableCollections$ListN ImmutableCollections$Set12
			ImmutableCollections$SetN ImmutableCollections$Map1 ImmutableCollections$MapN Currency Date EnumMap EnumSet EnumSet$SerializationProxy RegularEnumSet JumboEnumSet HashMap HashSet Hashtable
			LinkedHashMap LinkedHashSet LinkedList Locale TreeMap TreeSet UUID Vector Stack Properties
			Comparators$NaturalOrderComparator Collections$ReverseComparator Collections$ReverseComparator2
			Collections$EmptyList Collections$EmptyMap Collections$EmptySet
			Collections$SingletonList Collections$SingletonMap Collections$SingletonSet Collections$SetFromMap
			Collections$UnmodifiableCollection Collections$UnmodifiableList Collections$UnmodifiableRandomAccessList
			Collections$UnmodifiableSet Collections$UnmodifiableSortedSet Collections$UnmodifiableNavigableSet
			Collections$UnmodifiableMap Collections$UnmodifiableSortedMap Collections$UnmodifiableNavigableMap
			Collections$UnmodifiableMap$UnmodifiableEntrySet Collections$UnmodifiableSequencedCollection
			Collections$UnmodifiableSequencedSet Collections$UnmodifiableSequencedMap
			Collections$UnmodifiableNavigableSet$EmptyNavigableSet Collections$UnmodifiableNavigableMap$EmptyNavigableMap
			Collections$SynchronizedCollection Collections$SynchronizedList Collections$SynchronizedRandomAccessList
			Collections$SynchronizedSet Collections$SynchronizedSortedSet Collections$SynchronizedNavigableSet
			Collections$SynchronizedMap Collections$SynchronizedSortedMap Collections$SynchronizedNavigableMap
			""";

	private static final String CONCURRENT = """
			ConcurrentHashMap ConcurrentHashMap$Segment ConcurrentLinkedDeque ConcurrentLinkedQueue ConcurrentMap
			ConcurrentSkipListMap ConcurrentSkipListSet CopyOnWriteArrayList CopyOnWriteArraySet TimeUnit
			atomic.AtomicBoolean atomic.AtomicInteger atomic.AtomicIntegerArray atomic.AtomicLong
			atomic.AtomicLongArray atomic.AtomicReference locks.AbstractOwnableSynchronizer
			locks.AbstractQueuedSynchronizer locks.ReentrantLock locks.ReentrantLock$NonfairSync
			locks.ReentrantLock$Sync
			""";

	static final Set<String> NAMES = Stream
		.of(in("java.lang.", LANG), in("java.math.", MATH), in("java.time.", TIME), in("java.util.", UTIL),
				in("java.util.concurrent.", CONCURRENT), in("java.net.", "URI"), in("java.io.", "Serializable"),
				in("java.sql.", "Date Time Timestamp"))
		.flatMap((names) -> names)
		.collect(Collectors.toUnmodifiableSet());

	private JdkTypes() {
	}

	private static Stream<String> in(String start, String names) {
		return Stream.of(names.trim().split("\\s+")).map((name) -> start + name);
	}

}
