package io.diskcache.codec;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.diskcache.codec.JsonSamples.Box;
import io.diskcache.codec.JsonSamples.Colour;
import io.diskcache.codec.JsonSamples.Foreign;
import io.diskcache.codec.JsonSamples.Fussy;
import io.diskcache.codec.JsonSamples.HalfFinal;
import io.diskcache.codec.JsonSamples.Loop;
import io.diskcache.codec.JsonSamples.Order;
import io.diskcache.codec.JsonSamples.OtherParameters;
import io.diskcache.codec.JsonSamples.OwnFailure;
import io.diskcache.codec.JsonSamples.OwnList;
import io.diskcache.codec.JsonSamples.Shadowing;
import io.diskcache.codec.JsonSamples.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class JsonCodecSafetyTests {

	private static final ClassLoader LOADER = JsonCodecSafetyTests.class.getClassLoader();

	private final JsonCodec codec = new JsonCodec(List.of("io.diskcache.codec"), LOADER);

	private final JsonCodec strict = new JsonCodec(List.of("com.example"), LOADER);

	private static Stream<Arguments> each(Object... values) {
		return Arrays.stream(values).map((value) -> Arguments.of(value));
	}

	static Stream<Arguments> refused() throws Exception {
		return each(new Object(), new Timestamp(1), new StringBuilder("a"), new PriorityQueue<>(), new Random(1),
				String.class, new java.io.File("a"), Collections.newSetFromMap(new HashMap<>()),
				new EnumMap<>(Colour.class), new TreeMap<>(Comparator.comparing(String::length)),
				new TreeSet<>(Comparator.comparing(String::length)), new OwnFailure(), new OwnList(), new HalfFinal(),
				new OtherParameters("a"), new Shadowing(), new Foreign(null), Loop.endless(), new Fussy(1),
				(Task) () -> {
				}, new Box<>(new Thread()), new Thread[0], Map.of("a", Map.of("b", new StringBuilder())),
				new Locale("x-y", "z z"), new Object() {
					@Override
					public String toString() {
						return JsonCodecSafetyTests.class + LOADER.toString();
					}
				}.getClass());
	}

	@ParameterizedTest
	@MethodSource("refused")
	void whatWouldNotComeBackIsRefused(Object value) {
		for (Object whole : new Object[] { value, new ArrayList<>(List.of(1, value)), new Box<>(value) }) {
			assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> this.codec.encode(whole))
				.withMessageStartingWith("A value of " + whole.getClass().getName() + " cannot be cached: ")
				.withMessageMatching(
						".+cached: [^:]*(; .*|JSON, or holds itself.*|by codec json|.*by codec json .in .*|"
								+ "The stored value cannot be read.*)");
		}
	}

	@Test
	void aRefusalNamesTheClassAndTheField() {
		assertThatExceptionOfType(EncodingException.class)
			.isThrownBy(() -> this.codec.encode(new Box<>(new Thread("secret"))))
			.withMessage("A value of io.diskcache.codec.JsonSamples$Box cannot be cached: java.lang.Thread is not "
					+ "admitted by diskcache.allowed-packages; add its package there (of the JDK: the class), or keep it "
					+ "out of the cache (in io.diskcache.codec.JsonSamples$Box[\"content\"])");
		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> this.codec.encode(new OwnList()))
			.withMessage("A value of io.diskcache.codec.JsonSamples$OwnList cannot be cached: "
					+ "io.diskcache.codec.JsonSamples$OwnList is a container of its own, and cannot be kept by codec json; "
					+ "use a record, or the codec java");
		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> this.codec.encode(new Timestamp(1)))
			.withMessageContaining("java.sql.Timestamp is not among the classes of the JDK that codec json keeps");
	}

	@Test
	void whatIsNotAllowedIsRefusedInBothDirections() {
		for (Object value : new Object[] { Order.of(1), List.of(Order.of(1)), Colour.RED, new Order[0],
				new JsonSamples.Shape[0] }) {
			assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> this.strict.encode(value))
				.withMessageContaining("is not admitted by diskcache.allowed-packages");
			assertThatExceptionOfType(DecodingException.class)
				.isThrownBy(() -> this.strict.decode(this.codec.encode(value), this.codec.fingerprint(value)))
				.withMessageContaining("is not admitted by diskcache.allowed-packages");
		}
	}

	@Test
	void aForeignIdDoesNotLoadItsClass() {
		List<String> asked = new ArrayList<>();
		ClassLoader watching = new ClassLoader(null) {

			@Override
			protected Class<?> findClass(String name) throws ClassNotFoundException {
				asked.add(name);
				throw new ClassNotFoundException(name);
			}

		};
		JsonCodec watched = new JsonCodec(List.of("com.example"), watching);

		for (String id : List.of("com.evil.Gadget", "com.evil.Gadget#0", "[Lcom.evil.Gadget;", "javax.swing.JFrame",
				"java.lang.ProcessBuilder")) {
			assertThatExceptionOfType(DecodingException.class)
				.isThrownBy(() -> watched.decode(bytes("[\"" + id + "\",{}]"), 0))
				.withMessageContaining("is not admitted by diskcache.allowed-packages");
		}
		assertThat(asked).isEmpty();
		assertThatExceptionOfType(DecodingException.class)
			.isThrownBy(() -> watched.decode(bytes("[\"com.example.Gone#0\",{}]"), 0))
			.withMessageContaining("com.example.Gone is not there any more");
		assertThat(asked).containsExactly("com.example.Gone");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "{}", "[]", "[\"0\",1]", "[\"\",1]", "[\"#\",1]", "[1,1]", "[[],1]",
			"[\"java.lang.Long\"]", "[\"java.lang.Long\",1,2]", "[\"java.lang.Long\",1]2", "[\"java.lang.Long\",\"1\"]",
			"[\"java.lang.Long\",1.5]", "[\"java.lang.Integer\",99999999999]", "[\"java.util.HashMap\",[1]]",
			"[\"java.util.TreeMap\",[9]]", "[\"java.util.TreeSet\",[0,1,\"a\"]]", "[\"java.util.EnumSet\",[]]",
			"[\"java.util.EnumMap\",[1,1]]", "[\"java.util.Optional\",[null]]", "[\"java.util.ArrayList\",{}]",
			"[\"java.util.List\",[]]", "[\"java.lang.Object\",{}]", "[\"java.math.BigDecimal\",1.5]",
			"[\"java.math.BigDecimal\",\"1E999999999999\"]", "[\"java.time.LocalDate\",\"2026-02-30\"]",
			"[\"java.time.ZonedDateTime\",\"2026-03-29T02:30+01:00[Europe/Berlin]\"]",
			"[\"java.util.UUID\",\"1-1-1-1-1\"]", "[\"java.time.DayOfWeek\",0]", "[\"java.time.DayOfWeek\",\"0\"]",
			"[\"[I\",[1.5]]", "[\"[I\",\"AA==\"]", "[\"[\",[]]", "[\"I\",1]", "[\"int\",1]", "[\"99999999999\",1]",
			"[\"java.lang.Long#1\",1]", "[\"java.util.concurrent.ConcurrentHashMap\",[null,null]]" })
	void madeUpBytesAreADecodingException(String json) {
		assertThatExceptionOfType(DecodingException.class).isThrownBy(() -> this.codec.decode(bytes(json), 0))
			.withMessageNotContaining("that was stored");
	}

	@Test
	void aTypeThatDoesNotFitItsPlaceIsADecodingException() {
		String json = new String(this.codec.encode(new Box<>(new Loop(List.of()))), StandardCharsets.UTF_8);
		String wrong = json.replaceFirst("java.util.ImmutableCollections.ListN", "java.util.HashSet");

		assertThat(wrong).isNotEqualTo(json);
		assertThatExceptionOfType(DecodingException.class)
			.isThrownBy(() -> this.codec.decode(bytes(wrong), this.codec.fingerprint(new Box<>(1))));
	}

	@Test
	void messagesHoldNoValues() {
		String json = new String(this.codec.encode(new Box<>(Colour.RED)), StandardCharsets.UTF_8);

		assertThatExceptionOfType(DecodingException.class)
			.isThrownBy(() -> this.codec.decode(bytes(json.replace("RED", "SECRET")), 0))
			.withMessageNotContaining("SECRET")
			.withMessageContaining("Box[\"content\"]");
		assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> this.codec.encode(new Fussy(4711)))
			.withMessageNotContaining("4711");
	}

	@Test
	void deepNestingIsRefusedInBothDirections() {
		for (int depth : new int[] { 251, 1000, 1_000_000 }) {
			assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> this.codec.encode(nested(depth)))
				.withMessageContaining("nested deeper than 500");
		}
		assertThatExceptionOfType(EncodingException.class)
			.isThrownBy(() -> this.codec.encode(nested(250, new JsonSamples.Wrapping(new JsonSamples.Wrapped("w")))))
			.withMessageContaining("nested deeper than 500");
		String open = "[\"java.util.ArrayList\",[";
		assertThatExceptionOfType(DecodingException.class)
			.isThrownBy(() -> this.codec.decode(bytes(open.repeat(251) + "]]".repeat(251)), 0))
			.withMessageContaining("StreamConstraintsException");
		for (int depth : new int[] { 501, 100_000 }) {
			assertThatExceptionOfType(DecodingException.class)
				.isThrownBy(() -> this.codec.decode(bytes("[".repeat(depth)), 0));
			assertThatExceptionOfType(DecodingException.class)
				.isThrownBy(() -> this.codec.decode(bytes(open.repeat(depth)), 0));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 100, 240, 248, 249, 250 })
	void whatIsNotTooDeepWhenWrittenIsNotWhenRead(int depth) {
		this.codec.encode(nested(1));

		assertThat(decode(nested(depth))).hasToString(nested(depth).toString());
	}

	@Test
	void tooManyBytesAreRefused() {
		BoundedBytes bytes = new BoundedBytes();
		bytes.write(1);

		assertThatExceptionOfType(EncodingException.class)
			.isThrownBy(() -> bytes.write(new byte[0], 0, JsonCodec.MAX_LENGTH))
			.withMessage("it takes more than 536870912 bytes; have it streamed");
	}

	@Test
	void damagedBytesAreAValueOfTheTypeOrADecodingException() {
		for (Object sample : JsonSamples.all()) {
			for (byte[] damaged : Samples.damaged(this.codec.encode(sample))) {
				valueOfTheTypeOrDecodingException(damaged, sample);
			}
		}
	}

	@Test
	void randomBytesAreAValueOfTheTypeOrADecodingException() {
		long seed = new Random().nextLong();
		Random random = new Random(seed);
		List<Object> samples = JsonSamples.all();
		byte[] alphabet = "[]{},:\"\\0123456789.-eEtfn#$u; \u00ff".getBytes(StandardCharsets.UTF_8);
		for (int i = 0; i < 20_000; i++) {
			Object sample = samples.get(random.nextInt(samples.size()));
			byte[] bytes = this.codec.encode(sample);
			for (int change = random.nextInt(1, 4); change > 0; change--) {
				bytes = changed(bytes, alphabet, random);
			}
			try {
				valueOfTheTypeOrDecodingException(bytes, sample);
			}
			catch (AssertionError ex) {
				throw new AssertionError("seed " + seed, ex);
			}
		}
	}

	@Test
	void aPackageThatAdmitsTooMuchIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new JsonCodec(List.of("java.util"), LOADER))
			.withMessageContaining("admits too much with 'java.util'");
	}

	private Object decode(Object value) {
		return this.codec.decode(this.codec.encode(value), this.codec.fingerprint(value));
	}

	private void valueOfTheTypeOrDecodingException(byte[] bytes, Object sample) {
		Samples.valueOrDecodingException(() -> {
			Object value = this.codec.decode(bytes, this.codec.fingerprint(sample));
			assertThat(value).hasSameClassAs(sample);
			return value;
		});
	}

	private static byte[] changed(byte[] bytes, byte[] alphabet, Random random) {
		int from = random.nextInt(bytes.length);
		int to = Math.min(bytes.length, from + random.nextInt(12));
		byte[] put = switch (random.nextInt(3)) {
			case 0 -> new byte[0];
			case 1 -> new byte[] { alphabet[random.nextInt(alphabet.length)] };
			default -> {
				int start = random.nextInt(bytes.length);
				yield Arrays.copyOfRange(bytes, start, Math.min(bytes.length, start + random.nextInt(40)));
			}
		};
		byte[] result = Arrays.copyOf(bytes, bytes.length - (to - from) + put.length + 1);
		System.arraycopy(put, 0, result, from, put.length);
		System.arraycopy(bytes, to, result, from + put.length, bytes.length - to);
		result[result.length - 1] = ' ';
		return result;
	}

	private static Object nested(int depth) {
		return nested(depth, List.of());
	}

	private static Object nested(int depth, Object innermost) {
		Object value = innermost;
		for (int i = 1; i < depth; i++) {
			value = List.of(value);
		}
		return value;
	}

	private static byte[] bytes(String json) {
		return json.getBytes(StandardCharsets.UTF_8);
	}

}
