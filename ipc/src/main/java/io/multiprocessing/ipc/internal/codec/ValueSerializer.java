package io.multiprocessing.ipc.internal.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Currency;
import java.util.Date;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Both sides: single values of the JDK that refer to nothing else. One class for all: each class
 * costs start-up time.
 */
// not our choice: users send such objects
@SuppressWarnings({"JavaUtilDate", "JdkObsolete", "UnnecessaryStringBuilder"})
final class ValueSerializer extends Serializer<Object> {
  private final int id;
  private final ClassLoader loader;

  ValueSerializer(int id, ClassLoader loader) {
    this.id = id;
    this.loader = loader;
  }

  @Override
  public void write(Kryo kryo, Output out, Object value) {
    switch (id) {
      case KnownTypes.OBJECT -> {}
      case KnownTypes.CLASS -> {
        ((TypeResolver) kryo.getClassResolver()).note((Class<?>) value);
        writeClass(out, (Class<?>) value);
      }
      case KnownTypes.BIG_INTEGER -> writeBigInteger(out, (BigInteger) value);
      case KnownTypes.BIG_DECIMAL -> {
        writeBigInteger(out, ((BigDecimal) value).unscaledValue());
        out.writeVarInt(((BigDecimal) value).scale(), false);
      }
      case KnownTypes.UUID -> {
        out.writeLong(((UUID) value).getMostSignificantBits());
        out.writeLong(((UUID) value).getLeastSignificantBits());
      }
      case KnownTypes.PATH -> writePath(out, (Path) value);
      case KnownTypes.FILE -> out.writeString(((File) value).getPath());
      case KnownTypes.LOCALE -> writeLocale(out, (Locale) value);
      case KnownTypes.CHARSET -> out.writeString(((Charset) value).name());
      case KnownTypes.PATTERN -> {
        out.writeString(((Pattern) value).pattern());
        out.writeVarInt(((Pattern) value).flags(), true);
      }
      case KnownTypes.BIT_SET -> {
        byte[] bits = ((BitSet) value).toByteArray();
        out.writeVarInt(bits.length, true);
        out.writeBytes(bits);
      }
      case KnownTypes.URI, KnownTypes.STRING_BUILDER, KnownTypes.STRING_BUFFER ->
          out.writeString(value.toString());
      case KnownTypes.DATE -> out.writeVarLong(((Date) value).getTime(), true);
      case KnownTypes.CURRENCY -> out.writeString(((Currency) value).getCurrencyCode());
      default -> writeNumber(out, value);
    }
  }

  private void writeNumber(Output out, Object value) {
    switch (id) {
      case KnownTypes.OPTIONAL_INT -> {
        out.writeBoolean(((OptionalInt) value).isPresent());
        out.writeVarInt(((OptionalInt) value).orElse(0), false);
      }
      case KnownTypes.OPTIONAL_LONG -> {
        out.writeBoolean(((OptionalLong) value).isPresent());
        out.writeVarLong(((OptionalLong) value).orElse(0), false);
      }
      case KnownTypes.OPTIONAL_DOUBLE -> {
        out.writeBoolean(((OptionalDouble) value).isPresent());
        out.writeDouble(((OptionalDouble) value).orElse(0));
      }
      case KnownTypes.ATOMIC_INTEGER -> out.writeVarInt(((AtomicInteger) value).get(), false);
      case KnownTypes.ATOMIC_LONG -> out.writeVarLong(((AtomicLong) value).get(), false);
      case KnownTypes.ATOMIC_BOOLEAN -> out.writeBoolean(((AtomicBoolean) value).get());
      default -> throw new IllegalStateException("id=" + id);
    }
  }

