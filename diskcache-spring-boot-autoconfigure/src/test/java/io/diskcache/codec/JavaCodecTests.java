package io.diskcache.codec;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.net.InetAddress;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.swing.event.EventListenerList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class JavaCodecTests {

	private static final ClassLoader LOADER = JavaCodecTests.class.getClassLoader();

	private final JavaCodec codec = new JavaCodec(List.of("io.diskcache.codec"), LOADER);

	private final JavaCodec strict = new JavaCodec(List.of("com.example"), LOADER);

	private static Stream<Arguments> each(Object... values) {
		return Arrays.stream(values).map((value) -> Arguments.of(value));
	}

	static Stream<Arguments> allowed() {
		Map<String, Integer> map = Map.of("a", 1, "b", 2, "c", 3);
		List<String> list = List.of("a", "b", "c");
		EnumMap<DayOfWeek, String> enumMap = new EnumMap<>(Map.of(DayOfWeek.MONDAY, "m"));
		return each(new ArrayList<>(list), new LinkedList<>(list), Arrays.asList("a", null), list, List.of(),
				List.of(1), List.of(1, 2), Set.of(), Set.of(1), Set.of(1, 2, 3), Map.of(), Map.of(1, 2), map,
				list.stream().toList(), Stream.of(1, null).toList(), new HashMap<>(map), new LinkedHashMap<>(map),
				new TreeMap<>(map), new TreeMap<>(Comparator.<String>reverseOrder()), new HashSet<>(list),
				new LinkedHashSet<>(list), new TreeSet<>(String.CASE_INSENSITIVE_ORDER), new Hashtable<>(map), enumMap,
				EnumSet.allOf(DayOfWeek.class), EnumSet.noneOf(Samples.Colour.class), new ConcurrentHashMap<>(map),
				new ConcurrentSkipListMap<>(map), new CopyOnWriteArrayList<>(list), Collections.emptyList(),
				Collections.emptyMap(), Collections.emptySet(), Collections.singletonList(1), Collections.singleton(1),
				Collections.singletonMap(1, 2), Collections.unmodifiableList(new ArrayList<>(list)),
				Collections.unmodifiableList(new LinkedList<>(list)), Collections.unmodifiableSet(new HashSet<>(list)),
				Collections.unmodifiableMap(new HashMap<>(map)), Collections.unmodifiableSortedMap(new TreeMap<>(map)),
				Collections.synchronizedList(new ArrayList<>(list)), Collections.synchronizedMap(new HashMap<>(map)),
				Collections.newSetFromMap(new ConcurrentHashMap<>()), new AbstractMap.SimpleEntry<>(1, 2),
				new AbstractMap.SimpleImmutableEntry<>(1, 2), BitSet.valueOf(new long[] { 5 }), Locale.CANADA_FRENCH,
				Currency.getInstance("EUR"), URI.create("http://a/b"), new Date(1), new Timestamp(2),
				MathContext.DECIMAL64, DayOfWeek.FRIDAY, Samples.Colour.RED, Samples.Colour.GREEN, Duration.ofDays(1),
				new Samples.Person("a", 1, list), new Samples.Customer(ZonedDateTime.now()),
				new Samples.Customer(
						List.of(UUID.randomUUID(), BigDecimal.ONE, BigInteger.TEN, LocalDate.EPOCH, 'c', 1.5f)),
				String.class.getName().toCharArray(), new int[][] { { 1 }, {} }, new String[] { "a", null },
				new LocalDate[] { LocalDate.EPOCH }, new Samples.Person[] { new Samples.Person("b", 2, List.of()) },
				new Object[] { 1, "a" }, new Samples.Colour[] { Samples.Colour.GREEN }, new Comparable<?>[] { 1 },
				new ArrayDeque<>(list).clone().toArray(), IntStream.range(0, 1000).boxed().collect(Collectors.toSet()),
				IntStream.range(0, 1000).boxed().collect(Collectors.toMap((i) -> "k" + i, (i) -> i)));
	}

	static Stream<Arguments> foreign() throws Exception {
		return each(new File("a"), new URL("http://a"), InetAddress.getLoopbackAddress(), new PriorityQueue<>(),
				Calendar.getInstance(), new Random(1), new RuntimeException("a"), new StringBuilder("a"), File.class,
				(Samples.Task) () -> {
				}, Proxy.newProxyInstance(LOADER, new Class<?>[] { Samples.Task.class }, new Handler()),
				new Samples.Person("a", 1, List.of()), Samples.Colour.GREEN, new Samples.Person[0], new File[0][0],
				new Samples.Node(null), (Comparator<String> & Serializable) String::compareTo,
				new TreeMap<>((Comparator<String> & Serializable) String::compareTo), Samples.Person.class,
				new EventListenerList(), new SecureRandom());
	}

	@ParameterizedTest
	@MethodSource("allowed")
	void allowedValuesComeBackAsTheyWere(Object value) {
		Object result = decode(this.codec, value);

		assertThat(result).hasSameClassAs(value);
		assertThat(Arrays.deepEquals(new Object[] { result }, new Object[] { value })).as("%s", result).isTrue();
	}

	@Test
	void collectionsWithoutEqualityComeBack() {
		assertThat(decode(this.codec, new AtomicInteger(3))).hasToString("3").isInstanceOf(AtomicInteger.class);
		assertThat(decode(this.codec, new AtomicLong(4))).hasToString("4");
		assertThat(decode(this.codec, new ArrayDeque<>(List.of(1, 2)))).hasToString("[1, 2]");
		assertThat(decode(this.codec, new ConcurrentLinkedQueue<>(List.of(1)))).hasToString("[1]");
		assertThat(decode(this.codec, Collections.unmodifiableCollection(new ArrayList<>(List.of(1)))))
			.hasToString("[1]");
	}

	@ParameterizedTest
	@MethodSource("foreign")
	void whatIsRefusedWhenReadIsRefusedWhenWritten(Object value) {
		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> this.strict.encode(value))
			.withMessageStartingWith("A value of " + value.getClass().getName() + " cannot be cached: ");
		assertThatExceptionOfType(EncodingException.class)
			.isThrownBy(() -> this.strict.encode(new ArrayList<>(List.of(1, value))))
			.withMessageStartingWith("A value of java.util.ArrayList cannot be cached: ");
		assertThatExceptionOfType(DecodingException.class)
			.isThrownBy(() -> this.strict.decode(Samples.serialise(value), this.strict.fingerprint(value)));
		assertThatExceptionOfType(DecodingException.class)
			.isThrownBy(() -> this.strict.decode(Samples.serialise(new ArrayList<>(List.of(1, value))), 0));
	}

	@ParameterizedTest
	@MethodSource("allowed")
	void bothDirectionsJudgeAlike(Object value) {
		boolean written = succeeds(() -> this.strict.encode(value));
		boolean read = succeeds(() -> this.strict.decode(Samples.serialise(value), this.strict.fingerprint(value)));

		assertThat(written).isEqualTo(read);
	}

	@Test
	void aRefusalNamesTheClassAndTheProperty() {
		assertThatExceptionOfType(EncodingException.class)
			.isThrownBy(() -> this.strict.encode(new ArrayList<>(List.of(new Samples.Person("a", 1, List.of())))))
			.withMessage("A value of java.util.ArrayList cannot be cached: io.diskcache.codec.Samples$Person is not "
					+ "admitted by diskcache.allowed-packages; add its package there (of the JDK: the class), or keep it "
					+ "out of the cache");
	}

	@Test
	void aNestedPartThatIsNotSerializableIsNamed() {
		assertThatExceptionOfType(EncodingException.class)
			.isThrownBy(() -> this.codec.encode(new Samples.Order("1", new Samples.Customer(new Thread()))))
			.withMessage("A value of io.diskcache.codec.Samples$Order cannot be cached: java.lang.Thread is not "
					+ "Serializable");
	}

	@Test
	void whatCanBeWrittenButNotReadIsRefused() {
		assertThatExceptionOfType(EncodingException.class)
			.isThrownBy(() -> this.codec.encode(new ArrayList<>(List.of(new Samples.Unreadable("a")))))
			.withMessageContaining("Samples$Unreadable; no valid constructor");
		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> this.codec.encode(new Samples.Changeling()))
			.withMessageContaining("is not the java.lang.String that was stored");
		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> this.codec.encode(new Samples.Failing()))
			.withMessageContaining("it cannot be serialised: java.io.IOException")
			.withMessageNotContaining("no luck");
	}

	@Test
	void aClassOfAnAttackIsRefusedEvenInAnAllowedPackage() {
		JavaCodec wide = new JavaCodec(List.of("org.springframework", "org.apache"), LOADER);
		AllowList list = new AllowList(List.of("org.springframework", "org.apache"));

		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> wide.encode((Samples.Task) () -> {
		}))
			.withMessageContaining("java.lang.invoke.SerializedLambda is not admitted")
			.withMessageContaining("never will be");
		assertThat(list.admitsDescriptor("org.springframework.data.domain.PageImpl")).isTrue();
		assertThat(list.admitsDescriptor("org.springframework.beans.factory.ObjectFactory")).isFalse();
		assertThat(list.admitsDescriptor("[[Lorg.springframework.aop.framework.AdvisedSupport;")).isFalse();
		assertThat(list.admitsDescriptor("org.apache.commons.collections.functors.InvokerTransformer")).isFalse();
		assertThat(list.admitsDescriptor("[[I")).isTrue();
		assertThat(list.admitsDescriptor("org.apachefoo.Bar")).isFalse();
		assertThat(list.admitsDescriptor("")).isFalse();
		assertThat(list.admitsDescriptor("[")).isFalse();
		assertThat(list.admitsDescriptor("[L")).isFalse();
	}

	@Test
	void aSingleClassCanBeAllowed() {
		JavaCodec files = new JavaCodec(List.of("java.io.File", "io.diskcache.codec.Samples"), LOADER);

		assertThat(decode(files, new File("a"))).isEqualTo(new File("a"));
		assertThat(decode(files, new Samples.Customer("a"))).isEqualTo(new Samples.Customer("a"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "java", "java.util", "javax.management", "sun.misc", "com.sun.x", "jdk.internal", "com",
			"org", "io", "net" })
	void aPackageThatAdmitsTooMuchIsRefused(String entry) {
		assertThatIllegalArgumentException().isThrownBy(() -> new JavaCodec(List.of(entry), LOADER))
			.withMessageContaining("admits too much with '" + entry + "'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "*", "com.example.*", ".a", "a.", "com/example", "!a" })
	void whatIsNoPackageIsRefused(String entry) {
		assertThatIllegalArgumentException().isThrownBy(() -> new JavaCodec(List.of(entry), LOADER))
			.withMessageContaining("diskcache.allowed-packages");
	}

	@Test
	void deepNestingIsRefusedInBothDirections() {
		Samples.Node deep = Samples.Node.chain(GuardedInput.MAX_DEPTH + 1);
		Samples.Node deeper = Samples.Node.chain(2000);
		Samples.Node deepest = Samples.Node.chain(1_000_000);
		readBackOnce();

		for (Samples.Node node : Arrays.asList(deep, deeper, deepest)) {
			assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> this.codec.encode(node));
		}
		assertThatExceptionOfType(DecodingException.class)
			.isThrownBy(() -> this.codec.decode(Samples.serialise(deep), this.codec.fingerprint(deep)));
		assertThatExceptionOfType(DecodingException.class)
			.isThrownBy(() -> this.codec.decode(Samples.serialise(deeper), this.codec.fingerprint(deep)));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 100, 350, 390, 400, 420, 450, 490, 499, 500, 510, 600 })
	void whatIsNotTooDeepWhenWrittenIsNotWhenRead(int depth) {
		readBackOnce();

		for (int siblings : new int[] { 0, 1, 40, 399, 1000 }) {
			List<Object> value = new ArrayList<>();
			for (int i = 0; i < siblings; i++) {
				value.add(new AtomicInteger(i));
			}
			value.add(Samples.Node.chain(depth));
			value.add("end");
			if (succeeds(() -> this.codec.encode(value))) {
				assertThat((List<?>) decode(this.codec, value)).hasSize(siblings + 2);
			}
			else {
				assertThat(depth).isGreaterThan(JavaCodec.MAX_DEPTH - 10);
			}
		}
	}

	@Test
	void aStackThatOverflowsIsARefusal() {
		byte[] endless = Samples.serialise(new Samples.EndlessReader());

		assertThatExceptionOfType(EncodingException.class)
			.isThrownBy(() -> this.codec.encode(new Samples.EndlessWriter()))
			.withCauseInstanceOf(StackOverflowError.class);
		assertThatExceptionOfType(DecodingException.class).isThrownBy(() -> this.codec.decode(endless, 0))
			.withCauseInstanceOf(StackOverflowError.class);
	}

	@Test
	void manyFlatElementsAreNotDeep() {
		List<Samples.Person> people = IntStream.range(0, 20_000)
			.mapToObj((i) -> new Samples.Person("p" + i, i, List.of("t" + i)))
			.collect(Collectors.toCollection(ArrayList::new));

		assertThat(decode(this.codec, people)).isEqualTo(people);
	}

	@Test
	void aMadeUpLengthIsRefusedBeforeItTakesMemory() {
		byte[] bytes = Samples.serialise(new long[] { 1, 2, 3 });
		int length = bytes.length - 3 * 8 - 4;
		byte[] huge = bytes.clone();
		huge[length] = 0x7F;
		byte[] objects = Samples.serialise(new Object[] { null });
		objects[objects.length - 5] = 0x70;

		assertThatExceptionOfType(DecodingException.class).isThrownBy(() -> this.codec.decode(huge, 0))
			.withMessageContaining("longer arrays than it has bytes");
		assertThatExceptionOfType(DecodingException.class).isThrownBy(() -> this.codec.decode(objects, 0))
			.withMessageContaining("longer arrays than it has bytes");
	}

	@Test
	void aStreamMadeByHandDoesNotLoadItsClass() {
		byte[] bytes = handMade("com.evil.Gadget");
		List<String> asked = new ArrayList<>();
		ClassLoader watching = new ClassLoader(null) {

			@Override
			protected Class<?> findClass(String name) throws ClassNotFoundException {
				asked.add(name);
				throw new ClassNotFoundException(name);
			}

		};

		assertThatExceptionOfType(DecodingException.class)
			.isThrownBy(() -> new JavaCodec(List.of("com.example"), watching).decode(bytes, 0))
			.withMessage("com.evil.Gadget is not admitted by diskcache.allowed-packages");
		assertThat(asked).isEmpty();
		assertThatExceptionOfType(DecodingException.class)
			.isThrownBy(() -> new JavaCodec(List.of("com.evil"), watching).decode(bytes, 0))
			.withCauseInstanceOf(ClassNotFoundException.class);
		assertThat(asked).containsExactly("com.evil.Gadget");
	}

	@Test
	void damagedStreamsAreAValueOrADecodingException() {
		Object sample = new ArrayList<>(
				List.of(new Samples.Person("a", 1, List.of("x", "y")), new HashMap<>(Map.of("k", 1L)),
						new TreeMap<>(Map.of("t", new BigDecimal("1.5"))), Samples.Colour.RED, new int[] { 1, 2 },
						EnumSet.of(DayOfWeek.MONDAY), BitSet.valueOf(new long[] { 7 }), ZonedDateTime.now()));
		byte[] bytes = this.codec.encode(sample);

		for (byte[] damaged : Samples.damaged(bytes)) {
			Samples.valueOrDecodingException(() -> this.codec.decode(damaged, this.codec.fingerprint(sample)));
		}
	}

	@Test
	void anyOtherByteAtAnyPlaceIsAValueOrADecodingException() {
		Object sample = new Samples.Person("a", 1, List.of("x"));
		byte[] bytes = this.codec.encode(sample);

		for (int i = 0; i < bytes.length; i++) {
			byte[] turned = bytes.clone();
			for (int value = 0; value < 256; value++) {
				turned[i] = (byte) value;
				Samples.valueOrDecodingException(() -> this.codec.decode(turned, this.codec.fingerprint(sample)));
			}
		}
	}

	@Test
	void anotherFingerprintIsADecodingException() {
		Samples.Node node = new Samples.Node(null);
		byte[] bytes = this.codec.encode(node);

		assertThatExceptionOfType(DecodingException.class)
			.isThrownBy(() -> this.codec.decode(bytes, this.codec.fingerprint(node) + 1))
			.withMessageContaining("its class has changed");
	}

	@Test
	void fingerprintsAreTheSameInEveryJvm() {
		assertThat(this.codec.fingerprint(new Samples.Node(null))).isEqualTo(FINGERPRINT_OF_NODE);
		assertThat(this.codec.fingerprint(Samples.Colour.GREEN)).isEqualTo(this.codec.fingerprint(Samples.Colour.RED));
		assertThat(this.codec.fingerprint(new Samples.Node[0])).isNotEqualTo(FINGERPRINT_OF_NODE);
	}

	@Test
	void aChangedClassIsADecodingException() throws Exception {
		byte[] bytes = this.codec.encode(new Samples.Node("n"));
		long fingerprint = this.codec.fingerprint(new Samples.Node(null));
		JavaCodec same = new JavaCodec(List.of("io.diskcache.codec"), new ChangingLoader(1));
		JavaCodec changed = new JavaCodec(List.of("io.diskcache.codec"), new ChangingLoader(2));

		assertThat(same.decode(bytes, fingerprint).getClass().getClassLoader()).isInstanceOf(ChangingLoader.class);
		assertThatExceptionOfType(DecodingException.class).isThrownBy(() -> changed.decode(bytes, fingerprint))
			.withMessageContaining("local class incompatible");
	}

	@Test
	void withoutAClassLoaderOnlyTheJdkIsThere() {
		JavaCodec bare = new JavaCodec(List.of("io.diskcache.codec"), null);

		assertThat(decode(bare, List.of(1))).isEqualTo(List.of(1));
		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> bare.encode(new Samples.Customer(1)))
			.withMessageContaining("ClassNotFoundException");
	}

	private static final long FINGERPRINT_OF_NODE = -8941405063011086983L;

	private static Object decode(JavaCodec codec, Object value) {
		return codec.decode(codec.encode(value), codec.fingerprint(value));
	}

	/** So that what follows is judged as it is written, not as it is read back. */
	private void readBackOnce() {
		this.codec.encode(new ArrayList<>(List.of(new AtomicInteger(), new Samples.Node("end"))));
	}

	private static boolean succeeds(Runnable action) {
		try {
			action.run();
			return true;
		}
		catch (EncodingException | DecodingException ex) {
			return false;
		}
	}

	/**
	 * An object without fields: magic, version, object, class, name, UID, flags, no
	 * fields.
	 */
	private static byte[] handMade(String name) {
		byte[] text = name.getBytes(StandardCharsets.US_ASCII);
		ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + 8 + 1 + 2 + 2);
		bytes.putShort((short) 0xACED).putShort((short) 5).put((byte) 0x73).put((byte) 0x72);
		bytes.putShort((short) text.length).put(text).putLong(1).put((byte) 2).putShort((short) 0);
		return bytes.put((byte) 0x78).put((byte) 0x70).array();
	}

	private static final class Handler implements InvocationHandler, Serializable {

		private static final long serialVersionUID = 1L;

		@Override
		public Object invoke(Object proxy, Method method, Object[] arguments) {
			return switch (method.getName()) {
				case "hashCode" -> 1;
				case "equals" -> proxy == arguments[0];
				default -> "proxy";
			};
		}

	}

	/** Defines the node anew, with another serialVersionUID. */
	private static final class ChangingLoader extends ClassLoader {

		private final long version;

		ChangingLoader(long version) {
			super(null);
			this.version = version;
		}

		@Override
		protected Class<?> findClass(String name) throws ClassNotFoundException {
			String file = name.replace('.', '/') + ".class";
			try (InputStream in = LOADER.getResourceAsStream(file)) {
				byte[] code = in.readAllBytes();
				int at = indexOfLongConstant(code, 1L);
				if (at > 0) {
					code[at + 7] = (byte) this.version;
				}
				return defineClass(name, code, 0, code.length);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

		private static int indexOfLongConstant(byte[] code, long value) {
			byte[] constant = ByteBuffer.allocate(9).put((byte) 5).putLong(value).array();
			for (int i = 0; i + 9 <= code.length; i++) {
				if (Arrays.equals(code, i, i + 9, constant, 0, 9)) {
					return i + 1;
				}
			}
			return -1;
		}

	}

}
