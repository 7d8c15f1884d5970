package io.diskcache.near;

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
import java.util.UUID;

/**
 * Immutable types whose objects all take the same heap, in bytes; none for those of which
 * the JVM keeps one for each value.
 */
final class FixedSizes {

	/** A region with its name, of which each value has its own. */
	private static final int ZONE = 80;

	static final Map<Class<?>, Integer> BY_TYPE = Map.ofEntries(Map.entry(Boolean.class, 0), Map.entry(Byte.class, 0),
			Map.entry(Short.class, 16), Map.entry(Character.class, 16), Map.entry(Integer.class, 16),
			Map.entry(Long.class, 24), Map.entry(Float.class, 16), Map.entry(Double.class, 24),
			Map.entry(UUID.class, 32), Map.entry(LocalDate.class, 24), Map.entry(LocalTime.class, 24),
			Map.entry(LocalDateTime.class, 72), Map.entry(Instant.class, 24), Map.entry(Duration.class, 24),
			Map.entry(Period.class, 24), Map.entry(Year.class, 16), Map.entry(YearMonth.class, 24),
			Map.entry(MonthDay.class, 24), Map.entry(OffsetDateTime.class, 96), Map.entry(OffsetTime.class, 48),
			Map.entry(ZonedDateTime.class, 96 + ZONE), Map.entry(ZoneOffset.class, 0),
			Map.entry(ZoneId.of("UTC").getClass(), ZONE));

	private FixedSizes() {
	}

}
