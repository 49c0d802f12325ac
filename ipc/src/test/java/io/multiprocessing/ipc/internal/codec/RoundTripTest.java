package io.multiprocessing.ipc.internal.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.esotericsoftware.kryo.io.ByteBufferInput;
import com.esotericsoftware.kryo.io.ByteBufferOutput;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Set;
import java.util.SimpleTimeZone;
import java.util.Stack;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

// of each kind that users may send, also of the outdated
@SuppressWarnings({"JavaUtilDate", "JdkObsolete", "UnnecessaryStringBuilder", "deprecation"})
class RoundTripTest {
  private static ObjectCodec newCodec() {
    return new ObjectCodec(RoundTripTest.class.getClassLoader());
  }

  private static Object copy(Object value) {
    return newCodec().fromBytes(newCodec().toBytes(value));
  }

  enum Plain {
    A,
    B
  }

  enum WithBodies {
    PLUS {
      @Override
      int apply(int a, int b) {
        return a + b;
      }
    },
    MINUS {
      @Override
      int apply(int a, int b) {
        return a - b;
      }
    };

    abstract int apply(int a, int b);
  }

  enum NoConstants {}

  record Point(int x, double y) {}

  record Everything(
      boolean z,
      byte b,
      char c,
      short s,
      int i,
      long j,
      float f,
      double d,
      String text,
      int[] ints,
      Integer boxed,
      Object any) {
    @Override
    public boolean equals(Object o) {
      return o instanceof Everything e
          && Arrays.asList(z, b, c, s, i, j, f, d, text, boxed, any)
              .equals(Arrays.asList(e.z, e.b, e.c, e.s, e.i, e.j, e.f, e.d, e.text, e.boxed, e.any))
          && Arrays.equals(ints, e.ints);
    }

    @Override
    public int hashCode() {
      return i;
    }
  }

  record Pair<A, B>(A first, B second) {}

  private record Secret(String word) {}

  record Empty() {}

  sealed interface Shape permits Circle, Square {}

  record Circle(double radius) implements Shape {}

  static final class Square implements Shape {
    private final double side;

    Square(double side) {
      this.side = side;
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Square s && s.side == side;
    }

    @Override
    public int hashCode() {
      return Double.hashCode(side);
    }
  }

  static class Base {
    private final int id;
    String name;

    Base(int id) {
      this.id = id;
    }
  }

  static class Derived extends Base {
    private final int id; // same name as in the superclass
    private final List<Point> points = new ArrayList<>();
    transient String forgotten = "something";

    Derived(int id, int own) {
      super(id);
      this.id = own;
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Derived d
          && ((Base) this).id == ((Base) d).id
          && id == d.id
          && points.equals(d.points)
          && java.util.Objects.equals(name, d.name);
    }

    @Override
    public int hashCode() {
      return id;
    }
  }

  static List<Object> scalars() {
    return Arrays.asList(
        null,
        true,
        false,
        (byte) -1,
        (short) -300,
        'x',
        '\uD800',
        0,
        1,
        -1,
        Integer.MIN_VALUE,
        Integer.MAX_VALUE,
        0L,
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        0f,
        -0f,
        Float.NaN,
        1.5f,
        0d,
        -0d,
        Double.NaN,
        Double.MIN_VALUE,
        "",
        "a",
        "ascii",
        "umlaut äöü",
        "emoji \uD83D\uDE00",
        "lone surrogate \uD800 here",
        "nul \0 char",
        "x".repeat(10_000_000),
        "ä".repeat(3_000_000),
        new BigInteger("-123456789012345678901234567890"),
        BigInteger.ZERO,
        new BigDecimal("1.00"),
        new BigDecimal("-1E+400"),
        BigDecimal.ONE,
        new BigDecimal("123456789012345678901234567890.12345"));
  }

