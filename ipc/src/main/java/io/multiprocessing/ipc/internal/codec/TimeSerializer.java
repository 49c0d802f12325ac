package io.multiprocessing.ipc.internal.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
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

/** Both sides: the values of java.time. */
final class TimeSerializer extends Serializer<Object> {
  private final int id;

  TimeSerializer(int id) {
    this.id = id;
  }

  @Override
  public void write(Kryo kryo, Output out, Object value) {
    switch (id) {
      case KnownTypes.LOCAL_DATE -> writeDate(out, (LocalDate) value);
      case KnownTypes.LOCAL_TIME -> writeTime(out, (LocalTime) value);
      case KnownTypes.LOCAL_DATE_TIME -> writeDateTime(out, (LocalDateTime) value);
      case KnownTypes.INSTANT -> writeInstant(out, (Instant) value);
      case KnownTypes.DURATION -> writeDuration(out, (Duration) value);
      case KnownTypes.PERIOD -> writePeriod(out, (Period) value);
      case KnownTypes.ZONED_DATE_TIME -> {
        writeDateTime(out, ((ZonedDateTime) value).toLocalDateTime());
        writeOffset(out, ((ZonedDateTime) value).getOffset());
        out.writeString(((ZonedDateTime) value).getZone().getId());
      }
      case KnownTypes.OFFSET_DATE_TIME -> {
        writeDateTime(out, ((OffsetDateTime) value).toLocalDateTime());
        writeOffset(out, ((OffsetDateTime) value).getOffset());
      }
      case KnownTypes.OFFSET_TIME -> {
        writeTime(out, ((OffsetTime) value).toLocalTime());
        writeOffset(out, ((OffsetTime) value).getOffset());
      }
      case KnownTypes.YEAR -> out.writeVarInt(((Year) value).getValue(), false);
      case KnownTypes.YEAR_MONTH -> {
        out.writeVarInt(((YearMonth) value).getYear(), false);
        out.writeByte(((YearMonth) value).getMonthValue());
      }
      case KnownTypes.MONTH_DAY -> {
        out.writeByte(((MonthDay) value).getMonthValue());
        out.writeByte(((MonthDay) value).getDayOfMonth());
      }
      case KnownTypes.ZONE_ID -> out.writeString(((ZoneId) value).getId());
      case KnownTypes.ZONE_OFFSET -> writeOffset(out, (ZoneOffset) value);
      default -> throw new IllegalStateException("id=" + id);
    }
  }

  @Override
  public Object read(Kryo kryo, Input in, Class<? extends Object> type) {
    return switch (id) {
      case KnownTypes.LOCAL_DATE -> readDate(in);
      case KnownTypes.LOCAL_TIME -> readTime(in);
      case KnownTypes.LOCAL_DATE_TIME -> readDateTime(in);
      case KnownTypes.INSTANT -> Instant.ofEpochSecond(in.readVarLong(false), in.readVarInt(true));
      case KnownTypes.DURATION -> Duration.ofSeconds(in.readVarLong(false), in.readVarInt(true));
      case KnownTypes.PERIOD ->
          Period.of(in.readVarInt(false), in.readVarInt(false), in.readVarInt(false));
      case KnownTypes.ZONED_DATE_TIME ->
          // local time, offset and zone: an hour that the clock shows twice keeps its meaning
          ZonedDateTime.ofInstant(
              readDateTime(in), readOffset(in), ZoneId.of(Bounds.readString(in)));
      case KnownTypes.OFFSET_DATE_TIME -> OffsetDateTime.of(readDateTime(in), readOffset(in));
      case KnownTypes.OFFSET_TIME -> OffsetTime.of(readTime(in), readOffset(in));
      case KnownTypes.YEAR -> Year.of(in.readVarInt(false));
      case KnownTypes.YEAR_MONTH -> YearMonth.of(in.readVarInt(false), in.readByte());
      case KnownTypes.MONTH_DAY -> MonthDay.of(in.readByte(), in.readByte());
      case KnownTypes.ZONE_ID -> ZoneId.of(Bounds.readString(in));
      case KnownTypes.ZONE_OFFSET -> readOffset(in);
      default -> throw new IllegalStateException("id=" + id);
    };
  }

  private static void writeDate(Output out, LocalDate date) {
    out.writeVarLong(date.toEpochDay(), false);
  }

  private static LocalDate readDate(Input in) {
    return LocalDate.ofEpochDay(in.readVarLong(false));
  }

  @SuppressWarnings("JavaLocalTimeGetNano") // the seconds are in the line above it
  private static void writeTime(Output out, LocalTime time) {
    out.writeVarInt(time.toSecondOfDay(), true);
    out.writeVarInt(time.getNano(), true);
  }

  private static LocalTime readTime(Input in) {
    return LocalTime.ofSecondOfDay(in.readVarInt(true)).withNano(in.readVarInt(true));
  }

  private static void writeDateTime(Output out, LocalDateTime dateTime) {
    writeDate(out, dateTime.toLocalDate());
    writeTime(out, dateTime.toLocalTime());
  }

  private static LocalDateTime readDateTime(Input in) {
    return LocalDateTime.of(readDate(in), readTime(in));
  }

  private static void writeInstant(Output out, Instant instant) {
    out.writeVarLong(instant.getEpochSecond(), false);
    out.writeVarInt(instant.getNano(), true);
  }

  private static void writeDuration(Output out, Duration duration) {
    out.writeVarLong(duration.toSeconds(), false);
    out.writeVarInt(duration.toNanosPart(), true);
  }

  private static void writePeriod(Output out, Period period) {
    out.writeVarInt(period.getYears(), false);
    out.writeVarInt(period.getMonths(), false);
    out.writeVarInt(period.getDays(), false);
  }

  private static void writeOffset(Output out, ZoneOffset offset) {
    out.writeVarInt(offset.getTotalSeconds(), false);
  }

  private static ZoneOffset readOffset(Input in) {
    return ZoneOffset.ofTotalSeconds(in.readVarInt(false));
  }
}
