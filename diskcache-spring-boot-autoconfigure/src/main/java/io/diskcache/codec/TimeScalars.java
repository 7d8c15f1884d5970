package io.diskcache.codec;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
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
import java.util.List;

/**
 * Native forms of {@code java.time}. Zones are read strictly: one this JVM does not know,
 * or in which the local time has another offset by now, is an exception.
 */
final class TimeScalars {

	static final List<Scalar<?>> ALL = List.of(
			new Scalar<>(32, LocalDate.class, TimeScalars::writeDate, TimeScalars::readDate),
			new Scalar<>(33, LocalTime.class, TimeScalars::writeTime, TimeScalars::readTime),
			new Scalar<>(34, LocalDateTime.class, TimeScalars::writeDateTime, TimeScalars::readDateTime),
			new Scalar<>(35, Instant.class, TimeScalars::writeInstant,
					(in) -> Instant.ofEpochSecond(in.readLong(), in.readInt())),
			new Scalar<>(36, Duration.class, TimeScalars::writeDuration,
					(in) -> Duration.ofSeconds(in.readLong(), in.readInt())),
			new Scalar<>(37, Period.class, TimeScalars::writePeriod,
					(in) -> Period.of(in.readInt(), in.readInt(), in.readInt())),
			new Scalar<>(38, Year.class, (value, out) -> out.writeInt(value.getValue()), (in) -> Year.of(in.readInt())),
			new Scalar<>(39, YearMonth.class, TimeScalars::writeYearMonth,
					(in) -> YearMonth.of(in.readInt(), in.readByte())),
			new Scalar<>(40, MonthDay.class, TimeScalars::writeMonthDay,
					(in) -> MonthDay.of(in.readByte(), in.readByte())),
			new Scalar<>(41, OffsetDateTime.class, TimeScalars::writeOffsetDateTime,
					(in) -> OffsetDateTime.of(readDateTime(in), readOffset(in))),
			new Scalar<>(42, OffsetTime.class, TimeScalars::writeOffsetTime,
					(in) -> OffsetTime.of(readTime(in), readOffset(in))),
			new Scalar<>(43, ZonedDateTime.class, TimeScalars::writeZonedDateTime,
					(in) -> ZonedDateTime.ofStrict(readDateTime(in), readOffset(in), readZone(in))),
			new Scalar<>(44, ZoneOffset.class, TimeScalars::writeOffset, TimeScalars::readOffset), region(45));

	private TimeScalars() {
	}

	/** The class of regions is not public, so it is taken from one of them. */
	@SuppressWarnings("unchecked")
	private static Scalar<ZoneId> region(int tag) {
		Class<ZoneId> type = (Class<ZoneId>) ZoneId.of("UTC").getClass();
		return new Scalar<>(tag, type, TimeScalars::writeZone, TimeScalars::readZone);
	}

	private static void writeDate(LocalDate value, DataOutputStream out) throws IOException {
		out.writeLong(value.toEpochDay());
	}

	private static LocalDate readDate(DataInputStream in) throws IOException {
		return LocalDate.ofEpochDay(in.readLong());
	}

	private static void writeTime(LocalTime value, DataOutputStream out) throws IOException {
		out.writeLong(value.toNanoOfDay());
	}

	private static LocalTime readTime(DataInputStream in) throws IOException {
		return LocalTime.ofNanoOfDay(in.readLong());
	}

	private static void writeDateTime(LocalDateTime value, DataOutputStream out) throws IOException {
		writeDate(value.toLocalDate(), out);
		writeTime(value.toLocalTime(), out);
	}

	private static LocalDateTime readDateTime(DataInputStream in) throws IOException {
		return LocalDateTime.of(readDate(in), readTime(in));
	}

	private static void writeInstant(Instant value, DataOutputStream out) throws IOException {
		out.writeLong(value.getEpochSecond());
		out.writeInt(value.getNano());
	}

	private static void writeDuration(Duration value, DataOutputStream out) throws IOException {
		out.writeLong(value.getSeconds());
		out.writeInt(value.getNano());
	}

	private static void writePeriod(Period value, DataOutputStream out) throws IOException {
		out.writeInt(value.getYears());
		out.writeInt(value.getMonths());
		out.writeInt(value.getDays());
	}

	private static void writeYearMonth(YearMonth value, DataOutputStream out) throws IOException {
		out.writeInt(value.getYear());
		out.writeByte(value.getMonthValue());
	}

	private static void writeMonthDay(MonthDay value, DataOutputStream out) throws IOException {
		out.writeByte(value.getMonthValue());
		out.writeByte(value.getDayOfMonth());
	}

	private static void writeOffsetDateTime(OffsetDateTime value, DataOutputStream out) throws IOException {
		writeDateTime(value.toLocalDateTime(), out);
		writeOffset(value.getOffset(), out);
	}

	private static void writeOffsetTime(OffsetTime value, DataOutputStream out) throws IOException {
		writeTime(value.toLocalTime(), out);
		writeOffset(value.getOffset(), out);
	}

	private static void writeZonedDateTime(ZonedDateTime value, DataOutputStream out) throws IOException {
		writeDateTime(value.toLocalDateTime(), out);
		writeOffset(value.getOffset(), out);
		writeZone(value.getZone(), out);
	}

	private static void writeOffset(ZoneOffset value, DataOutputStream out) throws IOException {
		out.writeInt(value.getTotalSeconds());
	}

	private static ZoneOffset readOffset(DataInputStream in) throws IOException {
		return ZoneOffset.ofTotalSeconds(in.readInt());
	}

	private static void writeZone(ZoneId value, DataOutputStream out) throws IOException {
		out.writeUTF(value.getId());
	}

	private static ZoneId readZone(DataInputStream in) throws IOException {
		return ZoneId.of(in.readUTF());
	}

}