  static List<Object> values() throws Exception {
    return List.of(
        new UUID(1, -2),
        URI.create("http://a.b/c?d=e#f"),
        new File("/tmp/x"),
        Path.of("/tmp/x/../y"),
        Path.of(""),
        Path.of("rel"),
        Locale.GERMANY,
        Locale.ROOT,
        Locale.forLanguageTag("zh-Hant-TW-u-ca-roc"),
        new Locale("ja", "JP", "JP"),
        new Locale("no", "NO", "NY"),
        StandardCharsets.UTF_8,
        StandardCharsets.UTF_16LE,
        Currency.getInstance("EUR"),
        new Date(-5),
        Optional.empty(),
        Optional.of("x"),
        OptionalInt.of(-3),
        OptionalInt.empty(),
        OptionalLong.of(1L << 60),
        OptionalDouble.of(.5),
        new java.sql.Timestamp(1234567890123L),
        TimeZone.getTimeZone("Europe/Berlin"),
        new SimpleTimeZone(3600, "X"),
        new GregorianCalendar(2024, Calendar.MARCH, 1),
        int.class,
        void.class,
        String.class,
        int[][].class,
        Point.class,
        Map.Entry.class,
        BitSet.valueOf(new long[] {5, 0, 1L << 63}),
        new BitSet(),
        InetAddress.getLoopbackAddress(),
        URI.create("file:///a").toURL());
  }

  static List<Object> times() {
    return List.of(
        LocalDate.MIN,
        LocalDate.MAX,
        LocalDate.of(2024, 2, 29),
        LocalTime.MAX,
        LocalTime.MIDNIGHT,
        LocalDateTime.MAX,
        Instant.MIN,
        Instant.MAX,
        Instant.EPOCH,
        Duration.ofSeconds(-5, 7),
        Duration.ofSeconds(Long.MIN_VALUE),
        Period.of(1, -2, 3),
        ZonedDateTime.of(2024, 10, 27, 2, 30, 0, 0, ZoneId.of("Europe/Berlin"))
            .withLaterOffsetAtOverlap(),
        ZonedDateTime.of(2024, 1, 1, 0, 0, 0, 1, ZoneOffset.UTC),
        OffsetDateTime.MIN,
        OffsetTime.MAX,
        Year.of(-5),
        YearMonth.of(1, 12),
        MonthDay.of(2, 29),
        ZoneId.of("America/New_York"),
        ZoneId.of("UTC+3"),
        ZoneOffset.ofHoursMinutes(5, 30),
        ZoneOffset.UTC,
        DayOfWeek.MONDAY,
        TimeUnit.SECONDS);
  }

  static List<Object> arrays() {
    int[] large = new int[5000];
    Arrays.setAll(large, i -> i * 7919);
    return List.of(
        new boolean[] {true, false},
        new byte[] {1, -1},
        new char[] {'a', '\uFFFF'},
        new short[] {-1, 1},
        new int[0],
        large,
        new long[] {Long.MIN_VALUE},
        new float[] {Float.NaN},
        new double[3000],
        new int[][] {{1}, null, {}},
        new long[2][3][4],
        new Object[0],
        new Object[] {1, "a", null, new int[] {1}},
        new String[] {"a", null, ""},
        new Integer[] {1, null},
        new Point[] {new Point(1, 2), null},
        new Shape[] {new Circle(1), new Square(2)},
        new Plain[] {Plain.A, null},
        new Object[][] {new String[] {"covariant"}, new Integer[] {1}},
        new List<?>[] {List.of(1)},
        new Enum<?>[] {Plain.A, WithBodies.PLUS},
        new Number[] {1, 2.0},
        new Object[][][] {{{1}}},
        new Class<?>[] {int.class});
  }

