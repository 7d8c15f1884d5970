package io.diskcache.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
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
import java.util.AbstractMap.SimpleEntry;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * Seeded random keys from few values of each type, so that equal pairs are frequent.
 */
class RandomKeys {

	record Point(Object x, Object y) {
	}

	record Other(Object x, Object y) {
	}

	private final Random random;

	private final List<Supplier<@Nullable Object>> scalars = new ArrayList<>();

	RandomKeys(long seed) {
		this.random = new Random(seed);
		addNumbers();
		addTimes();
		add(null, true, false, "", "a", "ab", "b", "a\0", "a\0\0", "\0", "\u0001", "\u0001\u0001", "\u0001\u0002",
				"\u0002", "\u00e9", "e\u0301", "\uD800", "\uDC00", "\uD83D\uDE00", "\uDE00\uD83D", "?", "\uFFFD", 'a',
				'b', '\0', '\uD800');
		add(new UUID(0, 0), new UUID(-1, 1), new UUID(0, -1), TimeUnit.DAYS, TimeUnit.HOURS, DayOfWeek.MONDAY);
		add(Locale.ROOT, Locale.US, new Locale("ja", "JP", "JP"), Locale.JAPAN,
				Locale.forLanguageTag("ja-JP-u-ca-gregory"), new Locale("no", "NO", "NY"),
				Locale.forLanguageTag("zh-Hant-TW"), Currency.getInstance("EUR"), Currency.getInstance("USD"),
				String.class, int.class, int[].class, Map.Entry.class);
		add(URI.create("http://a/%af?q#f"), URI.create("HTTP://A/%AF?q#f"), URI.create("http://a/%af?q"),
				URI.create("http://a:80/x"), URI.create("http://a/x"), URI.create("http://a:/x"),
				URI.create("mailto:a%0a"), URI.create("MAILTO:a%0A"), URI.create("mailto:A%0a"), URI.create("x"),
				URI.create("//a_b/x"), URI.create("//A_b/x"), URI.create("//u%aa@a/x"), URI.create("//U%aa@a/x"),
				URI.create("//u%AA@a/x"), URI.create("//[::1]/"), URI.create("#f"), URI.create("?f"), URI.create(""),
				URI.create("file:///x"), URI.create("file:/x"));
		this.scalars.add(() -> new byte[] { (byte) this.random.nextInt(3), 0, (byte) this.random.nextInt(2) });
		this.scalars.add(() -> new byte[this.random.nextInt(3)]);
		this.scalars.add(() -> new int[] { this.random.nextInt(2) });
		this.scalars.add(() -> new long[] { this.random.nextInt(2) });
		this.scalars.add(() -> new short[this.random.nextInt(3)]);
		this.scalars.add(() -> new char[this.random.nextInt(3)]);
		this.scalars.add(() -> new boolean[this.random.nextInt(3)]);
		this.scalars.add(() -> new float[] { this.random.nextBoolean() ? 0.0f : -0.0f });
		this.scalars.add(() -> new double[] { this.random.nextBoolean() ? 0.0 : Double.NaN });
	}

	private void addNumbers() {
		for (long number : new long[] { 0, 1, -1, 127, 128, -128, 255, 256, 32767, -32768, 1L << 31, 1L << 32,
				Long.MAX_VALUE, Long.MIN_VALUE }) {
			add((byte) number, (short) number, (int) number, number, (float) number, (double) number,
					BigInteger.valueOf(number), BigDecimal.valueOf(number), BigDecimal.valueOf(number, 2));
		}
		add(0.0f, -0.0f, Float.NaN, Float.intBitsToFloat(0x7fc00001), Float.MIN_VALUE, Float.NEGATIVE_INFINITY);
		add(0.0, -0.0, Double.NaN, Double.longBitsToDouble(0x7ff8000000000001L), Double.MAX_VALUE);
		add(new BigDecimal("1.0"), new BigDecimal("1.00"), new BigDecimal("1E+2"), new BigDecimal("100"),
				new BigDecimal("0.00"), new BigDecimal("1E2147483647"), BigInteger.ONE.shiftLeft(64),
				BigInteger.ONE.shiftLeft(64).negate());
	}

