package io.diskcache.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.diskcache.store.Key;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class KeyDecodingTests {

	record Tagged(String[] tags, int[][] numbers, Set<Integer> set) {
	}

	record Picky(String name) {

		Picky {
			if (name.isEmpty()) {
				throw new IllegalStateException("no name");
			}
		}

	}

	enum Watched {

		ONE;

		static {
			INITIALISED.add("Watched");
		}

	}

	static final List<String> INITIALISED = new ArrayList<>();

	private static final String HERE = KeyDecodingTests.class.getPackageName();

	private final KeyCodec plain = KeyCodec.standard();

	private final KeyCodec codec = this.plain.resolvingTypes(List.of(HERE), getClass().getClassLoader());

	@ParameterizedTest
	@ValueSource(longs = { 21, 22 })
	void aKeyComesBackAsAnEqualOne(long seed) {
		RandomKeys keys = new RandomKeys(seed);

		for (int i = 0; i < 20_000; i++) {
			Object key = keys.next(i % 4);
			Object decoded = this.codec.decode(this.codec.encode(key));
			assertThat(RandomKeys.Deep.equal(decoded, key)).as("seed %d, %d: %s, not %s", seed, i, key, decoded)
				.isTrue();
		}
	}

	@Test
	void everyScalarComesBack() {
		for (Object key : new RandomKeys(0).everyScalar()) {
			Object decoded = this.codec.decode(this.codec.encode(key));
			assertThat(RandomKeys.Deep.equal(decoded, key)).as("%s, not %s", key, decoded).isTrue();
		}
	}

	static List<Object> unusual() {
		return List.of(new BigDecimal(BigInteger.TEN.pow(300), -5), BigInteger.TWO.pow(5000).negate(),
				new Locale("th", "TH", "TH"), new Locale("no", "NO", "NY"), new Locale("he"),
				Locale.forLanguageTag("de-Latn-CH-1996-u-nu-latn-x-a"), URI.create("file:////x"), URI.create("////x"),
				URI.create("http://u@[::1]:80/%AF?q#f"), URI.create(""), void.class, String[][].class,
				new SimpleImmutableEntry<>(null, List.of()), "\u0001\0\u00e9\u20ac\uD83D");
	}

	@ParameterizedTest
	@MethodSource("unusual")
	void whatIsUnusualComesBack(Object key) {
		assertThat(this.codec.decode(this.codec.encode(key))).isEqualTo(key);
	}

	@Test
	void arraysOfARecordAreOfItsComponentsTypes() {
		Tagged key = new Tagged(new String[] { "a" }, new int[][] { { 1 }, {} }, Set.of(1));

		assertThat(this.codec.decode(this.codec.encode(key))).isInstanceOfSatisfying(Tagged.class, (decoded) -> {
			assertThat(decoded.tags()).containsExactly("a");
			assertThat(decoded.numbers()).isDeepEqualTo(key.numbers());
			assertThat(decoded.set()).isEqualTo(key.set());
		});
	}

	@Test
	void whatIsDecodedCannotBeChanged() {
		List<?> list = (List<?>) decoded(new ArrayList<>(Arrays.asList("a", null)));

		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(list::clear);
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(((Set<?>) Objects.requireNonNull(decoded(Set.of(1))))::clear);
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(((Map<?, ?>) Objects.requireNonNull(decoded(Map.of(1, 2))))::clear);
	}

	@Test
	void aLongKeyStaysEncoded() {
		Key key = this.codec.encode("k".repeat(5000));

		assertThat(this.codec.decode(key)).isEqualTo(new EncodedKey(key)).hasToString(key.toString());
		assertThat(this.codec.encode(this.codec.decode(key))).isEqualTo(key);
	}

	@Test
	void anEncodedKeyIsNoPartOfAnother() {
		EncodedKey key = new EncodedKey(this.codec.encode(1));

		assertThat(this.codec.encode(key)).isEqualTo(this.codec.encode(1));
		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.encode(List.of(key)))
			.withMessageContaining("only the encoded form is known")
			.withMessageContaining("(at key[0])");
		assertThatIllegalArgumentException().isThrownBy(() -> this.codec.prefix(key));
	}

	@Test
	void classesThatAreNotAllowedStayEncoded() {
		KeyCodec jdkOnly = this.plain.resolvingTypes(List.of(), getClass().getClassLoader());

		assertStaysEncoded(this.plain, this.plain.encode(TimeUnit.DAYS));
		assertThat(jdkOnly.decode(this.plain.encode(List.of(TimeUnit.DAYS)))).isEqualTo(List.of(TimeUnit.DAYS));
		assertStaysEncoded(jdkOnly, this.plain.encode(new Picky("a")));
		assertStaysEncoded(jdkOnly, this.plain.encode(List.of(Runtime.class)));
		assertThat(this.plain.decode(this.plain.encode(int.class))).isEqualTo(int.class);
	}

	@Test
	void classesThatAreGoneOrHaveChangedStayEncoded() {
		assertStaysEncoded(this.codec, named(KeyTag.ENUM, HERE + ".Gone", "ONE\0"));
		assertStaysEncoded(this.codec, named(KeyTag.ENUM, TimeUnit.class.getName(), "YEARS\0"));
		assertStaysEncoded(this.codec, named(KeyTag.ENUM, Picky.class.getName(), "a\0"));
		assertStaysEncoded(this.codec, named(KeyTag.RECORD, Picky.class.getName(), "\fa\0\fb\0\0"));
		assertStaysEncoded(this.codec, named(KeyTag.RECORD, Picky.class.getName(), "\u0010a\0\0"));
		assertStaysEncoded(this.codec, named(KeyTag.RECORD, Picky.class.getName(), "\f\0\0"));
		assertThat(this.codec.decode(named(KeyTag.RECORD, Picky.class.getName(), "\fa\0\0"))).isEqualTo(new Picky("a"));
	}

	@Test
	void onlyWhatIsNeededIsInitialised() {
		assertThat(this.codec.decode(named(KeyTag.CLASS, Watched.class.getName(), ""))).isEqualTo(Watched.class);
		assertStaysEncoded(this.codec, named(KeyTag.RECORD, Watched.class.getName(), "\0"));
		assertStaysEncoded(this.plain, named(KeyTag.ENUM, Watched.class.getName(), "ONE\0"));
		assertThat(INITIALISED).isEmpty();

		assertThat(this.codec.decode(named(KeyTag.ENUM, Watched.class.getName(), "ONE\0"))).isEqualTo(Watched.ONE);
		assertThat(INITIALISED).containsExactly("Watched");
	}

	@Test
	void aRegisteredTypeComesBackWhereItHasAWay() {
		KeyCodec oneWay = this.plain.with(StringBuilder.class, StringBuilder::toString);
		KeyCodec bothWays = oneWay.with(StringBuilder.class, StringBuilder::toString,
				(parts) -> new StringBuilder((String) Objects.requireNonNull(parts)));
		KeyCodec wrong = oneWay.with(StringBuilder.class, StringBuilder::toString, (parts) -> new StringBuilder("b"));
		Key key = oneWay.encode(new StringBuilder("a"));

		assertThat(bothWays.decode(key)).isInstanceOf(StringBuilder.class).hasToString("a");
		assertStaysEncoded(oneWay, key);
		assertStaysEncoded(wrong, key);
		assertStaysEncoded(this.plain, key);
	}

	@ParameterizedTest
	@ValueSource(strings = { "7e", "00", "0c61", "0c610000", "0780" + "7fffffff" + "00", "0702ffffffff00",
			"0a02ffffffffffffffff310080000000", "0a02800000007fffffff310080000000", "210580000001058000000100",
			"2105800000020580000001" + "00", "0202", "380230", "3c5a00", "2401", "0cc1a100", "0c0105", "160180" })
	void damagedBytesStayEncoded(String hex) {
		assertStaysEncoded(this.codec, Key.of(HexFormat.of().parseHex(hex)));
	}

	@Test
	void deepNestingStaysEncodedBeyondTheLimit() {
		Object deepest = "x";
		for (int i = 0; i < KeyCodec.MAX_DEPTH; i++) {
			deepest = List.of(deepest);
		}
		byte[] tooDeep = new byte[Key.MAX_LENGTH];
		Arrays.fill(tooDeep, (byte) KeyTag.LIST);

		assertThat(decoded(deepest)).isEqualTo(deepest);
		assertStaysEncoded(this.codec, Key.of(tooDeep));
	}

	@ParameterizedTest
	@ValueSource(longs = 31)
	void randomAndTurnedBytesAreAKeyOrStayEncoded(long seed) {
		Random random = new Random(seed);
		RandomKeys keys = new RandomKeys(seed);

		for (int i = 0; i < 100_000; i++) {
			byte[] bytes = (i % 2 == 0) ? new byte[1 + random.nextInt(60)] : this.codec.encode(keys.next(2)).bytes();
			if (i % 2 == 0) {
				random.nextBytes(bytes);
				bytes[0] = (byte) random.nextInt(0x48);
			}
			else {
				bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
			}
			Key key = Key.of(bytes);
			assertThat(this.codec.encode(this.codec.decode(key))).as("seed %d, key %d", seed, i).isEqualTo(key);
		}
	}

	private @Nullable Object decoded(@Nullable Object key) {
		return this.codec.decode(this.codec.encode(key));
	}

	private static void assertStaysEncoded(KeyCodec codec, Key key) {
		assertThat(codec.decode(key)).isEqualTo(new EncodedKey(key));
	}

	private static Key named(int tag, String name, String rest) {
		return Key.of(((char) tag + name + '\0' + rest).getBytes(StandardCharsets.UTF_8));
	}

}