  static List<Object> collections() {
    TreeSet<String> caseless = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    caseless.add("B");
    TreeMap<String, Integer> reversed = new TreeMap<>(Comparator.reverseOrder());
    reversed.putAll(Map.of("a", 1, "b", 2));
    Map<String, Object> nulls = new HashMap<>();
    nulls.put(null, null);
    nulls.put("k", new ArrayList<>(List.of(1)));
    EnumMap<Plain, String> enumMap = new EnumMap<>(Plain.class);
    enumMap.put(Plain.B, null);
    Hashtable<String, Integer> table = new Hashtable<>(Map.of("a", 1));
    Stack<Integer> stack = new Stack<>();
    stack.push(1);
    Properties properties = new Properties();
    properties.setProperty("k", "v");
    return List.of(
        new ArrayList<>(),
        new ArrayList<>(Arrays.asList(1, null, "x")),
        new LinkedList<>(List.of(1)),
        new HashSet<>(Set.of(1, 2)),
        new LinkedHashSet<>(List.of(3, 1, 2)),
        caseless,
        new TreeSet<>(Set.of(1, 2)),
        new Vector<>(List.of(1)),
        stack,
        nulls,
        new LinkedHashMap<>(Map.of(1, 2, 3, 4)),
        reversed,
        new TreeMap<>(),
        new ConcurrentHashMap<>(Map.of(1, 2)),
        new ConcurrentSkipListMap<>(Map.of(1, 2)),
        new CopyOnWriteArrayList<>(List.of(1, 2)),
        table,
        properties,
        enumMap,
        new EnumMap<>(Plain.class),
        EnumSet.of(Plain.A),
        EnumSet.noneOf(Plain.class),
        EnumSet.noneOf(NoConstants.class),
        EnumSet.allOf(WithBodies.class),
        new HashMap<>(Map.of(new Point(1, 2), List.of(new Circle(1)))),
        new HashMap<>(Map.of(Plain.A, WithBodies.PLUS)));
  }

  static List<Object> immutables() {
    List<Integer> numbers = List.of(1, 2, 3, 4, 5);
    return List.of(
        List.of(),
        List.of(1),
        List.of(1, 2),
        numbers,
        numbers.subList(1, 3),
        Stream.of(1, null).toList(),
        Stream.of(1, 2, 3).toList(),
        Set.of(),
        Set.of(1),
        Set.of(1, 2, 3),
        Map.of(),
        Map.of(1, 2),
        Map.of(1, 2, 3, 4),
        Map.entry("k", 1),
        new java.util.AbstractMap.SimpleEntry<>("k", null),
        new java.util.AbstractMap.SimpleImmutableEntry<>("k", 1),
        Collections.emptyList(),
        Collections.emptySet(),
        Collections.emptyMap(),
        Collections.emptySortedMap(),
        Collections.emptyNavigableSet(),
        Collections.singletonList(null),
        Collections.singleton("a"),
        Collections.singletonMap("a", null),
        Collections.nCopies(3, "a"),
        Arrays.asList("a", null, "c"),
        Collections.unmodifiableList(new ArrayList<>(List.of(1))),
        Collections.unmodifiableList(new LinkedList<>(List.of(1))),
        Collections.unmodifiableSet(new HashSet<>(Set.of(1))),
        Collections.unmodifiableSortedSet(new TreeSet<>(Set.of(1, 2))),
        Collections.unmodifiableNavigableSet(new TreeSet<>(Set.of(1))),
        Collections.unmodifiableMap(new HashMap<>(Map.of("a", 1))),
        Collections.unmodifiableSortedMap(new TreeMap<>(Map.of("a", 1))),
        Collections.unmodifiableNavigableMap(new TreeMap<>(Map.of("a", 1))),
        Collections.synchronizedList(new ArrayList<>(List.of(1))),
        Collections.synchronizedSet(new HashSet<>(Set.of(1))),
        Collections.synchronizedMap(new HashMap<>(Map.of("a", 1))),
        Collections.synchronizedSortedMap(new TreeMap<>(Map.of("a", 1))),
        Collections.synchronizedNavigableSet(new TreeSet<>(Set.of(1))),
        Collections.checkedList(new ArrayList<>(List.of("a")), String.class),
        Collections.newSetFromMap(new HashMap<>(Map.of())),
        ConcurrentHashMap.newKeySet());
  }

