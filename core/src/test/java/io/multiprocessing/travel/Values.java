package io.multiprocessing.travel;

import io.multiprocessing.SerializableCallable;
import java.io.Externalizable;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.SimpleDateFormat;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.chrono.JapaneseDate;
import java.time.temporal.ChronoUnit;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
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
import java.util.StringJoiner;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.Vector;
import java.util.WeakHashMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.logging.Level;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Values of every kind that users may send, by what they are; every JVM that asks gets the same
 * ones.
 */
@SuppressWarnings({
  "IdentityHashMapUsage",
  "JavaUtilDate",
  "JdkObsolete",
  "UnnecessaryStringBuilder",
  "UnusedVariable", // fields are read by reflection
  "serial"
})
final class Values {

  private final Map<String, Object> byName = new LinkedHashMap<>();

  private Values() {}

  static Map<String, Object> all() {
    Values values = new Values();
    values.addScalars();
    values.addText();
    values.addTimes();
    values.addArrays();
    values.addCollections();
    values.addImmutables();
    values.addViews();
    values.addMaps();
    values.addConcurrent();
    values.addOfTheJdk();
    values.addOfTheUser();
    values.addOwnSerialization();
    values.addExceptions();
    values.addGraphs();
    values.addFunctions();
    return values.byName;
  }

  private void add(String name, Object value) {
    if (byName.put(name, value) != null) {
      throw new IllegalStateException("two values are called " + name);
    }
  }

  /** One after the other, numbered. */
  private void addEach(String name, Object... values) {
    for (int i = 0; i < values.length; i++) {
      add(name + " " + i, values[i]);
    }
  }

  // ---- of the user

  enum Color {
    RED,
    GREEN
  }

  enum Operation {
    PLUS {
      @Override
      int apply(int a, int b) {
        return a + b;
      }
    },
    MINUS {
      private final int state = 3;

      @Override
      int apply(int a, int b) {
        return a - b + state;
      }
    };

    abstract int apply(int a, int b);
  }

  enum NoConstants {}

  record Point(int x, double y) {}

  record Pair<A, B>(A first, B second) {}

  record Empty() {}

  record Primitives(
      boolean z, byte b, char c, short s, int i, long j, float f, double d, int[] array) {}

  record Varargs(String... words) {}

  record Checked(int positive) {
    Checked {
      if (positive < 0) {
        throw new IllegalArgumentException("positive=" + positive);
      }
    }
  }

  sealed interface Shape permits Circle, Polygon {}

  record Circle(Point center, double radius) implements Shape {}

  abstract static sealed class Polygon implements Shape permits Square, Triangle {
    private final String name; // as in the subclass
    protected int corners;

    Polygon(String name) {
      this.name = name;
    }

    String name() {
      return name;
    }
  }

  static final class Square extends Polygon {
    private final String name = "own";

    Square() {
      super("square");
      corners = name.length();
    }
  }

  static non-sealed class Triangle extends Polygon {
    Triangle() {
      super("triangle");
    }
  }

  static class Node {
    Object value;
    Node next;
    final List<Node> children = new ArrayList<>();
    final Map<String, Object> named = new HashMap<>();
  }

  static final class Generic<T extends Comparable<T>> {
    private final List<? extends T> list;
    private final T[] array;

    Generic(List<? extends T> list, T[] array) {
      this.list = list;
      this.array = array;
    }
  }

  class Inner {
    final int number = 5;

    class Deeper {
      final Map<String, Object> outer = byNameOfOuter();
    }
  }

  private Map<String, Object> byNameOfOuter() {
    return Map.of("few", byName.size() > 0);
  }

  static final class KeyByValue {
    final String key;
    Object link;

    KeyByValue(String key) {
      this.key = key;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof KeyByValue that && that.key.equals(key);
    }

    @Override
    public int hashCode() {
      return key.hashCode();
    }
  }

  static final class ListOfTheUser extends ArrayList<String> {
    private static final long serialVersionUID = 1L;
    final Point extra = new Point(1, 2);
  }