	private void addTimes() {
		LocalDateTime summer = LocalDateTime.of(2024, 10, 27, 2, 30);
		ZoneId paris = ZoneId.of("Europe/Paris");
		add(LocalDate.of(2024, 2, 29), LocalDate.MIN, LocalTime.NOON, LocalTime.MAX, summer, summer.plusNanos(1),
				Instant.EPOCH, Instant.MAX, Instant.ofEpochMilli(-1), Duration.ofMillis(-1), Duration.ofSeconds(1),
				Duration.ofMillis(1000), Period.ofDays(30), Period.ofMonths(1), Period.of(1, 0, 0), Period.of(0, 12, 0),
				Year.of(2024), Year.of(-1), YearMonth.of(2024, 1), MonthDay.of(2, 29), new Date(0), new Date(1));
		add(OffsetDateTime.of(summer, ZoneOffset.UTC), OffsetDateTime.of(summer.plusHours(1), ZoneOffset.ofHours(1)),
				OffsetTime.of(LocalTime.NOON, ZoneOffset.UTC),
				OffsetTime.of(LocalTime.NOON.plusHours(1), ZoneOffset.ofHours(1)),
				ZonedDateTime.of(summer, paris).withEarlierOffsetAtOverlap(),
				ZonedDateTime.of(summer, paris).withLaterOffsetAtOverlap(),
				ZonedDateTime.of(summer, ZoneOffset.ofHours(1)), ZonedDateTime.of(summer, ZoneId.of("UTC")),
				ZonedDateTime.of(summer, ZoneOffset.UTC), paris, ZoneId.of("UTC"), ZoneId.of("Z"), ZoneOffset.UTC,
				ZoneId.of("UTC+1"), ZoneOffset.ofHours(1));
	}

	private void add(@Nullable Object... values) {
		for (Object value : values) {
			this.scalars.add(() -> value);
		}
	}

	List<@Nullable Object> everyScalar() {
		List<@Nullable Object> values = new ArrayList<>();
		this.scalars.forEach((scalar) -> values.add(scalar.get()));
		return values;
	}

	@Nullable Object next(int depth) {
		if (depth == 0 || this.random.nextInt(3) == 0) {
			return this.scalars.get(this.random.nextInt(this.scalars.size())).get();
		}
		return switch (this.random.nextInt(9)) {
			case 0 -> elements(depth);
			case 1 -> new LinkedList<>(elements(depth));
			case 2 -> elements(depth).toArray();
			case 3 -> new HashSet<>(hashable(depth));
			case 4 -> map(depth);
			case 5 -> new Point(next(depth - 1), next(depth - 1));
			case 6 -> new Other(next(depth - 1), next(depth - 1));
			case 7 -> Optional.ofNullable(next(depth - 1));
			default -> new SimpleEntry<>(next(depth - 1), next(depth - 1));
		};
	}

	private List<Object> elements(int depth) {
		List<Object> elements = new ArrayList<>();
		for (int i = this.random.nextInt(3); i > 0; i--) {
			elements.add(next(depth - 1));
		}
		return elements;
	}

	/** Sets and keys of maps hold no arrays, as Java compares those by identity there. */
	private List<Object> hashable(int depth) {
		List<Object> elements = elements(depth);
		elements.removeIf(Deep::hasArray);
		return elements;
	}

	private Map<Object, Object> map(int depth) {
		Map<Object, Object> map = new HashMap<>();
		hashable(depth).forEach((key) -> map.put(key, next(depth - 1)));
		return map;
	}