  static List<Object> userTypes() {
    record Local(String s, Plain p) {}
    Derived derived = new Derived(1, 2);
    derived.name = "n";
    derived.points.add(new Point(1, 2));
    return List.of(
        Plain.A,
        WithBodies.MINUS,
        new Point(1, -0d),
        new Empty(),
        new Secret("w"),
        new Local("s", Plain.B),
        new Circle(1),
        new Square(2),
        new Pair<>(new Pair<>(1, "a"), List.of(new Point(1, 1))),
        derived,
        new Everything(
            true,
            (byte) 1,
            'c',
            (short) 2,
            3,
            4,
            5,
            6,
            "t",
            new int[] {7},
            8,
            Map.of("k", new Point(9, 9))),
        new Everything(false, (byte) 0, '\0', (short) 0, 0, 0, 0, 0, null, null, null, null));
  }

  static Stream<Arguments> everything() throws Exception {
    return Stream.of(
            scalars(), values(), times(), arrays(), collections(), immutables(), userTypes())
        .flatMap(List::stream)
        .map(
            value ->
                Arguments.of(
                    Named.of(value == null ? "null" : value.getClass().getTypeName(), value)));
  }

  @ParameterizedTest
  @MethodSource("everything")
  void shouldArriveAsAnEqualObjectOfTheSameClass(Object value) {
    Object copy = copy(value);
    if (value == null) {
      assertSame(null, copy);
      return;
    }
    if (!(value instanceof Path) && !(value instanceof List<?>)) {
      // Set.of, Map.of and their like may choose another class for the same content
      boolean exact = !value.getClass().getName().contains("ImmutableCollections");
      assertEquals(exact, exact && value.getClass() == copy.getClass());
    }
    if (value.getClass().isArray()
        || value.getClass().getName().contains("UnmodifiableCollection")) {
      assertEquals(
          List.of(Arrays.deepToString(new Object[] {value})),
          List.of(Arrays.deepToString(new Object[] {copy})));
    } else {
      assertEquals(value, copy);
    }
  }

  @Test
  void shouldCarryWhatHasNoEquals() {
    assertEquals("b", copy(new StringBuilder("b")).toString());
    assertEquals("b", copy(new StringBuffer("b")).toString());
    assertEquals(3, ((AtomicInteger) copy(new AtomicInteger(3))).get());
    assertEquals(-3L, ((AtomicLong) copy(new AtomicLong(-3))).get());
    assertEquals(true, ((AtomicBoolean) copy(new AtomicBoolean(true))).get());
    assertEquals(List.of(1), ((AtomicReference<?>) copy(new AtomicReference<>(List.of(1)))).get());
    assertEquals(5, ((AtomicIntegerArray) copy(new AtomicIntegerArray(5))).length());
    LongAdder adder = new LongAdder();
    adder.add(4);
    assertEquals(4, ((LongAdder) copy(adder)).sum());
    Pattern pattern = (Pattern) copy(Pattern.compile("a+", Pattern.CASE_INSENSITIVE));
    assertEquals("a+" + Pattern.CASE_INSENSITIVE, pattern.pattern() + pattern.flags());
    assertSame(Object.class, copy(new Object()).getClass());
    assertEquals(List.of(1, 2), List.copyOf((ArrayDeque<?>) copy(new ArrayDeque<>(List.of(1, 2)))));
    assertEquals(
        List.of(1, 2),
        List.copyOf((Collection<?>) copy(new ConcurrentLinkedQueue<>(List.of(1, 2)))));
    assertEquals(
        List.of(1, 2), List.copyOf((Collection<?>) copy(new LinkedBlockingDeque<>(List.of(1, 2)))));
    assertEquals(
        List.of(1),
        List.copyOf(
            (Collection<?>) copy(Collections.unmodifiableCollection(new ArrayList<>(List.of(1))))));
    IdentityHashMap<String, Integer> identity = new IdentityHashMap<>();
    identity.put("a", 1);
    assertEquals("{a=1}", copy(identity).toString());
  }