  static final class MapOfTheUser extends LinkedHashMap<String, Integer> {
    private static final long serialVersionUID = 1L;
    private final int limit;

    MapOfTheUser(int limit) {
      super(16, 0.75f, true);
      this.limit = limit;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
      return size() > limit;
    }
  }

  static final class BareList extends AbstractList<Integer> {
    private final int size;

    BareList(int size) {
      this.size = size;
    }

    @Override
    public Integer get(int index) {
      return index * index;
    }

    @Override
    public int size() {
      return size;
    }
  }

  static final class ByLength implements Comparator<String> {
    @Override
    public int compare(String a, String b) {
      return Integer.compare(a.length(), b.length());
    }
  }

  static final class Hooks implements Serializable {
    private static final long serialVersionUID = 1L;
    private transient int twice;
    private final Point notSerializable = new Point(3, 4);

    Hooks(int twice) {
      this.twice = twice;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
      out.writeInt(twice / 2);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      twice = in.readInt() * 2;
    }
  }

  static final class Proxied implements Serializable {
    private static final long serialVersionUID = 1L;
    private final int seconds;

    Proxied(int seconds) {
      this.seconds = seconds;
    }

    private Object writeReplace() {
      return new Form(seconds);
    }

    private record Form(int seconds) implements Serializable {
      private Object readResolve() {
        return new Proxied(seconds);
      }
    }
  }

  static final class Singleton implements Serializable {
    private static final long serialVersionUID = 1L;
    static final Singleton ONLY = new Singleton();

    private Object readResolve() {
      return ONLY;
    }

    @Override
    public String toString() {
      return this == ONLY ? "the only one" : "another one";
    }
  }

  static final class External implements Externalizable {
    private static final long serialVersionUID = 1L;
    private String text = "";
    private Object any;

    public External() {}

    External(String text, Object any) {
      this.text = text;
      this.any = any;
    }

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
      out.writeUTF(text);
      out.writeObject(any);
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException, ClassNotFoundException {
      text = in.readUTF();
      any = in.readObject();
    }
  }

  static class OrderFailed extends Exception {
    private static final long serialVersionUID = 1L;
    private final int number;
    private final Point where; // not Serializable

    OrderFailed(String message, int number, Throwable cause) {
      super(message, cause);
      this.number = number;
      this.where = new Point(number, number);
    }
  }

  interface Greeter {
    String greet(String name);
  }