	/** Another object that is equal: other classes and another order of hashing. */
	static @Nullable Object copy(@Nullable Object value) {
		if (value instanceof List<?> list) {
			List<Object> copy = new LinkedList<>();
			list.forEach((element) -> copy.add(copy(element)));
			return Collections.unmodifiableList(copy);
		}
		if (value instanceof Set<?> set) {
			List<Object> reversed = new ArrayList<>(set);
			Collections.reverse(reversed);
			Set<Object> copy = new LinkedHashSet<>();
			reversed.forEach((element) -> copy.add(copy(element)));
			return copy;
		}
		if (value instanceof Map<?, ?> map) {
			List<Map.Entry<?, ?>> reversed = new ArrayList<>(map.entrySet());
			Collections.reverse(reversed);
			Map<Object, Object> copy = new LinkedHashMap<>();
			reversed.forEach((entry) -> copy.put(copy(entry.getKey()), copy(entry.getValue())));
			return copy;
		}
		if (value instanceof Map.Entry<?, ?> entry) {
			return new SimpleImmutableEntry<>(copy(entry.getKey()), copy(entry.getValue()));
		}
		if (value instanceof Object[] array) {
			return Arrays.stream(array).map(RandomKeys::copy).toArray();
		}
		if (value instanceof Point point) {
			return new Point(copy(point.x()), copy(point.y()));
		}
		if (value instanceof Other other) {
			return new Other(copy(other.x()), copy(other.y()));
		}
		if (value instanceof Optional<?> optional) {
			return optional.map(RandomKeys::copy);
		}
		if (value instanceof String text) {
			return new String(text.toCharArray());
		}
		return (value instanceof byte[] bytes) ? bytes.clone() : value;
	}

	/** {@code equals} with arrays by content, however deep. */
	static final class Deep {

		private Deep() {
		}

		static boolean equal(@Nullable Object a, @Nullable Object b) {
			if (a instanceof List<?> x && b instanceof List<?> y) {
				return equal(x.toArray(), y.toArray());
			}
			if (a instanceof Object[] x && b instanceof Object[] y) {
				return x.length == y.length && IntStream.range(0, x.length).allMatch((i) -> equal(x[i], y[i]));
			}
			if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
				return x.keySet().equals(y.keySet())
						&& x.keySet().stream().allMatch((key) -> equal(x.get(key), y.get(key)));
			}
			if (a instanceof Map.Entry<?, ?> x && b instanceof Map.Entry<?, ?> y) {
				return equal(x.getKey(), y.getKey()) && equal(x.getValue(), y.getValue());
			}
			if (a instanceof Point x && b instanceof Point y) {
				return equal(x.x(), y.x()) && equal(x.y(), y.y());
			}
			if (a instanceof Other x && b instanceof Other y) {
				return equal(x.x(), y.x()) && equal(x.y(), y.y());
			}
			if (a instanceof Optional<?> x && b instanceof Optional<?> y) {
				return equal(x.orElse(null), y.orElse(null));
			}
			return Arrays.deepEquals(new Object[] { a }, new Object[] { b });
		}

		static boolean hasArray(@Nullable Object value) {
			if (value instanceof Iterable<?> elements) {
				for (Object element : elements) {
					if (hasArray(element)) {
						return true;
					}
				}
				return false;
			}
			if (value instanceof Map<?, ?> map) {
				return hasArray(map.keySet()) || hasArray(map.values());
			}
			if (value instanceof Map.Entry<?, ?> entry) {
				return hasArray(entry.getKey()) || hasArray(entry.getValue());
			}
			if (value instanceof Point point) {
				return hasArray(point.x()) || hasArray(point.y());
			}
			if (value instanceof Other other) {
				return hasArray(other.x()) || hasArray(other.y());
			}
			if (value instanceof Optional<?> optional) {
				return optional.isPresent() && hasArray(optional.get());
			}
			return value != null && value.getClass().isArray();
		}

	}

}