  @Test
  void shouldKeepTheOrderAndTheComparator() {
    PriorityQueue<Integer> queue = new PriorityQueue<>(Comparator.reverseOrder());
    queue.addAll(List.of(3, 1, 2));
    PriorityQueue<?> copy = (PriorityQueue<?>) copy(queue);
    assertEquals(List.of(3, 2, 1), List.of(copy.poll(), copy.poll(), copy.poll()));
    Map<String, Integer> linked = new LinkedHashMap<>();
    linked.put("z", 1);
    linked.put("a", 2);
    assertEquals("[z, a]", ((Map<?, ?>) copy(linked)).keySet().toString());
    TreeMap<String, Integer> byLength =
        new TreeMap<>(
            (Comparator<String> & Serializable) (a, b) -> Integer.compare(a.length(), b.length()));
    byLength.put("long", 1);
    @SuppressWarnings("unchecked")
    TreeMap<String, Integer> byLengthCopy = (TreeMap<String, Integer>) copy(byLength);
    assertEquals(1, byLengthCopy.get("4444"));
    TreeSet<String> comparing =
        new TreeSet<>(Comparator.comparing((SerializableFunction<String, Integer>) String::length));
    comparing.add("x");
    @SuppressWarnings("unchecked")
    TreeSet<String> comparingCopy = (TreeSet<String>) copy(comparing);
    assertEquals(false, comparingCopy.add("y"));
    @SuppressWarnings("unchecked")
    Map<String, Integer> caseless =
        (Map<String, Integer>)
            copy(
                Collections.unmodifiableMap(
                    new TreeMap<String, Integer>(String.CASE_INSENSITIVE_ORDER)));
    assertEquals(Map.of(), caseless);
  }

  interface SerializableFunction<A, B> extends java.util.function.Function<A, B>, Serializable {}

  @Test
  void shouldCopyTheVisiblePartOfAView() {
    List<Integer> list = new ArrayList<>(List.of(1, 2, 3, 4));
    assertEquals(List.of(2, 3), copy(list.subList(1, 3)));
    assertEquals(List.of(2, 3), copy(new LinkedList<>(list).subList(1, 3)));
    assertEquals(List.of(2, 3), copy(Arrays.asList(1, 2, 3).subList(1, 3)));
    Map<String, Integer> map = new TreeMap<>(Map.of("a", 1, "b", 2));
    assertEquals(Set.of("a", "b"), copy(map.keySet()));
    assertEquals(List.of(1, 2), copy(map.values()));
    assertEquals(map.entrySet(), copy(map.entrySet()));
    assertEquals(Set.of("a"), copy(new HashMap<>(Map.of("a", 1)).keySet()));
    assertEquals(
        Map.entry("a", 1), copy(new HashMap<>(Map.of("a", 1)).entrySet().iterator().next()));
    assertEquals(Map.of("a", 1), copy(((TreeMap<String, Integer>) map).headMap("b")));
  }

  @Test
  void shouldKeepTheWrappersOfJava21() throws Exception {
    Assumptions.assumeTrue(Runtime.version().feature() >= 21, "this JDK has none");
    for (String form : List.of("Collection", "Set", "Map")) {
      Object wrapped =
          switch (form) {
            case "Set" -> new LinkedHashSet<>(List.of(2, 1));
            case "Map" -> new LinkedHashMap<>(Map.of(1, 2));
            default -> new ArrayList<>(List.of(2, 1));
          };
      Object wrapper =
          Collections.class
              .getMethod(
                  "unmodifiableSequenced" + form, Class.forName("java.util.Sequenced" + form))
              .invoke(null, wrapped);
      Object copy = copy(wrapper);
      assertEquals(wrapper.getClass(), copy.getClass());
      assertEquals(wrapper.toString(), copy.toString());
    }
  }

  @Test
  void shouldKeepTheOrderOfAccess() {
    Map<String, Integer> map = new LinkedHashMap<>(16, 0.75f, true);
    map.put("a", 1);
    map.put("b", 2);
    map.get("a");
    @SuppressWarnings("unchecked")
    Map<String, Integer> copy = (Map<String, Integer>) copy(map);
    assertEquals("[b, a]", copy.keySet().toString());
    copy.get("b");
    assertEquals("[a, b]", copy.keySet().toString());
  }

