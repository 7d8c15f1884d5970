package io.diskcache.codec;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Date;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.diskcache.store.Key;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class KeyCodecTests {

	enum Shape {

		ROUND, SQUARE {
			@Override
			int corners() {
				return 4;
			}
		};

		int corners() {
			return 0;
		}

	}

	interface Page {

		int number();

	}

	record FirstPage(int number, String ignored) implements Page {
	}

	record SecondPage(int number) implements Page {
	}

	private record Hidden(String name, int count) {
	}

	record Own(String name) {

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Own own && own.name.equalsIgnoreCase(this.name);
		}

		@Override
		public int hashCode() {
			return 0;
		}

	}

	record Broken(String name) {

		@Override
		public String name() {
			throw new IllegalStateException("no name");
		}

	}

	record Holder(Object tags) {
	}

	private final KeyCodec codec = KeyCodec.standard();

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 20261122 })
	void encodingsAreEqualExactlyWhereKeysAre(long seed) {
		RandomKeys keys = new RandomKeys(seed);
		int equalPairs = 0;

		for (int i = 0; i < 60_000; i++) {
			Object a = keys.next(i % 4);
			Object b = (i % 5 == 0) ? RandomKeys.copy(a) : keys.next(i % 4);
			boolean equal = RandomKeys.Deep.equal(a, b);
			assertThat(this.codec.encode(a).equals(this.codec.encode(b)))
				.as("seed %d, pair %d: %s and %s", seed, i, a, b)
				.isEqualTo(equal);
			equalPairs += equal ? 1 : 0;
		}

		assertThat(equalPairs).isGreaterThan(10_000);
	}

	@ParameterizedTest
	@ValueSource(longs = { 4, 5 })
	void noEncodingBeginsWithAnother(long seed) {
		RandomKeys keys = new RandomKeys(seed);
		List<byte[]> encodings = new ArrayList<>();
		for (int i = 0; i < 20_000; i++) {
			encodings.add(this.codec.encode(keys.next(i % 3)).bytes());
		}
		encodings.sort(Arrays::compareUnsigned);

		for (int i = 1; i < encodings.size(); i++) {
			byte[] before = encodings.get(i - 1);
			byte[] after = encodings.get(i);
			assertThat(Arrays.equals(before, after) || !startsWith(after, before)).as("seed %d", seed).isTrue();
		}
	}

	@Test
	void everyPairOfScalarsIsToldApart() {
		List<@Nullable Object> scalars = new RandomKeys(0).everyScalar();

		for (Object a : scalars) {
			for (Object b : scalars) {
				assertThat(this.codec.encode(a).equals(this.codec.encode(b))).as("%s and %s", a, b)
					.isEqualTo(RandomKeys.Deep.equal(a, b));
			}
		}
	}

	@Test
	void listsOfEveryClassAreOneKey() {
		Key key = this.codec.encode(List.of("a", 1));

		assertThat(this.codec.encode(Arrays.asList("a", 1))).isEqualTo(key);
		assertThat(this.codec.encode(new ArrayList<>(List.of("a", 1)))).isEqualTo(key);
		assertThat(this.codec.encode(new Object[] { "a", 1 })).isNotEqualTo(key);
	}

	@Test
	void setsAndMapsAreOneKeyInAnyOrder() {
		Set<TimeUnit> descending = new TreeSet<>(Comparator.reverseOrder());
		descending.addAll(EnumSet.allOf(TimeUnit.class));
		Map<Integer, Integer> large = new HashMap<>(1);
		IntStream.range(0, 1000).forEach((i) -> large.put(i * 65_536, i));

		assertThat(this.codec.encode(descending)).isEqualTo(this.codec.encode(EnumSet.allOf(TimeUnit.class)))
			.isEqualTo(this.codec.encode(Set.of(TimeUnit.values())));
		assertThat(this.codec.encode(large)).isEqualTo(this.codec.encode(Map.copyOf(large)));
	}

	@Test
	void aTreeSetIsItsElementsWhateverItsComparatorSays() {
		Set<String> strange = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		strange.addAll(List.of("b", "A", "a"));

		assertThat(this.codec.encode(strange)).isEqualTo(this.codec.encode(Set.of("A", "b")))
			.isNotEqualTo(this.codec.encode(Set.of("a", "b")));
	}

	@Test
	void arraysAreTheirContent() {
		assertThat(this.codec.encode(new int[][] { { 1 }, {} })).isEqualTo(this.codec.encode(new int[][] { { 1 }, {} }))
			.isEqualTo(this.codec.encode(new Object[] { new int[] { 1 }, new int[0] }));
		assertThat(this.codec.encode(new Integer[] { 1 })).isEqualTo(this.codec.encode(new Object[] { 1 }))
			.isNotEqualTo(this.codec.encode(new int[] { 1 }));
	}

	@Test
	void anEnumConstantWithABodyIsItsDeclaringEnums() {
		assertThat(Shape.SQUARE.getClass()).isNotEqualTo(Shape.class);
		assertThat(text(this.codec.encode(Shape.SQUARE))).contains("KeyCodecTests$Shape\0SQUARE");
		assertThat(this.codec.encode(Shape.SQUARE)).isNotEqualTo(this.codec.encode(Shape.ROUND));
	}

	@Test
	void aPrivateRecordIsItsComponents() {
		assertThat(this.codec.encode(new Hidden("a", 1))).isEqualTo(this.codec.encode(new Hidden("a", 1)))
			.isNotEqualTo(this.codec.encode(new Hidden("a", 2)));
	}

	@Test
	void aKeyMayChangeAfterItWasEncoded() {
		List<Object> list = new ArrayList<>(List.of("a"));
		byte[] bytes = { 1 };
		list.add(bytes);
		Key key = this.codec.encode(list);
		byte[] before = key.bytes();

		bytes[0] = 2;
		list.clear();

		assertThat(key.bytes()).isEqualTo(before);
	}

	@Test
	void aLongKeyIsItsDigest() {
		String tenKilobytes = "k".repeat(10_240);
		Key key = this.codec.encode(tenKilobytes);

		assertThat(key.bytes()).hasSize(33).startsWith(KeyTag.DIGEST);
		assertThat(this.codec.encode("k".repeat(10_240))).isEqualTo(key);
		assertThat(this.codec.encode("k".repeat(10_239) + "l")).isNotEqualTo(key);
		assertThat(this.codec.encode(List.of(tenKilobytes))).isNotEqualTo(key);
		assertThat(this.codec.encode("k".repeat(Key.MAX_LENGTH - 2)).bytes()).hasSize(Key.MAX_LENGTH);
		assertThat(this.codec.encode("k".repeat(Key.MAX_LENGTH - 1)).bytes()).hasSize(33);
	}

	@Test
	void aRegisteredTypeIsItsNameAndItsParts() {
		KeyCodec pages = this.codec.with(Page.class, (page) -> List.of(page.number(), "sort"));

		assertThat(pages.encode(new FirstPage(1, "a"))).isEqualTo(pages.encode(new SecondPage(1)))
			.isNotEqualTo(pages.encode(new SecondPage(2)))
			.isNotEqualTo(pages.encode(List.of(1, "sort")));
		assertThat(pages.encode(List.of(new FirstPage(1, "a")))).isEqualTo(pages.encode(List.of(new SecondPage(1))));
		assertThat(this.codec.encode(new FirstPage(1, "a"))).isNotEqualTo(this.codec.encode(new SecondPage(1)));
	}

	@Test
	void theMostSpecificRegistrationCounts() {
		KeyCodec codec = this.codec.with(SecondPage.class, SecondPage::number)
			.with(Object.class, (any) -> null)
			.with(Page.class, Page::number);

		assertThat(text(codec.encode(new SecondPage(1)))).contains("$SecondPage\0");
		assertThat(text(codec.encode(new FirstPage(1, "")))).contains("$Page\0");
		assertThat(text(codec.encode(new Object()))).contains("java.lang.Object\0");
		assertThat(text(codec.encode("a"))).isEqualTo("\fa\0");
	}

	@Test
	void twoRegistrationsThatBothFitAreRefused() {
		KeyCodec codec = this.codec.with(Page.class, Page::number).with(Record.class, Record::toString);

		assertThatIllegalArgumentException().isThrownBy(() -> codec.encode(new SecondPage(1)))
			.withMessageContaining("SecondPage is both")
			.withMessageContaining("java.lang.Record");
	}

	@Test
	void aTypeWithAnEncodingOfItsOwnCannotBeRegistered() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.with(String.class, (text) -> text))
			.withMessage("java.lang.String has an encoding of its own already");
	}

	static List<Object> unsupported() throws Exception {
		return List.of(new Object(), new AtomicInteger(1), Path.of("a"), new StringBuilder("a"), new Thread(),
				InetAddress.getLoopbackAddress(), new ArrayDeque<>(), Map.of(1, 2).values(), new Timestamp(0),
				(Runnable) () -> {
				}, new Own("a"), Proxy.newProxyInstance(Page.class.getClassLoader(), new Class<?>[] { Page.class },
						(proxy, method, arguments) -> 1));
	}

	@ParameterizedTest
	@MethodSource("unsupported")
	void anythingElseIsRefusedWithTheWaysOut(Object key) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.encode(key))
			.withMessageStartingWith(key.getClass().getName() + " cannot be part of a cache key: ")
			.withMessageContaining("a record")
			.withMessageContaining("a KeyGenerator")
			.withMessageContaining("register a key codec");
	}

	@Test
	void aRefusalTellsThePlace() {
		Object key = Arrays.asList("a", new Holder(Map.of(1, Set.of(List.of(0, 0, new Object())))));
		KeyCodec pages = this.codec.with(Page.class, (page) -> new Object[] { page.number(), new Thread() });

		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.encode(key))
			.withMessageContaining("java.lang.Object cannot")
			.withMessageContaining("(at key[1].tags.value.element[2])");
		assertThatIllegalArgumentException().isThrownBy(() -> pages.encode(new SecondPage(1)))
			.withMessageContaining("java.lang.Thread cannot")
			.withMessageContaining("(at key[1])");
	}

	@Test
	void aRecordThatOverridesEqualsIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.encode(new Own("a")))
			.withMessageContaining("the record overrides equals");
		assertThat(this.codec.with(Own.class, (own) -> own.name().toLowerCase(Locale.ROOT)).encode(new Own("A")))
			.isNotNull();
	}

	@Test
	void anAccessorThatThrowsIsNamed() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.encode(new Broken("a")))
			.withMessageContaining("component name of the key's")
			.withRootCauseInstanceOf(IllegalStateException.class);
	}

	@Test
	void deepNestingIsRefused() {
		Object deepest = nested(KeyCodec.MAX_DEPTH);
		Object tooDeep = nested(KeyCodec.MAX_DEPTH + 1);

		assertThat(this.codec.encode(deepest)).isNotNull();
		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.encode(tooDeep))
			.withMessage("A key is nested at most 64 deep; this one is deeper, or contains itself");
		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.encode(nested(100_000)));
	}

	@Test
	void whatContainsItselfIsRefused() {
		List<Object> once = new ArrayList<>();
		once.add(once);
		List<Object> twice = new ArrayList<>();
		twice.add(twice);
		twice.add("padding".repeat(100));
		twice.add(0, twice);
		Object[] array = new Object[3];
		Arrays.fill(array, array);
		Object doubled = "x";
		for (int i = 0; i < 60; i++) {
			doubled = List.of(doubled, doubled);
		}
		Object wide = doubled;

		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.encode(once)).withMessageContaining("itself");
		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.encode(twice)).withMessageContaining("itself");
		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.encode(array)).withMessageContaining("itself");
		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.encode(wide))
			.withMessageContaining("more than once");
	}

	@Test
	void aPrefixOfAStringIsARangeOfStrings() {
		List<String> texts = List.of("", "a", "a\0", "a\0b", "a\u0001", "ab", "abc", "b", "\uD83D", "\uD83D\uDE00");

		for (String start : texts.subList(1, texts.size())) {
			byte[] prefix = this.codec.prefix(start);
			assertThat(texts.stream().filter((text) -> startsWith(this.codec.encode(text).bytes(), prefix)))
				.as("prefix %s", start)
				.containsExactlyElementsOf(texts.stream().filter((text) -> text.startsWith(start)).toList());
			assertThat(startsWith(this.codec.encode(List.of(start)).bytes(), prefix)).isFalse();
		}
	}

	@Test
	void aPrefixOfATupleIsARangeOfTuples() {
		KeyCodec codec = this.codec.with(Holder.class, Holder::tags);

		assertThat(startsWith(codec.encode(List.of("a", 1)).bytes(), codec.prefix(List.of("a")))).isTrue();
		assertThat(startsWith(codec.encode(List.of("a")).bytes(), codec.prefix(List.of("a")))).isTrue();
		assertThat(startsWith(codec.encode(List.of("ab")).bytes(), codec.prefix(List.of("a")))).isFalse();
		assertThat(startsWith(codec.encode(List.of("a\0")).bytes(), codec.prefix(List.of("a")))).isFalse();
		assertThat(startsWith(codec.encode(List.of("b", "a")).bytes(), codec.prefix(List.of("a")))).isFalse();
		assertThat(startsWith(codec.encode(new int[] { 1, 2 }).bytes(), codec.prefix(new int[] { 1 }))).isTrue();
		assertThat(startsWith(codec.encode(new Holder(new Object[] { "a", 1 })).bytes(),
				codec.prefix(new Holder(new Object[] { "a" }))))
			.isTrue();
		assertThatIllegalArgumentException().isThrownBy(() -> codec.prefix(1))
			.withMessage("java.lang.Integer is not a beginning of other keys");
		assertThatIllegalArgumentException().isThrownBy(() -> codec.prefix(new Holder(1)));
		assertThatIllegalArgumentException().isThrownBy(() -> codec.prefix("k".repeat(5000)));
	}

	@Test
	void nothingIsTheBeginningOfNoKeys() {
		KeyCodec codec = this.codec.with(Holder.class, Holder::tags);

		for (Object empty : List.of("", List.of(), new int[0], new Holder(List.of()), new Holder(new Object[0]))) {
			assertThatIllegalArgumentException().isThrownBy(() -> codec.prefix(empty)).withMessageContaining("empty");
		}
		assertThatIllegalArgumentException().isThrownBy(() -> codec.prefix(null)).withMessageContaining("null");
		assertThatIllegalArgumentException().isThrownBy(() -> codec.prefix(new Holder(null)));
	}

	@Test
	void aDateIsItsInstant() {
		assertThat(this.codec.encode(new Date(5))).isEqualTo(this.codec.encode(new Date(5)))
			.isNotEqualTo(this.codec.encode(new Date(6)));
	}

	@Test
	void randomTextsKeepTheOrderOfTheirCodeUnits() {
		long seed = 11;
		Random random = new Random(seed);
		List<String> texts = IntStream.range(0, 3000)
			.mapToObj((i) -> random.ints(random.nextInt(6), 0, 0x10000)
				.map((unit) -> (unit % 3 == 0) ? unit % 2 : unit)
				.mapToObj((unit) -> String.valueOf((char) unit))
				.collect(Collectors.joining()))
			.toList();

		for (int i = 1; i < texts.size(); i++) {
			String a = texts.get(i - 1);
			String b = texts.get(i);
			int order = Arrays.compareUnsigned(this.codec.encode(a).bytes(), this.codec.encode(b).bytes());
			assertThat(Integer.signum(order)).as("seed %d, text %d", seed, i).isEqualTo(Integer.signum(a.compareTo(b)));
		}
	}

	private static Object nested(int depth) {
		Object value = "x";
		for (int i = 0; i < depth; i++) {
			value = new Object[] { value };
		}
		return value;
	}

	private static String text(Key key) {
		return new String(key.bytes(), StandardCharsets.UTF_8);
	}

	private static boolean startsWith(byte[] bytes, byte[] start) {
		return bytes.length >= start.length && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
	}

}
