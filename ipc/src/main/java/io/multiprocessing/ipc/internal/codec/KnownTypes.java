package io.multiprocessing.ipc.internal.codec;

import java.util.HashMap;
import java.util.Map;

/**
 * Both sides: the numbers that stand for types of the JDK in the bytes.
 *
 * <p>They are the same for every JDK, so that parent and worker may run on different ones. Types
 * are listed by name and loaded when first met: loading them all would cost each JVM some 20 ms at
 * its start. Numbers up to 125 take one byte.
 */
final class KnownTypes {
  // 0 to 8 are Kryo's own: int, String, float, boolean, byte, char, short, long, double
  static final int LAMBDA = 10;
  static final int PROXY = 11;
  static final int JAVA_STREAM = 12;
  static final int USER = 13;

  static final int OBJECT_ARRAY = 14;
  static final int STRING_ARRAY = 15;
  static final int BOOLEAN_ARRAY = 16;
  static final int BYTE_ARRAY = 17;
  static final int CHAR_ARRAY = 18;
  static final int SHORT_ARRAY = 19;
  static final int INT_ARRAY = 20;
  static final int LONG_ARRAY = 21;
  static final int FLOAT_ARRAY = 22;
  static final int DOUBLE_ARRAY = 23;

  static final int ARRAY_LIST = 30;
  static final int LINKED_LIST = 31;
  static final int ARRAY_DEQUE = 32;
  static final int HASH_SET = 33;
  static final int LINKED_HASH_SET = 34;
  static final int TREE_SET = 35;
  static final int PRIORITY_QUEUE = 36;
  static final int COPY_ON_WRITE_LIST = 37;
  static final int CONCURRENT_QUEUE = 38;

  static final int HASH_MAP = 40;
  static final int LINKED_HASH_MAP = 41;
  static final int TREE_MAP = 42;
  static final int CONCURRENT_HASH_MAP = 43;

  static final int IMMUTABLE_LIST = 50;
  static final int IMMUTABLE_SET = 51;
  static final int IMMUTABLE_MAP = 52;
  static final int EMPTY_LIST = 53;
  static final int EMPTY_SET = 54;
  static final int EMPTY_MAP = 55;
  static final int SINGLETON_LIST = 56;
  static final int SINGLETON_SET = 57;
  static final int SINGLETON_MAP = 58;
  static final int VIEW = 59;
  static final int ENUM_SET = 60;
  static final int ENUM_MAP = 61;

  static final int OBJECT = 70;
  static final int CLASS = 71;
  static final int BIG_INTEGER = 72;
  static final int BIG_DECIMAL = 73;
  static final int UUID = 74;
  static final int URI = 75;
  static final int PATH = 76;
  static final int FILE = 77;
  static final int LOCALE = 78;
  static final int CHARSET = 79;
  static final int PATTERN = 80;
  static final int BIT_SET = 81;
  static final int STRING_BUILDER = 82;
  static final int STRING_BUFFER = 83;
  static final int DATE = 84;
  static final int CURRENCY = 85;
  static final int OPTIONAL_INT = 86;
  static final int OPTIONAL_LONG = 87;
  static final int OPTIONAL_DOUBLE = 88;
  static final int ATOMIC_INTEGER = 89;
  static final int ATOMIC_LONG = 90;
  static final int ATOMIC_BOOLEAN = 91;
  static final int ATOMIC_REFERENCE = 92;
  static final int SIMPLE_ENTRY = 93;
  static final int OPTIONAL = 94;
  static final int IMMUTABLE_ENTRY = 95;
  static final int SIMPLE_IMMUTABLE_ENTRY = 96;

  static final int LOCAL_DATE = 100;
  static final int LOCAL_TIME = 101;
  static final int LOCAL_DATE_TIME = 102;
  static final int INSTANT = 103;
  static final int DURATION = 104;
  static final int PERIOD = 105;
  static final int ZONED_DATE_TIME = 106;
  static final int OFFSET_DATE_TIME = 107;
  static final int OFFSET_TIME = 108;
  static final int YEAR = 109;
  static final int YEAR_MONTH = 110;
  static final int MONTH_DAY = 111;
  static final int ZONE_ID = 112;
  static final int ZONE_OFFSET = 113;

