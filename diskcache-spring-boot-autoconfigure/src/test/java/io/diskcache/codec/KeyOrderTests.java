package io.diskcache.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class KeyOrderTests {

	private static final long SEED = 42;

	private static final Instant START = Instant.parse("2024-10-27T00:30:00Z");

	private final KeyCodec codec = KeyCodec.standard();

	static Stream<Arguments> ordered() {
		return Stream.of(type("byte", (random) -> (byte) random.nextInt()),
				type("short", (random) -> (short) random.nextInt()),
				type("int", (random) -> random.nextInt() >> random.nextInt(32)),
				type("long", (random) -> random.nextLong() >> random.nextInt(64)),
				type("float", (random) -> Float.intBitsToFloat(random.nextInt())),
				type("small float", (random) -> random.nextInt(5) * -0.0f),
				type("double", (random) -> Double.longBitsToDouble(random.nextLong())),
				type("gaussian double", Random::nextGaussian),
				type("BigInteger", (random) -> new BigInteger(random.nextInt(200), random).subtract(BigInteger.TEN)),
				type("negative BigInteger", (random) -> new BigInteger(random.nextInt(80), random).negate()),
				type("char", (random) -> (char) random.nextInt()),
				type("text", (random) -> Integer.toString(random.nextInt(1000), 7)),
				type("LocalDate", (random) -> LocalDate.ofEpochDay(random.nextInt(2_000_000) - 1_000_000)),
				type("LocalTime", (random) -> LocalTime.ofNanoOfDay(random.nextInt() & Integer.MAX_VALUE)),
				type("LocalDateTime",
						(random) -> LocalDateTime.ofEpochSecond(random.nextInt(), random.nextInt(9), ZoneOffset.UTC)),
				type("Instant", (random) -> Instant.ofEpochSecond(random.nextInt(9) - 4, random.nextInt(5) - 2)),
				type("Duration", (random) -> Duration.ofNanos(random.nextLong() >> random.nextInt(64))),
				type("Year", (random) -> Year.of(random.nextInt(6000) - 3000)),
				type("YearMonth", (random) -> YearMonth.of(random.nextInt(6) - 3, 1 + random.nextInt(12))),
				type("MonthDay", (random) -> MonthDay.of(1 + random.nextInt(12), 1 + random.nextInt(28))),
				type("OffsetDateTime",
						(random) -> OffsetDateTime.ofInstant(START.plusSeconds(3600L * random.nextInt(4)),
								offset(random))),
				type("OffsetTime", (random) -> OffsetTime.of(LocalTime.of(random.nextInt(4), 0), offset(random))),
				type("ZonedDateTime", KeyOrderTests::zoned), type("ZoneOffset", KeyOrderTests::offset),
				type("Date", (random) -> new Date(random.nextInt())),
				type("UUID", (random) -> new UUID(random.nextInt(3) - 1, random.nextInt(3) - 1)));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("ordered")
	@SuppressWarnings({ "unchecked", "rawtypes" })
	void bytesAreInNaturalOrder(String name, Function<Random, Comparable> type) {
		assertOrder(name, type, Comparable::compareTo);
	}

	@Test
	void decimalsAreInTheOrderOfTheirSize() {
		assertOrder("BigDecimal", KeyOrderTests::decimal, (a, b) -> {
			int order = a.compareTo(b);
			return (order != 0) ? order : Integer.compare(a.scale(), b.scale());
		});
	}

	@Test
	void listsAreInTheOrderOfTheirFirstDifferentElement() {
		assertOrder("list", (random) -> random.ints(random.nextInt(4), -1, 2).boxed().toList(),
				(a, b) -> Arrays.compare(a.toArray(Integer[]::new), b.toArray(Integer[]::new)));
		assertOrder("int[]", (random) -> random.ints(random.nextInt(4), -1, 2).toArray(), Arrays::compare);
		assertOrder("byte[]", (random) -> {
			byte[] bytes = new byte[1 + random.nextInt(3)];
			random.nextBytes(bytes);
			bytes[bytes.length / 2] = 0;
			return bytes;
		}, Arrays::compareUnsigned);
	}

	private <T> void assertOrder(String name, Function<Random, T> type, BiFunction<T, T, Integer> compare) {
		Random random = new Random(SEED);
		List<T> values = new ArrayList<>();
		for (int i = 0; i < 300; i++) {
			values.add(type.apply(random));
		}
		for (T a : values) {
			for (T b : values) {
				int order = Arrays.compareUnsigned(this.codec.encode(a).bytes(), this.codec.encode(b).bytes());
				assertThat(Integer.signum(order)).as("%s, seed %d: %s and %s", name, SEED, a, b)
					.isEqualTo(Integer.signum(compare.apply(a, b)));
			}
		}
	}

	private static Arguments type(String name, Function<Random, Comparable<?>> type) {
		return Arguments.of(name, type);
	}

	private static BigDecimal decimal(Random random) {
		BigInteger unscaled = new BigInteger(1 + random.nextInt(20), random)
			.multiply(BigInteger.TEN.pow(random.nextInt(3)));
		return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), random.nextInt(9) - 4);
	}

	private static ZoneOffset offset(Random random) {
		return ZoneOffset.ofHours(random.nextInt(7) - 3);
	}

	private static ZonedDateTime zoned(Random random) {
		List<String> zones = List.of("Europe/Paris", "UTC", "Z", "+01:00", "America/New_York");
		return START.plusSeconds(1800L * random.nextInt(4)).atZone(ZoneId.of(zones.get(random.nextInt(zones.size()))));
	}

}