  @Test
  void shouldKeepAListAndItsUnmodifiableViewTogether() {
    List<Integer> list = new ArrayList<>(List.of(1));
    Pair<?, ?> copy = (Pair<?, ?>) copy(new Pair<>(list, Collections.unmodifiableList(list)));
    @SuppressWarnings("unchecked")
    List<Integer> listCopy = (List<Integer>) copy.first();
    listCopy.add(2);
    assertEquals(List.of(1, 2), copy.second());
  }

  @Test
  void shouldCarryInnerAndAnonymousClassesWithTheirSurroundings() {
    int captured = 42;
    Object anonymous =
        new Object() {
          private final int own = 1;

          @Override
          public String toString() {
            return own + " " + captured + " " + outerName();
          }
        };
    assertEquals("1 42 outer", copy(anonymous).toString());
    assertEquals("inner of outer", copy(new Inner()).toString());
  }

  private String outerName() {
    return "outer";
  }

  class Inner {
    @Override
    public String toString() {
      return "inner of " + outerName();
    }
  }

  @Test
  void shouldReadObjectsOneAfterTheOtherFromOneBuffer() {
    ObjectCodec codec = newCodec();
    Output out = new Output(64, -1);
    List<Object> sent = List.of(new Point(1, 2), new RuntimeException("x"), new Point(3, 4), "end");
    sent.forEach(value -> codec.write(out, value));
    Input in = new Input(out.toBytes());
    assertEquals(new Point(1, 2), codec.read(in));
    assertEquals("x", ((RuntimeException) codec.read(in)).getMessage());
    assertEquals(new Point(3, 4), codec.read(in));
    assertEquals("end", codec.read(in));
  }

  @Test
  void shouldWorkOnStreamsAndDirectMemory() {
    Object value =
        List.of(
            "x".repeat(20_000),
            new int[10_000],
            new RuntimeException("e"),
            new Point(1, 2),
            "ä".repeat(3000));
    String expected =
        newCodec().fromBytes(newCodec().toBytes(value)).toString().replaceAll("\\[I@\\w+", "");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Output toStream = new Output(bytes, 100);
    newCodec().write(toStream, value);
    newCodec().write(toStream, "end");
    toStream.flush();
    Input fromStream = new Input(new ByteArrayInputStream(bytes.toByteArray()), 100);
    ObjectCodec codec = newCodec();
    assertEquals(expected, codec.read(fromStream).toString().replaceAll("\\[I@\\w+", ""));
    assertEquals("end", codec.read(fromStream));
    ByteBufferOutput toMemory = new ByteBufferOutput(ByteBuffer.allocateDirect(1 << 18));
    codec.write(toMemory, value);
    codec.write(toMemory, "end");
    ByteBuffer memory = toMemory.getByteBuffer();
    memory.flip();
    ByteBufferInput fromMemory = new ByteBufferInput(memory);
    assertEquals(expected, codec.read(fromMemory).toString().replaceAll("\\[I@\\w+", ""));
    assertEquals("end", codec.read(fromMemory));
  }

  @Test
  void shouldKeepSmallMessagesSmall() {
    ObjectCodec codec = newCodec();
    assertEquals(1, codec.toBytes(null).length);
    assertEquals(2, codec.toBytes(5).length);
    assertEquals(4, codec.toBytes("hi").length);
    assertEquals(17, codec.toBytes(new UUID(1, 2)).length);
    assertEquals(4, codec.toBytes(LocalDate.EPOCH.plusDays(10_000)).length);
    assertEquals(2 + 1 + 1 + 1 + 3, codec.toBytes(List.of(1, 2, 3)).length);
  }

  @Test
  void shouldNotRunConstructors() {
    CountsConstructions.constructions = 0;
    CountsConstructions original = new CountsConstructions();
    copy(original);
    assertEquals(1, CountsConstructions.constructions);
  }

  static class CountsConstructions {
    static int constructions;

    CountsConstructions() {
      constructions++;
    }
  }
}
