package io.diskcache.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
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
import java.time.temporal.ChronoField;
import java.util.Base64;
import java.util.BitSet;
import java.util.Currency;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Form in JSON of a type of the JDK that is a string there. Strings are read strictly:
 * only what would be written again as it was.
 *
 * @param <T> the type
 * @param type the type
 * @param writer writes a value
 * @param reader reads it
 */
@SuppressWarnings("JavaUtilDate") // one of the types
record JsonString<T>(Class<T> type, Function<T, String> writer, Function<String, T> reader) {

	static final Map<Class<?>, JsonString<?>> ALL = Stream
		.of(of(BigDecimal.class, BigDecimal::new), of(BigInteger.class, BigInteger::new),
				of(MathContext.class, MathContext::new), of(UUID.class, UUID::fromString), of(URI.class, URI::create),
				of(Currency.class, Currency::getInstance), of(LocalDate.class, LocalDate::parse),
				of(LocalTime.class, LocalTime::parse), of(LocalDateTime.class, LocalDateTime::parse),
				of(Instant.class, Instant::parse), of(Duration.class, Duration::parse), of(Period.class, Period::parse),
				of(Year.class, (text) -> Year.of(Integer.parseInt(text))),
				new JsonString<>(
						YearMonth.class, (month) -> Long.toString(month.getLong(ChronoField.PROLEPTIC_MONTH)),
						(text) -> YearMonth.of(0, 1).with(ChronoField.PROLEPTIC_MONTH, Long.parseLong(text))),
				of(MonthDay.class, MonthDay::parse), of(OffsetDateTime.class, OffsetDateTime::parse),
				of(OffsetTime.class, OffsetTime::parse), of(ZonedDateTime.class, ZonedDateTime::parse),
				of(ZoneOffset.class, ZoneOffset::of), region(),
				of(AtomicInteger.class, (text) -> new AtomicInteger(Integer.parseInt(text))),
				of(AtomicLong.class, (text) -> new AtomicLong(Long.parseLong(text))),
				of(AtomicBoolean.class, (text) -> new AtomicBoolean(Boolean.parseBoolean(text))),
				new JsonString<>(Date.class, (date) -> Long.toString(date.getTime()),
						(text) -> new Date(Long.parseLong(text))),
				new JsonString<>(Locale.class, JsonString::tag, Locale::forLanguageTag),
				new JsonString<>(BitSet.class, (bits) -> Base64.getEncoder().encodeToString(bits.toByteArray()),
						(text) -> BitSet.valueOf(Base64.getDecoder().decode(text))),
				new JsonString<>(OptionalInt.class, (it) -> it.isPresent() ? Integer.toString(it.getAsInt()) : "",
						(text) -> text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text))),
				new JsonString<>(OptionalLong.class, (it) -> it.isPresent() ? Long.toString(it.getAsLong()) : "",
						(text) -> text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text))),
				new JsonString<>(OptionalDouble.class, (it) -> it.isPresent() ? Double.toString(it.getAsDouble()) : "",
						(text) -> text.isEmpty() ? OptionalDouble.empty()
								: OptionalDouble.of(Double.parseDouble(text))))
		.collect(Collectors.toUnmodifiableMap(JsonString::type, (form) -> form));

	String write(Object value) {
		return this.writer.apply(this.type.cast(value));
	}

	Object read(String text) {
		T value = this.reader.apply(text);
		if (!this.writer.apply(value).equals(text)) {
			throw new IllegalArgumentException("not as it is written");
		}
		return value;
	}

	private static <T> JsonString<T> of(Class<T> type, Function<String, T> reader) {
		return new JsonString<>(type, Object::toString, reader);
	}

	/** The class of regions is not public, so it is taken from one of them. */
	@SuppressWarnings("unchecked")
	private static JsonString<ZoneId> region() {
		return of((Class<ZoneId>) ZoneId.of("UTC").getClass(), ZoneId::of);
	}

	private static String tag(Locale locale) {
		String tag = locale.toLanguageTag();
		if (!Locale.forLanguageTag(tag).equals(locale)) {
			throw new EncodingException(
					"a java.util.Locale without a language tag of its own cannot be kept by codec " + JsonCodec.NAME,
					null);
		}
		return tag;
	}

}
