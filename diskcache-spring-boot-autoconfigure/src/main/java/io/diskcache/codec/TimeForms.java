package io.diskcache.codec;

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
import java.util.Map;

/**
 * The types of {@code java.time}, in the order of their {@code compareTo}.
 */
final class TimeForms {

	private static final long NANOS_PER_SECOND = 1_000_000_000L;

	private TimeForms() {
	}

	static void addTo(Map<Class<?>, KeyForm<?>> forms) {
		addLocal(forms);
		addZoned(forms);
		ScalarForms.add(forms, Instant.class,
				(value, out) -> out.tag(KeyTag.INSTANT).putLong(value.getEpochSecond()).putInt(value.getNano()));
		ScalarForms.add(forms, Duration.class,
				(value, out) -> out.tag(KeyTag.DURATION).putLong(value.getSeconds()).putInt(value.getNano()));
		ScalarForms.add(forms, Period.class,
				(value, out) -> out.tag(KeyTag.PERIOD)
					.putInt(value.getYears())
					.putInt(value.getMonths())
					.putInt(value.getDays()));
	}

	private static void addLocal(Map<Class<?>, KeyForm<?>> forms) {
		ScalarForms.add(forms, LocalDate.class, (value, out) -> out.tag(KeyTag.LOCAL_DATE).putLong(value.toEpochDay()));
		ScalarForms.add(forms, LocalTime.class,
				(value, out) -> out.tag(KeyTag.LOCAL_TIME).putLong(value.toNanoOfDay()));
		ScalarForms.add(forms, LocalDateTime.class,
				(value, out) -> out.tag(KeyTag.LOCAL_DATE_TIME)
					.putLong(value.toLocalDate().toEpochDay())
					.putLong(value.toLocalTime().toNanoOfDay()));
		ScalarForms.add(forms, Year.class, (value, out) -> out.tag(KeyTag.YEAR).putInt(value.getValue()));
		ScalarForms.add(forms, YearMonth.class,
				(value, out) -> out.tag(KeyTag.YEAR_MONTH).putInt(value.getYear()).put(value.getMonthValue()));
		ScalarForms.add(forms, MonthDay.class,
				(value, out) -> out.tag(KeyTag.MONTH_DAY).put(value.getMonthValue()).put(value.getDayOfMonth()));
	}

	/**
	 * By the moment first, then by the offset: at the same moment the greater offset has
	 * the later local time. Offsets themselves descend, as {@link ZoneOffset} has it.
	 */
	private static void addZoned(Map<Class<?>, KeyForm<?>> forms) {
		ScalarForms.add(forms, OffsetDateTime.class,
				(value, out) -> out.tag(KeyTag.OFFSET_DATE_TIME)
					.putLong(value.toEpochSecond())
					.putInt(value.getNano())
					.putInt(value.getOffset().getTotalSeconds()));
		ScalarForms.add(forms, OffsetTime.class, (value, out) -> {
			int offset = value.getOffset().getTotalSeconds();
			out.tag(KeyTag.OFFSET_TIME)
				.putLong(value.toLocalTime().toNanoOfDay() - offset * NANOS_PER_SECOND)
				.putInt(offset);
		});
		ScalarForms.add(forms, ZonedDateTime.class,
				(value, out) -> out.tag(KeyTag.ZONED_DATE_TIME)
					.putLong(value.toEpochSecond())
					.putInt(value.getNano())
					.putInt(value.getOffset().getTotalSeconds())
					.putText(value.getZone().getId()));
		ScalarForms.add(forms, ZoneOffset.class,
				(value, out) -> out.tag(KeyTag.ZONE_OFFSET).putInt(-value.getTotalSeconds()));
	}

	static void addReadings(Map<Integer, KeyReading> readings) {
		addLocalReadings(readings);
		addZonedReadings(readings);
		readings.put(KeyTag.INSTANT, (in) -> Instant.ofEpochSecond(in.nextLong(), in.nextInt()));
		readings.put(KeyTag.DURATION, (in) -> Duration.ofSeconds(in.nextLong(), in.nextInt()));
		readings.put(KeyTag.PERIOD, (in) -> Period.of(in.nextInt(), in.nextInt(), in.nextInt()));
	}

	private static void addLocalReadings(Map<Integer, KeyReading> readings) {
		readings.put(KeyTag.LOCAL_DATE, TimeForms::readDate);
		readings.put(KeyTag.LOCAL_TIME, TimeForms::readTime);
		readings.put(KeyTag.LOCAL_DATE_TIME, (in) -> LocalDateTime.of(readDate(in), readTime(in)));
		readings.put(KeyTag.YEAR, (in) -> Year.of(in.nextInt()));
		readings.put(KeyTag.YEAR_MONTH, (in) -> YearMonth.of(in.nextInt(), in.next()));
		readings.put(KeyTag.MONTH_DAY, (in) -> MonthDay.of(in.next(), in.next()));
	}

	/** Strictly: where the rules of the zone have changed, there is no equal object. */
	private static void addZonedReadings(Map<Integer, KeyReading> readings) {
		readings.put(KeyTag.OFFSET_DATE_TIME, TimeForms::readOffsetDateTime);
		readings.put(KeyTag.OFFSET_TIME, TimeForms::readOffsetTime);
		readings.put(KeyTag.ZONED_DATE_TIME, (in) -> {
			OffsetDateTime moment = readOffsetDateTime(in);
			return ZonedDateTime.ofStrict(moment.toLocalDateTime(), moment.getOffset(), ZoneId.of(in.text()));
		});
		readings.put(KeyTag.ZONE_OFFSET, (in) -> ZoneOffset.ofTotalSeconds(-in.nextInt()));
	}

	private static LocalDate readDate(KeyReader in) {
		return LocalDate.ofEpochDay(in.nextLong());
	}

	private static LocalTime readTime(KeyReader in) {
		return LocalTime.ofNanoOfDay(in.nextLong());
	}

	private static OffsetDateTime readOffsetDateTime(KeyReader in) {
		long second = in.nextLong();
		int nano = in.nextInt();
		ZoneOffset offset = ZoneOffset.ofTotalSeconds(in.nextInt());
		return OffsetDateTime.of(LocalDateTime.ofEpochSecond(second, nano, offset), offset);
	}

	private static OffsetTime readOffsetTime(KeyReader in) {
		long nanos = in.nextLong();
		int offset = in.nextInt();
		return OffsetTime.of(LocalTime.ofNanoOfDay(nanos + offset * NANOS_PER_SECOND),
				ZoneOffset.ofTotalSeconds(offset));
	}

}
