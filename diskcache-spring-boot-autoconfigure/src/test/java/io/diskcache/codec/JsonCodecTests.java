package io.diskcache.codec;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.Stack;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.diskcache.codec.JsonSamples.Account;
import io.diskcache.codec.JsonSamples.Box;
import io.diskcache.codec.JsonSamples.Circle;
import io.diskcache.codec.JsonSamples.Colour;
import io.diskcache.codec.JsonSamples.Order;
import io.diskcache.codec.JsonSamples.Primitives;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JsonCodecTests {

	private static final ClassLoader LOADER = JsonCodecTests.class.getClassLoader();

	private static final long FINGERPRINT_OF_ORDER = 4920450864725903479L;

	private final JsonCodec codec = new JsonCodec(List.of("io.diskcache.codec"), LOADER);

	private static Stream<Arguments> each(Object... values) {
		return Arrays.stream(values).map((value) -> Arguments.of(value));
	}

	static Stream<Arguments> whatJavaKeeps() {
		return JavaCodecTests.allowed().filter((arguments) -> {
			String name = arguments.get()[0].getClass().getName();
			return !name.equals(Timestamp.class.getName()) && !name.endsWith("SetFromMap");
		});
	}

	static Stream<Arguments> objects() {
		return JsonSamples.all().stream().map(Arguments::of);
	}

	static Stream<Arguments> scalars() {
		ZoneId berlin = ZoneId.of("Europe/Berlin");
		LocalDateTime overlap = LocalDateTime.of(2026, 10, 25, 2, 30);
		return each("", "\ud800", "a\udc00b", "\u0000\"\\\u20ac\ud83d\ude00\u2028", true, Byte.MIN_VALUE,
				Short.MAX_VALUE, Integer.MIN_VALUE, Long.MIN_VALUE, 5L, 1.5f, Float.MIN_VALUE, Float.NaN,
				Float.NEGATIVE_INFINITY, -0.0f, -0.0, 1e300, Double.MIN_VALUE, Double.NaN, Double.POSITIVE_INFINITY,
				'c', '\u20ac', '\u0000', new BigDecimal("1.500"), new BigDecimal("1E+300"),
				new BigDecimal(BigInteger.ONE, Integer.MAX_VALUE), BigInteger.TWO.pow(20_000).negate(), LocalDate.MIN,
				LocalDate.MAX, LocalTime.MIN, LocalTime.MAX, LocalDateTime.MIN, LocalDateTime.MAX, Instant.MIN,
				Instant.MAX, Instant.EPOCH, Duration.ZERO, Duration.ofSeconds(-1, 1),
				Duration.ofSeconds(Long.MAX_VALUE, 999_999_999), Duration.ofSeconds(Long.MIN_VALUE),
				Period.of(-1, 14, Integer.MIN_VALUE), Period.ZERO, Year.of(Year.MIN_VALUE), Year.of(10_000),
				YearMonth.of(Year.MAX_VALUE, 12), YearMonth.of(-1, 1), MonthDay.of(2, 29), OffsetDateTime.MIN,
				OffsetDateTime.MAX, OffsetTime.MIN, OffsetTime.MAX, ZoneOffset.MIN, ZoneOffset.UTC,
				ZoneOffset.ofHoursMinutesSeconds(1, 2, 3), berlin, ZoneId.of("UTC+1"),
				ZonedDateTime.ofLocal(overlap, berlin, ZoneOffset.ofHours(1)),
				ZonedDateTime.ofLocal(overlap, berlin, ZoneOffset.ofHours(2)),
				ZonedDateTime.of(overlap, ZoneOffset.UTC), ZonedDateTime.of(overlap, ZoneId.of("UTC")),
				new Date(Long.MIN_VALUE), Locale.ROOT, Locale.forLanguageTag("zh-Hant-TW-u-ca-roc"), new BitSet(),
				OptionalInt.empty(), OptionalInt.of(-1), OptionalLong.of(Long.MIN_VALUE), OptionalLong.empty(),
				OptionalDouble.of(Double.NaN), OptionalDouble.empty(), Optional.empty(), Optional.of(1L),
				new byte[] { 1, -1 }, new byte[0], new char[] { '"', '\u20ac' }, new long[][][] { { { 1 } }, null },
				new float[] { Float.NaN }, new boolean[] { true }, new List<?>[] { List.of(1L), null });
	}

	@ParameterizedTest
	@MethodSource({ "whatJavaKeeps", "scalars" })
	void valuesOfTheJdkComeBackAsTheyWere(Object value) {
		Object result = decode(value);

		assertThat(result).hasSameClassAs(value);
		assertThat(Arrays.deepEquals(new Object[] { result }, new Object[] { value })).as("%s", result).isTrue();
	}

	@ParameterizedTest
	@MethodSource({ "whatJavaKeeps", "scalars" })
	void theyDoSoAsPartsOfOthers(Object value) {
		List<?> result = (List<?>) decode(Arrays.asList(value, new Box<>(value), value, null, new Object[] { value }));
		Object[] parts = { result.get(0), ((Box<?>) result.get(1)).content(), result.get(2),
				((Object[]) result.get(4))[0] };

		for (Object part : parts) {
			assertThat(part).hasSameClassAs(value);
			assertThat(Arrays.deepEquals(new Object[] { part }, new Object[] { value })).as("%s", part).isTrue();
		}
	}

	@ParameterizedTest
	@MethodSource("objects")
	void objectsComeBackAsTheyWere(Object value) {
		assertEqual(decode(value), value);
	}

	@ParameterizedTest
	@MethodSource("objects")
	void anEqualCodecOfAnotherJvmReadsThem(Object value) {
		JsonCodec other = new JsonCodec(List.of("io.diskcache.codec"), LOADER);

		assertEqual(other.decode(this.codec.encode(value), this.codec.fingerprint(value)), value);
	}

	@Test
	void primitivesComeBack() {
		Primitives value = new Primitives(true, (byte) -1, (short) 2, '\u20ac', 4, Long.MAX_VALUE, Float.NaN,
				Double.NEGATIVE_INFINITY, new byte[] { 1 }, new double[] { -0.0, Double.NaN }, null, Colour.GREEN);

		assertEqual(decode(value), value);
	}

	@Test
	void collectionsWithoutEqualityComeBack() {
		List<Integer> parts = List.of(1, 2);
		Stack<Object> stack = new Stack<>();
		stack.push(1);
		for (Object value : List.of(new ConcurrentLinkedQueue<>(parts), new ConcurrentLinkedDeque<>(parts),
				new java.util.ArrayDeque<>(parts), new Vector<>(parts), new CopyOnWriteArraySet<>(parts), stack,
				new ConcurrentSkipListSet<>(parts), Collections.unmodifiableCollection(new ArrayList<>(parts)),
				Collections.synchronizedCollection(new ArrayList<>(parts)),
				Collections.synchronizedList(new LinkedList<>(parts)),
				Collections.synchronizedSortedSet(new TreeSet<>(parts)),
				Collections.unmodifiableNavigableSet(new TreeSet<>(parts)), new AtomicInteger(3), new AtomicLong(4),
				new AtomicBoolean(true))) {
			assertThat(decode(value)).hasSameClassAs(value).hasToString(value.toString());
		}
	}

	@Test
	void sortedOnesKeepTheirOrder() {
		TreeSet<Integer> reverse = new TreeSet<>(Comparator.<Integer>reverseOrder());
		reverse.addAll(List.of(1, 2, 3));
		TreeMap<String, Integer> map = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		map.put("a", 1);

		assertThat(decode(reverse)).hasToString("[3, 2, 1]");
		assertThat(decode(map)).isInstanceOfSatisfying(TreeMap.class,
				(result) -> assertThat(result.get("A")).isEqualTo(1));
	}

	@Test
	void anIdIsWrittenOnce() {
		byte[] one = this.codec.encode(List.of(Order.of(1), Order.of(2), Order.of(3)));

		assertThat(new String(one, StandardCharsets.UTF_8)).containsOnlyOnce("JsonSamples$Order#")
			.containsOnlyOnce("java.math.BigDecimal");
	}

	@Test
	void theStateIsTheFieldsWhateverAnnotationsAndAccessorsSay() {
		Account result = (Account) decode(Account.of("me", null));

		assertThat(result.uses()).isZero();
		assertThat(new String(this.codec.encode(new JsonSamples.Immutable(List.of(), "n", "secret")),
				StandardCharsets.UTF_8))
			.contains("\"password\":\"secret\"")
			.contains("\"numbers\"");
		assertThat(decode(new JsonSamples.Masked("m"))).hasToString("Masked[secret=m]");
	}

	@Test
	void fingerprintsAreTheSameInEveryJvm() {
		assertThat(this.codec.fingerprint(Order.of(1))).isEqualTo(FINGERPRINT_OF_ORDER);
		assertThat(this.codec.fingerprint(Colour.GREEN)).isEqualTo(this.codec.fingerprint(Colour.RED));
		assertThat(this.codec.fingerprint(new Order[0])).isNotEqualTo(FINGERPRINT_OF_ORDER);
		assertThat(this.codec.fingerprint(List.of(1)))
			.isEqualTo(Fingerprint.of("java.util.ImmutableCollections$List12"));
	}

	@Test
	void anotherFingerprintIsADecodingException() {
		byte[] bytes = this.codec.encode(Order.of(1));

		assertThatExceptionOfType(DecodingException.class)
			.isThrownBy(() -> this.codec.decode(bytes, FINGERPRINT_OF_ORDER + 1))
			.withMessageContaining("its class has changed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Order", "Line" })
	void aChangedFieldIsADecodingExceptionWhereverItsClassIs(String changed) {
		Order order = Order.of(1);
		JsonCodec same = new JsonCodec(List.of("io.diskcache.codec"), new ChangingLoader(changed, "count", "count"));
		JsonCodec other = new JsonCodec(List.of("io.diskcache.codec"),
				new ChangingLoader(changed, changed.equals("Line") ? "count" : "gift", "other"));

		for (Object value : List.of(order, List.of(order), new Box<>(order), new Order[] { order })) {
			byte[] bytes = this.codec.encode(value);
			assertThat(same.decode(bytes, this.codec.fingerprint(value)).getClass())
				.hasToString(value.getClass().toString());
			assertThatExceptionOfType(DecodingException.class)
				.isThrownBy(() -> other.decode(bytes, this.codec.fingerprint(value)))
				.withMessageContaining("JsonSamples$Order")
				.withMessageContaining("has changed");
		}
	}

	@Test
	void aClassOfAnotherLoaderIsRefused() {
		JsonCodec other = new JsonCodec(List.of("io.diskcache.codec"), new ChangingLoader("Line", "count", "count"));

		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> other.encode(Order.of(1)))
			.withMessageContaining("comes back as another class");
	}

	@Test
	void withoutAClassLoaderOnlyTheJdkIsThere() {
		JsonCodec bare = new JsonCodec(List.of("io.diskcache.codec"), null);

		assertThat(bare.decode(bare.encode(List.of(1)), bare.fingerprint(List.of(1)))).isEqualTo(List.of(1));
		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> bare.encode(new Circle(1)))
			.withMessageContaining("ClassNotFoundException");
	}

	@Test
	void threadsShareIt() {
		boolean equal = IntStream.range(0, 2000).parallel().allMatch((i) -> {
			Object value = JsonSamples.all().get(i % 6);
			return decode(value).equals(value) && decode(Set.of(Order.of(i))).equals(Set.of(Order.of(i)));
		});

		assertThat(equal).isTrue();
	}

	private static void assertEqual(Object result, Object value) {
		assertThat(result).usingRecursiveComparison()
			.withStrictTypeChecking()
			.withEqualsForType(Double::equals, Double.class)
			.withEqualsForType(Float::equals, Float.class)
			.ignoringFieldsMatchingRegexes(".*uses")
			.isEqualTo(value);
	}

	private Object decode(Object value) {
		return this.codec.decode(this.codec.encode(value), this.codec.fingerprint(value));
	}

	/** Defines the samples anew, a name in one of them changed to one as long. */
	private static final class ChangingLoader extends ClassLoader {

		private final String changed;

		private final String from;

		private final String to;

		ChangingLoader(String changed, String from, String to) {
			super(null);
			this.changed = changed;
			this.from = from;
			this.to = to;
		}

		@Override
		protected Class<?> findClass(String name) throws ClassNotFoundException {
			try (InputStream in = LOADER.getResourceAsStream(name.replace('.', '/') + ".class")) {
				if (in == null) {
					throw new ClassNotFoundException(name);
				}
				byte[] code = in.readAllBytes();
				if (name.endsWith("$" + this.changed)) {
					code = renamed(code);
				}
				return defineClass(name, code, 0, code.length);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

		private byte[] renamed(byte[] code) {
			String text = new String(code, StandardCharsets.ISO_8859_1);
			return text.replace(constant(this.from), constant(this.to)).getBytes(StandardCharsets.ISO_8859_1);
		}

		/** Tag of UTF-8 constants, length, text. */
		private static String constant(@Nullable String text) {
			return "\u0001" + (char) 0 + (char) text.length() + text;
		}

	}

}