  private static final int LIMIT = 126;
  private static final String[] NAMES = new String[LIMIT];
  private static final Map<String, Integer> IDS = new HashMap<>(256);

  static {
    // the name of a type that is only a stand-in (an interface, mostly) for the classes that
    // TravelRules assigns to the number
    name(LAMBDA, "com.esotericsoftware.kryo.serializers.ClosureSerializer$Closure");
    name(PROXY, "java.lang.reflect.InvocationHandler");
    name(JAVA_STREAM, "java.io.Serializable");
    name(USER, "io.multiprocessing.ipc.Serializer");
    name(OBJECT_ARRAY, "[Ljava.lang.Object;");
    name(STRING_ARRAY, "[Ljava.lang.String;");
    name(BOOLEAN_ARRAY, "[Z");
    name(BYTE_ARRAY, "[B");
    name(CHAR_ARRAY, "[C");
    name(SHORT_ARRAY, "[S");
    name(INT_ARRAY, "[I");
    name(LONG_ARRAY, "[J");
    name(FLOAT_ARRAY, "[F");
    name(DOUBLE_ARRAY, "[D");
    name(ARRAY_LIST, "java.util.ArrayList");
    name(LINKED_LIST, "java.util.LinkedList");
    name(ARRAY_DEQUE, "java.util.ArrayDeque");
    name(HASH_SET, "java.util.HashSet");
    name(LINKED_HASH_SET, "java.util.LinkedHashSet");
    name(TREE_SET, "java.util.TreeSet");
    name(PRIORITY_QUEUE, "java.util.PriorityQueue");
    name(COPY_ON_WRITE_LIST, "java.util.concurrent.CopyOnWriteArrayList");
    name(CONCURRENT_QUEUE, "java.util.concurrent.ConcurrentLinkedQueue");
    name(HASH_MAP, "java.util.HashMap");
    name(LINKED_HASH_MAP, "java.util.LinkedHashMap");
    name(TREE_MAP, "java.util.TreeMap");
    name(CONCURRENT_HASH_MAP, "java.util.concurrent.ConcurrentHashMap");
    name(IMMUTABLE_LIST, "java.util.List");
    name(IMMUTABLE_SET, "java.util.Set");
    name(IMMUTABLE_MAP, "java.util.Map");
    name(EMPTY_LIST, "java.util.Collections$EmptyList");
    name(EMPTY_SET, "java.util.Collections$EmptySet");
    name(EMPTY_MAP, "java.util.Collections$EmptyMap");
    name(SINGLETON_LIST, "java.util.Collections$SingletonList");
    name(SINGLETON_SET, "java.util.Collections$SingletonSet");
    name(SINGLETON_MAP, "java.util.Collections$SingletonMap");
    name(VIEW, "java.util.Collection");
    name(ENUM_SET, "java.util.EnumSet");
    name(ENUM_MAP, "java.util.EnumMap");
    name(OBJECT, "java.lang.Object");
    name(CLASS, "java.lang.Class");
    name(BIG_INTEGER, "java.math.BigInteger");
    name(BIG_DECIMAL, "java.math.BigDecimal");
    name(UUID, "java.util.UUID");
    name(URI, "java.net.URI");
    name(PATH, "java.nio.file.Path");
    name(FILE, "java.io.File");
    name(LOCALE, "java.util.Locale");
    name(CHARSET, "java.nio.charset.Charset");
    name(PATTERN, "java.util.regex.Pattern");
    name(BIT_SET, "java.util.BitSet");
    name(STRING_BUILDER, "java.lang.StringBuilder");
    name(STRING_BUFFER, "java.lang.StringBuffer");
    name(DATE, "java.util.Date");
    name(CURRENCY, "java.util.Currency");
    name(OPTIONAL_INT, "java.util.OptionalInt");
    name(OPTIONAL_LONG, "java.util.OptionalLong");
    name(OPTIONAL_DOUBLE, "java.util.OptionalDouble");
    name(ATOMIC_INTEGER, "java.util.concurrent.atomic.AtomicInteger");
    name(ATOMIC_LONG, "java.util.concurrent.atomic.AtomicLong");
    name(ATOMIC_BOOLEAN, "java.util.concurrent.atomic.AtomicBoolean");
    name(ATOMIC_REFERENCE, "java.util.concurrent.atomic.AtomicReference");
    name(SIMPLE_ENTRY, "java.util.AbstractMap$SimpleEntry");
    name(OPTIONAL, "java.util.Optional");
    name(IMMUTABLE_ENTRY, "java.util.Map$Entry");
    name(SIMPLE_IMMUTABLE_ENTRY, "java.util.AbstractMap$SimpleImmutableEntry");
    name(LOCAL_DATE, "java.time.LocalDate");
    name(LOCAL_TIME, "java.time.LocalTime");
    name(LOCAL_DATE_TIME, "java.time.LocalDateTime");
    name(INSTANT, "java.time.Instant");
    name(DURATION, "java.time.Duration");
    name(PERIOD, "java.time.Period");
    name(ZONED_DATE_TIME, "java.time.ZonedDateTime");
    name(OFFSET_DATE_TIME, "java.time.OffsetDateTime");
    name(OFFSET_TIME, "java.time.OffsetTime");
    name(YEAR, "java.time.Year");
    name(YEAR_MONTH, "java.time.YearMonth");
    name(MONTH_DAY, "java.time.MonthDay");
    name(ZONE_ID, "java.time.ZoneId");
    name(ZONE_OFFSET, "java.time.ZoneOffset");
  }

