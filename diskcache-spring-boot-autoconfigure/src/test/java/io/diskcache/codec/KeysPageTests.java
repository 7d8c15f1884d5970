package io.diskcache.codec;

import java.math.BigDecimal;
import java.net.URI;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of {@code docs/keys.md}.
 */
class KeysPageTests {

	record Query(Object text, int page) {
	}

	record Other(Object text, int page) {
	}

	private final KeyCodec codec = KeyCodec.standard();

	static Stream<Arguments> same() {
		OffsetDateTime noon = OffsetDateTime.of(LocalDateTime.of(2024, 1, 1, 12, 0), ZoneOffset.UTC);
		return Stream.of(pair(1, Integer.valueOf(1)), pair(Double.NaN, Double.longBitsToDouble(0x7ff8000000000001L)),
				pair(List.of("a", 1), Arrays.asList("a", 1)), pair(List.of("a", 1), new ArrayList<>(List.of("a", 1))),
				pair(new Integer[] { 1 }, new Object[] { 1 }), pair(Set.of(1, 2), new TreeSet<>(Set.of(1, 2))),
				pair(Set.of(TimeUnit.DAYS), EnumSet.of(TimeUnit.DAYS)),
				pair(Map.of("a", 1), new HashMap<>(Map.of("a", 1))), pair(new Query("a", 1), new Query("a", 1)),
				pair(new Query(new int[] { 1 }, 1), new Query(new int[] { 1 }, 1)),
				pair(URI.create("http://a/%af"), URI.create("HTTP://A/%AF")), pair(ZoneId.of("Z"), ZoneOffset.UTC),
				pair(noon, OffsetDateTime.parse(noon.toString())));
	}

	static Stream<Arguments> different() {
		OffsetDateTime noon = OffsetDateTime.of(LocalDateTime.of(2024, 1, 1, 12, 0), ZoneOffset.UTC);
		return Stream.of(pair(1, 1L), pair(1, "1"), pair(1, 1.0), pair(1, new BigDecimal("1")), pair(0.0, -0.0),
				pair(new BigDecimal("1.0"), new BigDecimal("1.00")), pair("\u00e9", "e\u0301"),
				pair(List.of("a", 1), new Object[] { "a", 1 }), pair(List.of("a", 1), List.of(1, "a")),
				pair(new Integer[] { 1 }, new int[] { 1 }), pair(new Integer[] { 1 }, List.of(1)),
				pair(Set.of(1, 2), List.of(1, 2)), pair(Map.of("a", 1), Map.entry("a", 1)), pair(Optional.of(1), 1),
				pair(Optional.empty(), null), pair(TimeUnit.DAYS, "DAYS"), pair(new Query("a", 1), new Other("a", 1)),
				pair(new Query("a", 1), List.of("a", 1)), pair(String.class, "java.lang.String"),
				pair(URI.create("http://a/%af"), URI.create("http://a/%af/")), pair(ZoneId.of("Z"), ZoneId.of("UTC")),
				pair(noon, noon.withOffsetSameInstant(ZoneOffset.ofHours(1))));
	}

	@ParameterizedTest
	@MethodSource("same")
	void theseAreOneKey(Object a, Object b) {
		assertThat(this.codec.encode(a)).isEqualTo(this.codec.encode(b));
	}

	@ParameterizedTest
	@MethodSource("different")
	void theseAreTwoKeys(Object a, @Nullable Object b) {
		assertThat(this.codec.encode(a)).isNotEqualTo(this.codec.encode(b));
	}

	@ParameterizedTest
	@MethodSource("same")
	void theseComeBackAsTheSameKey(Object a, Object b) {
		KeyCodec decoding = this.codec.resolvingTypes(List.of(getClass().getPackageName()),
				getClass().getClassLoader());

		assertThat(decoding.decode(this.codec.encode(b))).isNotInstanceOf(EncodedKey.class)
			.satisfies((decoded) -> assertThat(this.codec.encode(decoded)).isEqualTo(this.codec.encode(a)));
	}

	private static Arguments pair(Object a, @Nullable Object b) {
		return Arguments.of(a, b);
	}

}