  @Override
  public Object read(Kryo kryo, Input in, Class<? extends Object> type) {
    return switch (id) {
      case KnownTypes.OBJECT -> new Object();
      case KnownTypes.CLASS -> ClassNames.load(Bounds.readString(in), loader);
      case KnownTypes.BIG_INTEGER -> readBigInteger(in);
      case KnownTypes.BIG_DECIMAL -> new BigDecimal(readBigInteger(in), in.readVarInt(false));
      case KnownTypes.UUID -> new UUID(in.readLong(), in.readLong());
      case KnownTypes.URI -> URI.create(Bounds.readString(in));
      case KnownTypes.PATH -> readPath(in);
      case KnownTypes.FILE -> new File(Bounds.readString(in));
      case KnownTypes.LOCALE -> readLocale(in);
      case KnownTypes.CHARSET -> Charset.forName(Bounds.readString(in));
      case KnownTypes.PATTERN -> Pattern.compile(Bounds.readString(in), in.readVarInt(true));
      case KnownTypes.BIT_SET -> BitSet.valueOf(in.readBytes(Bounds.readLength(in, 1)));
      case KnownTypes.STRING_BUILDER -> new StringBuilder(Bounds.readString(in));
      case KnownTypes.STRING_BUFFER -> new StringBuffer(Bounds.readString(in));
      case KnownTypes.DATE -> new Date(in.readVarLong(true));
      case KnownTypes.CURRENCY -> Currency.getInstance(Bounds.readString(in));
      default -> readNumber(in);
    };
  }

  private Object readNumber(Input in) {
    switch (id) {
      case KnownTypes.OPTIONAL_INT -> {
        boolean present = in.readBoolean();
        int value = in.readVarInt(false);
        return present ? OptionalInt.of(value) : OptionalInt.empty();
      }
      case KnownTypes.OPTIONAL_LONG -> {
        boolean present = in.readBoolean();
        long value = in.readVarLong(false);
        return present ? OptionalLong.of(value) : OptionalLong.empty();
      }
      case KnownTypes.OPTIONAL_DOUBLE -> {
        boolean present = in.readBoolean();
        double value = in.readDouble();
        return present ? OptionalDouble.of(value) : OptionalDouble.empty();
      }
      case KnownTypes.ATOMIC_INTEGER -> {
        return new AtomicInteger(in.readVarInt(false));
      }
      case KnownTypes.ATOMIC_LONG -> {
        return new AtomicLong(in.readVarLong(false));
      }
      case KnownTypes.ATOMIC_BOOLEAN -> {
        return new AtomicBoolean(in.readBoolean());
      }
      default -> throw new IllegalStateException("id=" + id);
    }
  }

  private static void writeClass(Output out, Class<?> type) {
    if (type.isHidden()) {
      throw new CannotTravel(
          TravelRules.describe(type), "is a hidden class, which no other JVM has", "");
    }
    out.writeString(type.getName());
  }

  private static void writeBigInteger(Output out, BigInteger value) {
    byte[] bytes = value.toByteArray();
    out.writeVarInt(bytes.length, true);
    out.writeBytes(bytes);
  }

  private static BigInteger readBigInteger(Input in) {
    return new BigInteger(in.readBytes(Bounds.readLength(in, 1)));
  }

  private static void writePath(Output out, Path path) {
    boolean local = path.getFileSystem() == FileSystems.getDefault();
    out.writeBoolean(local);
    // a path inside an archive only has meaning with the archive's name, which its URI has
    out.writeString(local ? path.toString() : path.toUri().toString());
  }

  private static Path readPath(Input in) {
    boolean local = in.readBoolean();
    String name = Bounds.readString(in);
    return local ? Path.of(name) : Path.of(URI.create(name));
  }

  /**
   * The tag says all of a locale except for a few old ones (ja_JP_JP), which their three parts
   * describe.
   */
  @SuppressWarnings("deprecation") // what replaces the constructor came with JDK 19
  private static void writeLocale(Output out, Locale locale) {
    boolean byTag = Locale.forLanguageTag(locale.toLanguageTag()).equals(locale);
    out.writeBoolean(byTag);
    if (byTag) {
      out.writeString(locale.toLanguageTag());
      return;
    }
    Locale rebuilt = new Locale(locale.getLanguage(), locale.getCountry(), locale.getVariant());
    if (!rebuilt.equals(locale)) {
      throw new CannotTravel(
          "java.util.Locale",
          "cannot be rebuilt from its parts: " + locale,
          "Send a language tag.");
    }
    out.writeString(locale.getLanguage());
    out.writeString(locale.getCountry());
    out.writeString(locale.getVariant());
  }

  @SuppressWarnings("deprecation") // as above
  private static Locale readLocale(Input in) {
    return in.readBoolean()
        ? Locale.forLanguageTag(Bounds.readString(in))
        : new Locale(Bounds.readString(in), Bounds.readString(in), Bounds.readString(in));
  }
}