  private KnownTypes() {}

  private static void name(int id, String name) {
    NAMES[id] = name;
    IDS.put(name, id);
  }

  /** Returns the number of the class of the JDK with that name, or -1. */
  static int idOf(String className) {
    return IDS.getOrDefault(className, -1);
  }

  /** Creates the registration of a number; null when nothing has this number. */
  static TypeRegistration newRegistration(int id, ClassLoader loader) {
    String name = id >= 0 && id < LIMIT ? NAMES[id] : null;
    if (name == null) {
      return null;
    }
    try {
      Class<?> type = Class.forName(name, false, KnownTypes.class.getClassLoader());
      return new TypeRegistration(type, newSerializer(id, loader), id, isTracked(id));
    } catch (ClassNotFoundException e) {
      throw new CannotTravel(name, "is not a class of this JDK", "", e);
    }
  }

  /**
   * Small values whose identity nobody relies on are not worth a look into the table of references.
   */
  private static boolean isTracked(int id) {
    boolean value =
        (id >= LOCAL_DATE && id <= ZONE_OFFSET) || (id >= OPTIONAL_INT && id <= OPTIONAL_DOUBLE);
    return !value
        && id != CLASS
        && id != UUID
        && id != LOCALE
        && id != CHARSET
        && id != CURRENCY
        && (id < EMPTY_LIST || id > EMPTY_MAP);
  }

  private static com.esotericsoftware.kryo.Serializer<?> newSerializer(int id, ClassLoader loader) {
    if (id >= LOCAL_DATE) {
      return new TimeSerializer(id);
    }
    if (id >= SIMPLE_ENTRY && id <= SIMPLE_IMMUTABLE_ENTRY) {
      return new LateHolderSerializer(id);
    }
    if (id >= OBJECT) {
      return id == ATOMIC_REFERENCE
          ? new AtomicReferenceSerializer()
          : new ValueSerializer(id, loader);
    }
    if (id >= ARRAY_LIST && id <= CONCURRENT_QUEUE) {
      return new CollectionSerializer(id);
    }
    if (id >= HASH_MAP && id <= CONCURRENT_HASH_MAP) {
      return new MapSerializer(id);
    }
    return switch (id) {
      case LAMBDA -> new LambdaSerializer(loader);
      case PROXY -> new ProxySerializer(loader);
      case JAVA_STREAM -> new JavaStreamSerializer(loader);
      case USER -> new UserSerializer();
      case OBJECT_ARRAY -> new ObjectArraySerializer(Object[].class);
      case STRING_ARRAY -> new ObjectArraySerializer(String[].class);
      case VIEW -> new ViewSerializer();
      case ENUM_SET -> new EnumSetSerializer(loader);
      case ENUM_MAP -> new EnumMapSerializer(loader);
      default -> id < ARRAY_LIST ? new PrimitiveArraySerializer(id) : new ImmutableSerializer(id);
    };
  }
}
