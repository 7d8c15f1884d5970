package io.diskcache.near;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class ImmutablesTests {

	@ParameterizedTest
	@MethodSource("immutables")
	void whatNobodyCanChangeIsKnown(Object value) {
		assertThat(Immutables.weigh(value)).isNotNegative();
	}

	static Stream<Object> immutables() {
		return Stream.of("text", "", true, (byte) 1, (short) 1, 'c', 1, 1L, 1f, 1d, BigInteger.TEN, BigDecimal.ONE,
				new UUID(1, 2), LocalDate.EPOCH, LocalTime.NOON, LocalDateTime.MIN, Instant.EPOCH, Duration.ofDays(1),
				OffsetDateTime.MIN, ZonedDateTime.of(LocalDateTime.MIN, ZoneOffset.UTC), ZoneId.of("Europe/Paris"),
				ZoneOffset.UTC, DayOfWeek.MONDAY, WithBody.ONE, Locale.ROOT, Currency.getInstance("EUR"),
				URI.create("https://example.org"), Optional.empty(), Optional.of("a"), Optional.of(List.of(1)),
				List.of(), List.of(1), List.of(1, 2, 3), List.copyOf(new ArrayList<>(List.of(1, 2))),
				Stream.of(1, 2, 3).toList(), Set.of(), Set.of(1), Set.of(1, 2, 3), Map.of(), Map.of(1, 2),
				Map.of(1, 2, 3, 4), Collections.emptyList(), Collections.singletonList("a"),
				Collections.singletonMap("a", List.of("b")), new Point(1, 2),
				new Named("a", null, List.of(new Point(1, 2))), new Generic<>(Set.of("a")));
	}

	@ParameterizedTest
	@MethodSource("mutables")
	void whatCanBeChangedOrIsNotKnownIsTakenForMutable(Object value) {
		assertThat(Immutables.weigh(value)).isEqualTo(Immutables.MUTABLE);
	}

	static Stream<Object> mutables() {
		return Stream.of(new byte[0], new int[] { 1 }, new Generic<>(new String[] { "a" }), new ArrayList<>(),
				new HashMap<>(), new Date(0), new StringBuilder("a"), new AtomicInteger(), new Object(),
				Collections.unmodifiableList(new ArrayList<>(List.of(1))), Arrays.asList(1, 2), List.of(new byte[0]),
				Map.of("a", new ArrayList<>()), Map.of(List.of(new Date(0)), 1), Optional.of(new Date(0)),
				Stream.of(1, new byte[1]).toList(), new Generic<>(new ArrayList<>()), new Generic<>(new byte[1]),
				new Generic<>(new Generic<>(new StringBuilder())), new BigDecimal("1") {
				}, List.of(1, 2, 3).subList(0, 2));
	}

	@Test
	void recordIsWhatItsFieldsAreWhateverItsAccessorsShow() {
		assertThat(Immutables.weigh(new Hiding(new ArrayList<>(List.of("a"))))).isEqualTo(Immutables.MUTABLE);
	}

	@Test
	void onlyNativeTypesAreTheSameAfterEveryCodec() {
		assertThat(Stream.of("a", 1, 1L, BigDecimal.ONE, new UUID(1, 2), Instant.EPOCH, Optional.of("a"),
				Optional.empty()))
			.allMatch(Immutables::isNative);
		assertThat(Immutables.isNative(null)).isTrue();
		assertThat(Stream.of(new Point(1, 2), List.of(), DayOfWeek.MONDAY, Locale.ROOT, Optional.of(List.of()),
				new byte[0], new BigDecimal("1") {
				}))
			.noneMatch(Immutables::isNative);
	}

	@Test
	void whatIsTooLargeOrTooDeepToBeLookedThroughCountsAsMutable() {
		assertThat(Immutables.weigh(IntStream.range(0, 9000).boxed().toList())).isPositive();
		assertThat(Immutables.weigh(IntStream.range(0, 11_000).boxed().toList())).isEqualTo(Immutables.MUTABLE);
		Object deep = "a";
		for (int i = 0; i < 100; i++) {
			deep = new Generic<>(deep);
		}
		assertThat(Immutables.weigh(deep)).isEqualTo(Immutables.MUTABLE);
	}

	@Test
	void weightGrowsWithWhatIsInIt() {
		assertThat(Immutables.weigh("a".repeat(1000))).isBetween(1000L, 1100L);
		assertThat(Immutables.weigh("\u20ac".repeat(1000))).isBetween(2000L, 2100L);
		assertThat(Immutables.weigh(BigInteger.ONE.shiftLeft(80_000))).isBetween(10_000L, 10_200L);
		assertThat(Immutables.weigh(List.of("a".repeat(500), new Generic<>("b".repeat(500))))).isBetween(1000L, 1300L);
	}

	record Point(int x, long y) {
	}

	record Named(String name, Integer number, List<Point> points) {
	}

	record Generic<T>(T value) {
	}

	record Hiding(List<String> names) {

		@Override
		public List<String> names() {
			return List.copyOf(this.names);
		}

	}

	enum WithBody {

		ONE {
			@Override
			public String toString() {
				return "one";
			}
		}

	}

}