  record Handler(String word) implements InvocationHandler {
    @Override
    public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments) {
      return word;
    }
  }

  // ---- values

  private void addScalars() {
    add("null", null);
    addEach("boolean", true, false);
    addEach("byte", Byte.MIN_VALUE, Byte.MAX_VALUE);
    addEach("short", Short.MIN_VALUE, Short.MAX_VALUE);
    addEach("char", 'x', '\0', '\uD800', '\uFFFF');
    addEach("int", 0, -1, 127, 128, Integer.MIN_VALUE, Integer.MAX_VALUE);
    addEach("long", 0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE);
    addEach("float", -0f, Float.NaN, Float.MIN_VALUE, Float.NEGATIVE_INFINITY);
    addEach("double", -0d, Double.NaN, Double.MIN_VALUE, Double.POSITIVE_INFINITY);
    addEach("BigInteger", BigInteger.ZERO, BigInteger.TWO.pow(5000).negate());
    addEach("BigDecimal", new BigDecimal("1.00"), new BigDecimal("-1E+400"), BigDecimal.TEN);
    addEach("math", MathContext.DECIMAL128, RoundingMode.HALF_EVEN);
  }

  private void addText() {
    addEach("text", "", "a", "ascii", "umlaut äöü", "emoji \uD83D\uDE00", "nul \0", "中文");
    addEach("surrogate", "\uD800", "\uDC00\uD800", "x\uDFFFx".repeat(100));
    addEach("large text", "x".repeat(70_000), "ä".repeat(70_000), "\uD83D\uDE00".repeat(40_000));
    addEach("builder", new StringBuilder("ä"), new StringBuffer("b"));
    add("characters", "text".toCharArray());
  }

  private void addTimes() {
    addEach("date", LocalDate.MIN, LocalDate.MAX, LocalDate.of(2024, 2, 29));
    addEach("time", LocalTime.MAX, LocalTime.MIDNIGHT, LocalTime.of(1, 2, 3, 4));
    addEach("date and time", LocalDateTime.MIN, LocalDateTime.of(2024, 1, 2, 3, 4, 5, 6));
    addEach("instant", Instant.MIN, Instant.MAX, Instant.EPOCH.minusNanos(1));
    addEach(
        "duration", Duration.ofSeconds(-5, 7), Duration.ZERO, Duration.ofSeconds(Long.MAX_VALUE));
    addEach("period", Period.of(1, -2, 3), Period.ZERO);
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    addEach(
        "zoned",
        ZonedDateTime.of(2024, 10, 27, 2, 30, 0, 0, berlin).withLaterOffsetAtOverlap(),
        ZonedDateTime.of(2024, 1, 1, 0, 0, 0, 1, ZoneOffset.UTC));
    addEach("offset", OffsetDateTime.MIN, OffsetTime.MAX, ZoneOffset.ofHoursMinutes(5, 30));
    addEach(
        "part", Year.of(-5), YearMonth.of(1, 12), MonthDay.of(2, 29), Month.MAY, DayOfWeek.MONDAY);
    addEach("zone", berlin, ZoneId.of("UTC+3"), ZoneOffset.MIN);
    addEach("other time", JapaneseDate.of(2020, 1, 1), ChronoUnit.DAYS, TimeUnit.NANOSECONDS);
    addEach("old time", new java.util.Date(-5), new java.sql.Timestamp(1234567890123L));
    addEach("time zone", TimeZone.getTimeZone("Europe/Berlin"), new SimpleTimeZone(3600, "X"));
  }

  private void addArrays() {
    addEach("booleans", new boolean[] {true, false}, new boolean[0]);
    addEach("bytes", new byte[] {1, -1}, new byte[70_000]);
    addEach("chars", new char[] {'a', '\uD800'}, new char[0]);
    addEach("shorts", new short[] {-1, 1}, new short[5000]);
    int[] large = new int[30_000];
    Arrays.setAll(large, i -> i * 7919);
    addEach("ints", new int[0], new int[] {Integer.MIN_VALUE}, large);
    addEach("longs", new long[] {Long.MIN_VALUE, 0}, new long[9000]);
    addEach("floats", new float[] {Float.NaN, -0f}, new float[0]);
    addEach("doubles", new double[] {Double.NaN, -0d}, new double[9000]);
    addEach("nested", new int[][] {{1}, null, {}}, new long[2][3][4], new String[][] {{"a"}, {}});
    addEach("of objects", new Object[0], new Object[] {1, "a", null, new int[] {1}});
    addEach(
        "of texts", new String[] {"a", null, ""}, new CharSequence[] {"a", new StringBuilder()});
    addEach("of boxes", new Integer[] {1, null}, new Number[] {1, 2.0}, new Character[] {'x'});
    addEach("of records", new Point[] {new Point(1, 2), null}, new Pair<?, ?>[] {new Pair<>(1, 2)});
    addEach("of interfaces", new Shape[] {new Circle(null, 1), new Square()}, new Runnable[3]);
    addEach("of enums", new Color[] {Color.RED, null}, new Enum<?>[] {Color.RED, Operation.PLUS});
    add("covariant", new Object[][] {new String[] {"s"}, new Integer[] {1}});
    addEach("of lists", new List<?>[] {List.of(1), null}, new Map<?, ?>[] {Map.of(1, 2)});
    addEach("of classes", new Class<?>[] {int.class}, new Optional<?>[] {Optional.of(1)});
    Object[] itself = new Object[2];
    itself[0] = itself;
    itself[1] = new Pair<>(itself, "record in its array");
    add("array in itself", itself);
  }

  private void addCollections() {
    addEach("ArrayList", new ArrayList<>(), new ArrayList<>(Arrays.asList(1, null, "x")));
    addEach("LinkedList", new LinkedList<>(), new LinkedList<>(Arrays.asList(1, null)));
    addEach("ArrayDeque", new ArrayDeque<>(), new ArrayDeque<>(List.of(3, 1, 2)));
    addEach("Vector", new Vector<>(List.of(1)), stack(1, 2, 3));
    addEach("HashSet", new HashSet<>(), new HashSet<>(Arrays.asList("a", null, 1L)));
    addEach("LinkedHashSet", new LinkedHashSet<>(List.of(3, 1, 2)));
    TreeSet<String> caseless = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    caseless.addAll(List.of("B", "a"));
    TreeSet<String> byLength = new TreeSet<>(new ByLength());
    byLength.addAll(List.of("ccc", "a", "bb"));
    TreeSet<String> byLambda =
        new TreeSet<>((Comparator<String> & Serializable) (a, b) -> b.compareTo(a));
    byLambda.addAll(List.of("ccc", "a", "bb"));
    addEach("TreeSet", new TreeSet<>(List.of(2, 1)), caseless, byLength, byLambda);
    PriorityQueue<String> queue = new PriorityQueue<>(3, Comparator.reverseOrder());
    queue.addAll(List.of("a", "c", "b"));
    addEach("PriorityQueue", new PriorityQueue<>(List.of(3, 1, 2)), queue);
    addEach(
        "EnumSet",
        EnumSet.of(Color.GREEN),
        EnumSet.noneOf(Color.class),
        EnumSet.allOf(Operation.class));
    add("EnumSet of an enum without constants", EnumSet.noneOf(NoConstants.class));
    add("BitSet", BitSet.valueOf(new long[] {5, 0, 1L << 63}));
    add("large list", new ArrayList<>(Collections.nCopies(2000, new Point(1, 2))));
    List<Object> mixed = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      mixed.add(i % 3 == 0 ? (Object) i : i % 3 == 1 ? "s" + i : new Point(i, i));
    }
    add("mixed list", mixed);
  }

  private static List<Integer> stack(Integer... numbers) {
    java.util.Stack<Integer> stack = new java.util.Stack<>();
    stack.addAll(List.of(numbers));
    return stack;
  }

  private void addImmutables() {
    addEach(
        "List.of", List.of(), List.of(1), List.of(1, 2), List.of(1, 2, 3), List.of("a", 2L, 'c'));
    addEach("Set.of", Set.of(), Set.of(1), Set.of(1, 2), Set.of(1, 2, 3));
    addEach("Map.of", Map.of(), Map.of(1, 2), Map.of(1, 2, 3, 4), Map.entry("k", 1));
    addEach(
        "copyOf",
        List.copyOf(new ArrayList<>(List.of(1, 2))),
        Map.copyOf(new HashMap<>(Map.of(1, 2))));
    addEach(
        "toList", Stream.of(1, null).toList(), Stream.of(1, 2).toList(), Stream.empty().toList());
    addEach("empty", Collections.emptyList(), Collections.emptySet(), Collections.emptyMap());
    addEach("empty sorted", Collections.emptySortedMap(), Collections.emptyNavigableSet());
    addEach(
        "singleton",
        Collections.singletonList(null),
        Collections.singleton("a"),
        Collections.singletonMap(null, 1));
    addEach("nCopies", Collections.nCopies(3, "a"), Collections.nCopies(0, 1));
    addEach("asList", Arrays.asList("a", null), Arrays.asList(1, "x"), Arrays.asList());
    addEach(
        "entry",
        new AbstractMap.SimpleEntry<>("k", null),
        new AbstractMap.SimpleImmutableEntry<>("k", 1));
    addEach(
        "optional",
        Optional.empty(),
        Optional.of(new Point(1, 2)),
        OptionalInt.of(-3),
        OptionalInt.empty());
    addEach(
        "optional number",
        OptionalLong.of(1L << 60),
        OptionalDouble.of(.5),
        OptionalDouble.empty());
    addEach("nested immutables", List.of(Map.of("k", List.of(Set.of(Optional.of(1))))));
  }

  private void addViews() {
    List<Integer> list = new ArrayList<>(List.of(1, 2, 3, 4));
    addEach(
        "unmodifiable",
        Collections.unmodifiableList(list),
        Collections.unmodifiableList(new LinkedList<>(list)));
    addEach(
        "unmodifiable collection",
        Collections.unmodifiableCollection(list),
        Collections.unmodifiableSet(new HashSet<>(list)),
        Collections.unmodifiableSortedSet(new TreeSet<>(list)),
        Collections.unmodifiableNavigableSet(new TreeSet<>(list)));
    addEach(
        "unmodifiable map",
        Collections.unmodifiableMap(new HashMap<>(Map.of("a", 1))),
        Collections.unmodifiableSortedMap(new TreeMap<>(Map.of("a", 1))),
        Collections.unmodifiableNavigableMap(new TreeMap<>(Map.of("a", 1))));
    addEach(
        "synchronized",
        Collections.synchronizedList(new ArrayList<>(list)),
        Collections.synchronizedList(new LinkedList<>(list)),
        Collections.synchronizedCollection(new ArrayDeque<>(list)),
        Collections.synchronizedSet(new HashSet<>(list)),
        Collections.synchronizedMap(new HashMap<>(Map.of("a", 1))),
        Collections.synchronizedSortedMap(new TreeMap<>(Map.of("a", 1))));
    addEach("checked", Collections.checkedList(new ArrayList<>(List.of("a")), String.class));
    addEach(
        "newSetFromMap", Collections.newSetFromMap(new HashMap<>()), ConcurrentHashMap.newKeySet());
    add("asLifoQueue", Collections.asLifoQueue(new ArrayDeque<>(List.of(1, 2))));
    Pair<Object, Object> together = new Pair<>(list, Collections.unmodifiableList(list));
    add("a list and its view", together);
  }

  private void addMaps() {
    Map<Object, Object> nulls = new HashMap<>();
    nulls.put(null, null);
    nulls.put("k", new ArrayList<>(List.of(1)));
    addEach("HashMap", new HashMap<>(), nulls, new HashMap<>(Map.of(new Point(1, 2), Color.RED)));
    LinkedHashMap<String, Integer> linked = new LinkedHashMap<>();
    linked.put("z", 1);
    linked.put("a", 2);
    MapOfTheUser byAccess = new MapOfTheUser(3);
    byAccess.putAll(Map.of("a", 1));
    byAccess.put("b", 2);
    byAccess.get("a");
    addEach("LinkedHashMap", linked, byAccess);
    TreeMap<String, Integer> reversed = new TreeMap<>(Comparator.reverseOrder());
    reversed.putAll(Map.of("a", 1, "b", 2));
    TreeMap<String, Integer> byLambda =
        new TreeMap<>((Comparator<String> & Serializable) (a, b) -> b.length() - a.length());
    byLambda.putAll(Map.of("a", 1, "bb", 2));
    addEach("TreeMap", new TreeMap<>(Map.of(2, 1, 1, 2)), reversed, byLambda);
    EnumMap<Color, Object> enums = new EnumMap<>(Color.class);
    enums.put(Color.GREEN, null);
    addEach("EnumMap", enums, new EnumMap<>(Color.class), new EnumMap<>(Map.of(Operation.PLUS, 1)));
    Properties properties = new Properties();
    properties.setProperty("k", "ä");
    addEach("Hashtable", new java.util.Hashtable<>(Map.of("a", 1)), properties);
    IdentityHashMap<Color, Integer> identity = new IdentityHashMap<>(Map.of(Color.RED, 1));
    add("IdentityHashMap", identity);
  }

  private void addConcurrent() {
    addEach("atomic", new AtomicInteger(-3), new AtomicLong(1L << 40), new AtomicBoolean(true));
    addEach("atomic reference", new AtomicReference<>(new Point(1, 2)), new AtomicReference<>());
    addEach(
        "atomic array",
        new AtomicIntegerArray(new int[] {1, 2}),
        new AtomicLongArray(new long[] {3}));
    add("atomic reference array", new AtomicReferenceArray<>(new String[] {"a", null}));
    LongAdder adder = new LongAdder();
    adder.add(4);
    DoubleAdder doubles = new DoubleAdder();
    doubles.add(.5);
    addEach("adder", adder, doubles);
    addEach(
        "concurrent map",
        new ConcurrentHashMap<>(Map.of(1, 2)),
        new ConcurrentSkipListMap<>(Map.of(1, 2, 3, 4)));
    addEach(
        "concurrent set",
        new ConcurrentSkipListSet<>(Set.of(2, 1)),
        new CopyOnWriteArraySet<>(List.of(2, 1)));
    addEach("copy on write", new CopyOnWriteArrayList<>(List.of(1, 2)));
    addEach(
        "concurrent queue",
        new ConcurrentLinkedQueue<>(List.of(1, 2)),
        new ConcurrentLinkedDeque<>(List.of(1)));
    addEach(
        "blocking queue",
        new LinkedBlockingQueue<>(List.of(1, 2)),
        new LinkedBlockingDeque<>(List.of(1, 2)),
        new ArrayBlockingQueue<>(3, true, List.of(1, 2)),
        new PriorityBlockingQueue<>(List.of(2, 1)),
        new LinkedTransferQueue<>(List.of(1)));
    addEach("free lock", new ReentrantLock(true), new ReentrantReadWriteLock(), new Semaphore(3));
  }

  private void addOfTheJdk() {
    addEach("UUID", new UUID(1, -2), new UUID(0, 0));
    addEach("URI", URI.create("http://a.b/c?d=e#f"), URI.create("file:///ä"), URI.create("a:b"));
    try {
      add("URL", URI.create("http://localhost/x?y#z").toURL());
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
    addEach("path", Path.of("/tmp/x/../y"), Path.of(""), Path.of("rel"), new File("/tmp/x"));
    addEach("locale", Locale.GERMANY, Locale.ROOT, Locale.forLanguageTag("zh-Hant-TW-u-ca-roc"));
    addEach("charset", StandardCharsets.UTF_8, StandardCharsets.UTF_16LE);
    addEach("pattern", Pattern.compile("a+(?<n>b)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL));
    addEach("currency", Currency.getInstance("EUR"), Currency.getInstance("JPY"));
    addEach(
        "class", int.class, void.class, String.class, int[][].class, Point.class, Map.Entry.class);
    addEach("address", InetSocketAddress.createUnresolved("host", 80));
    DoubleSummaryStatistics statistics = new DoubleSummaryStatistics(1, 2, 2, 2);
    addEach(
        "other",
        Level.WARNING,
        new SimpleDateFormat("yyyy", Locale.ROOT).toPattern(),
        statistics.getCount());
    add("plain object in a list", new ArrayList<>(List.of(new Object())).size());
  }

  private void addOfTheUser() {
    record Local(String text, Color color) {}
    addEach("enum", Color.RED, Operation.PLUS, Operation.MINUS);
    addEach("record", new Point(1, -0d), new Empty(), new Local("s", Color.GREEN), new Checked(1));
    addEach("generic record", new Pair<>(new Pair<>(1, "a"), List.of(new Point(1, 1))));
    addEach(
        "record of primitives",
        new Primitives(true, (byte) 1, 'ä', (short) 2, 3, 4, 5, 6, new int[] {7}));
    addEach("record of varargs", new Varargs("a", null), new Varargs());
    addEach("sealed", new Circle(new Point(1, 2), 3), new Square(), new Triangle());
    add("generic class", new Generic<>(List.of("a", "b"), new String[] {"c"}));
    add("anonymous", newAnonymous(42));
    add("local class", newLocal(42));
    Values outer = new Values();
    Inner inner = outer.new Inner();
    addEach("inner", inner, inner.new Deeper());
    ListOfTheUser list = new ListOfTheUser();
    list.add("a");
    addEach("collection of the user", list, new BareList(4), new BareList(0));
  }

  private static Object newAnonymous(int captured) {
    List<Point> points = List.of(new Point(captured, 1));
    return new Greeter() {
      private final int own = captured + 1;

      @Override
      public String greet(String name) {
        return name + own + points;
      }
    };
  }

  private static Object newLocal(int captured) {
    List<Point> points = List.of(new Point(captured, 1));
    class LocalClass {
      final Object seen = points;
      final int number = captured;
    }
    return new LocalClass();
  }

  private void addOwnSerialization() {
    addEach("hooks", new Hooks(8), List.of(new Hooks(2), new Hooks(4)));
    addEach("replaced", new Proxied(5), new Object[] {new Proxied(6)});
    addEach("singleton of the user", Singleton.ONLY, List.of(Singleton.ONLY, Singleton.ONLY));
    addEach("external", new External("ä", new Point(1, 2)), new External("", null));
  }

  private void addExceptions() {
    OrderFailed failed = new OrderFailed("too late", 7, new IllegalStateException("cause"));
    failed.addSuppressed(new IOException("suppressed", new OrderFailed("inner", 1, null)));
    failed.setStackTrace(
        new StackTraceElement[] {new StackTraceElement("com.acme.Shop", "order", "Shop.java", 12)});
    failed.getCause().setStackTrace(new StackTraceElement[0]);
    failed.getSuppressed()[0].setStackTrace(new StackTraceElement[0]);
    failed.getSuppressed()[0].getCause().setStackTrace(new StackTraceElement[0]);
    add("exception", failed);
    Exception plain = new java.util.NoSuchElementException("none");
    plain.setStackTrace(new StackTraceElement[0]);
    add("exception of the JDK", plain);
  }

  private void addGraphs() {
    Node a = new Node();
    Node b = new Node();
    a.next = b;
    b.next = a;
    a.value = new int[] {1};
    b.value = a.value;
    a.children.add(b);
    a.named.put("self", a);
    add("cycle", a);
    Object shared = new ArrayList<>(List.of("x"));
    add("shared", new Object[] {shared, shared, List.of(shared), new Pair<>(shared, shared)});
    String text = new String("one text");
    add("shared text", new Object[] {text, text});
    KeyByValue key = new KeyByValue("k");
    Map<Object, Object> map = new HashMap<>();
    key.link = map;
    map.put(key, key);
    add("map whose key leads to it", map);
    Set<Object> set = new HashSet<>();
    KeyByValue member = new KeyByValue("m");
    member.link = set;
    set.add(member);
    add("set whose element leads to it", member);
    Node inRecord = new Node();
    inRecord.value = new Pair<>(inRecord, List.of(inRecord));
    add("record in a cycle", inRecord);
    Node chain = null;
    for (int i = 0; i < 500; i++) {
      Node next = new Node();
      next.next = chain;
      chain = next;
    }
    add("chain", chain);
    Object dag = "end";
    for (int i = 0; i < 12; i++) {
      dag = new ArrayList<>(List.of(dag, dag));
    }
    add("much shared", dag);
  }

  private void addFunctions() {
    String text = "captured";
    int[] array = {1, 2};
    SerializableCallable<Object> call = () -> new Pair<>(text, array);
    addEach("lambda", call, new Object[] {call, call});
    SerializableCallable<Object> nested = () -> call.call();
    add("lambda in a lambda", nested);
    SerializableCallable<Object> reference = text::length;
    add("method reference", reference);
    SerializableCallable<Object> constructor = Empty::new;
    add("constructor reference", constructor);
    add(
        "proxy",
        Proxy.newProxyInstance(
            Values.class.getClassLoader(), new Class<?>[] {Greeter.class}, new Handler("hello")));
    addEach(
        "comparator",
        new ArrayList<>(List.of(Comparator.naturalOrder(), Collections.reverseOrder())).size(),
        new TreeMap<>(Map.of("a", new TreeSet<>(List.of(1)))));
    Collection<Object> values = new WeakHashMap<>().values();
    add("values of an empty map", new ArrayList<>(values));
    add("joined", new StringJoiner(",").add("a").toString());
  }
}
