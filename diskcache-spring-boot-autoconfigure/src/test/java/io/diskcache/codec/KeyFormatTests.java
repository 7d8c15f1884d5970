package io.diskcache.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
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
import java.util.Arrays;
import java.util.Currency;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Encodings are on disk, so none of these may change.
 */
class KeyFormatTests {

	record Pair(Object left, int right) {
	}

	private final KeyCodec codec = KeyCodec.standard().with(StringBuilder.class, StringBuilder::toString);

	static Stream<Arguments> encodings() {
		LocalDateTime noon = LocalDateTime.of(2024, 2, 29, 12, 0);
		return Stream.of(is(null, "01"), is(true, "0201"), is(false, "0200"), is((byte) -1, "037f"),
				is((short) 258, "048102"), is(1, "0580000001"), is(-1, "057fffffff"), is(1L, "068000000000000001"),
				is(Long.MIN_VALUE, "060000000000000000"), is(BigInteger.ZERO, "07028000000100"),
				is(BigInteger.valueOf(-256), "07007ffffffdfeff"), is(1.0f, "08bf800000"), is(-0.0f, "087fffffff"),
				is(Float.NaN, "08ffc00000"), is(1.0, "09bff0000000000000"), is(-1.0, "09400fffffffffffff"),
				is(new BigDecimal("1.00"), "0a028000000000000001310080000002"),
				is(new BigDecimal("-12.5"), "0a007ffffffffffffffdcecdcaff80000001"),
				is(new BigDecimal("0.0"), "0a0180000001"), is('a', "0b0061"), is("", "0c00"), is("abc", "0c61626300"),
				is("a\0\u0001\u0002", "0c61010101020200"), is("\u00e9\u20ac", "0cc3a9e282ac00"),
				is("\uD83D\uDE00", "0ceda0bdedb88000"), is("\uD83D", "0ceda0bd00"),
				is(new UUID(1, -1), "0d80000000000000017fffffffffffffff"),
				is(TimeUnit.DAYS, "0e6a6176612e7574696c2e636f6e63757272656e742e54696d65556e6974004441595300"),
				is(String.class, "0f6a6176612e6c616e672e537472696e6700"), is(new byte[] { 0, 1, -1 }, "1001010102ff00"),
				is(new boolean[] { true }, "11010100"), is(new short[] { 1 }, "1201800100"),
				is(new char[] { 'a' }, "1301006100"), is(new int[] { 1, -1 }, "140180000001017fffffff00"),
				is(new long[] { 1 }, "1501800000000000000100"), is(new float[] { 1 }, "1601bf80000000"),
				is(new double[] { 1 }, "1701bff000000000000000"), is(new Object[] { 1, null }, "1805800000010100"),
				is(List.of(), "2000"), is(List.of("a", 1), "200c6100058000000100"),
				is(Arrays.asList("a", null, List.of()), "200c610001200000"),
				is(Set.of(3, 1, 2), "2105800000010580000002058000000300"),
				is(Map.of("b", 1, "a", 2), "220c610005800000020c6200058000000100"),
				is(Map.entry("k", "v"), "230c6b000c7600"), is(Optional.empty(), "2400"),
				is(Optional.of(1), "240580000001"),
				is(new Pair("l", 2),
						"25696f2e6469736b63616368652e636f6465632e4b6579466f726d617454657374732450616972000c6c00058000000200"),
				is(new StringBuilder("sb"), "266a6176612e6c616e672e537472696e674275696c646572000c736200"),
				is(noon.toLocalDate(), "308000000000004d46"), is(LocalDate.MIN, "307fffffaaf5cec326"),
				is(LocalTime.NOON, "318000274a48a78000"), is(noon, "328000000000004d468000274a48a78000"),
				is(Instant.ofEpochSecond(1, 2), "33800000000000000180000002"),
				is(Duration.ofSeconds(-1), "347fffffffffffffff80000000"),
				is(Period.of(1, 2, 3), "35800000018000000280000003"), is(Year.of(2024), "36800007e8"),
				is(YearMonth.of(2024, 2), "37800007e802"), is(MonthDay.of(2, 29), "38021d"),
				is(OffsetDateTime.of(noon, ZoneOffset.ofHours(1)), "398000000065e063b08000000080000e10"),
				is(OffsetTime.of(LocalTime.NOON, ZoneOffset.ofHours(1)), "3a8000240417eee00080000e10"),
				is(ZonedDateTime.of(noon, ZoneId.of("Europe/Paris")),
						"3b8000000065e063b08000000080000e104575726f70652f506172697300"),
				is(ZoneId.of("Europe/Paris"), "3c4575726f70652f506172697300"), is(ZoneOffset.ofHours(1), "3d7ffff1f0"),
				is(Locale.ROOT, "40000000000000"),
				is(Locale.forLanguageTag("de-Latn-CH-u-nu-latn"), "406465004c61746e004348000000756e752d6c61746e000000"),
				is(Currency.getInstance("EUR"), "4245555200"),
				is(URI.create("HTTP://u@A:80/%AF?q#f"), "410c68747470000c2f256166000c71000c61000c7500800000500c6600"),
				is(URI.create("mailto:a"), "410c6d61696c746f00010c610001"), is(new Date(1), "438000000000000001"),
				is("k".repeat(5000), "7f82f9b4c304aa1e279407ac0326b1a5fb211348b4a9a20063dc992c15247e3551"));
	}

	@ParameterizedTest
	@MethodSource("encodings")
	void encodingsNeverChange(@Nullable Object key, String expected) {
		assertThat(HexFormat.of().formatHex(this.codec.encode(key).bytes())).isEqualTo(expected);
	}

	private static Arguments is(@Nullable Object key, String expected) {
		return Arguments.of(key, expected);
	}

}
