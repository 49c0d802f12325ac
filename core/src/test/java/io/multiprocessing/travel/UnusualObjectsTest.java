package io.multiprocessing.travel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.Pool;
import io.multiprocessing.PoolStats;
import io.multiprocessing.TaskSerializationException;
import io.multiprocessing.testing.NothingLeftBehind;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.invoke.MethodHandles;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Objects that are large, deep, cyclic or odd, and those that cannot travel. Nobody dies for it.
 */
@ExtendWith(NothingLeftBehind.class)
class UnusualObjectsTest {

  private static final int DEEP = 100_000;

  private static Pool pool;

  @BeforeAll
  static void open() {
    pool = Pool.builder().workers(1).workerMaxHeap("512m").build();
  }

  @AfterAll
  static void closeAndCheckThatNoWorkerDied() {
    PoolStats stats = pool.stats();
    pool.close();
    assertEquals(0, stats.crashedWorkers() + stats.killedWorkers(), stats::toString);
  }

  private static TaskSerializationException refused(Object argument) {
    TaskSerializationException e =
        assertThrows(
            TaskSerializationException.class,
            () -> pool.map(item -> item == null ? 0 : 1, Arrays.asList(1, argument, 2)));
    assertEquals(1, e.itemIndex());
    assertEquals(List.of(2), pool.map(n -> n + 1, List.of(1)));
    return e;
  }

  private static void assertSays(TaskSerializationException e, String... words) {
    for (String word : words) {
      assertTrue(e.getMessage().contains(word), () -> word + " is not in: " + e.getMessage());
    }
  }

  private static Values.Node chain(int length) {
    Values.Node head = null;
    for (int i = 0; i < length; i++) {
      Values.Node node = new Values.Node();
      node.next = head;
      head = node;
    }
    return head;
  }

  @Test
  void shouldSayThatAChainIsTooDeep() {
    assertSays(refused(chain(DEEP)), "is nested too deep", "-Xss");
    TaskSerializationException result =
        assertThrows(TaskSerializationException.class, () -> pool.apply(() -> chain(DEEP)));
    assertSays(result, "is nested too deep", "-Xss");
    Values.Node captured = chain(DEEP);
    assertSays(
        assertThrows(
            TaskSerializationException.class, () -> pool.apply(() -> captured.next == null)),
        "nested too deep");
    assertEquals(1, (int) pool.apply(() -> 1));
  }

  @Test
  void shouldSayThatDeepRecordsListsAndExceptionsAreTooDeep() {
    Object record = null;
    List<Object> list = List.of();
    Object[] array = {};
    Exception exception = null;
    for (int i = 0; i < DEEP; i++) {
      record = new Values.Pair<>(record, i);
      list = List.of(list);
      array = new Object[] {array};
      exception = i < 20_000 ? new Exception("e", exception) : exception;
    }
    assertSays(refused(record), "too deep");
    assertSays(refused(list), "too deep");
    assertSays(refused(array), "too deep");
    assertSays(refused(exception), "too deep");
  }

  @Test
  void shouldCarryAHugeGraph() {
    List<Values.Node> nodes = new ArrayList<>();
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      Values.Node node = new Values.Node();
      node.value = i;
      nodes.add(node);
    }
    // a list comes first, so each node is known by its list; the links go one step
    List<Values.Node> roots = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      Values.Node node = nodes.get(i);
      node.children.add(nodes.get(random.nextInt(i + 1)));
      roots.add(node);
    }
    List<Values.Node> back = pool.apply(() -> roots);
    assertEquals(nodes.size(), back.size());
    assertSame(
        back.get((Integer) nodes.get(77_777).children.get(0).value),
        back.get(77_777).children.get(0));
  }

  @Test
  void shouldFindKeysThatHoldTheirMap() {
    Map<Object, Object> map = new HashMap<>();
    Values.KeyByValue key = new Values.KeyByValue("k");
    key.link = map;
    map.put(key, "found");
    Set<Object> set = new HashSet<>();
    Values.KeyByValue element = new Values.KeyByValue("e");
    element.link = List.of(set, map);
    set.add(element);
    // entered at the key, whose fields are not there yet when the map is filled
    for (Object root : List.of(map, key, set, element)) {
      Object back = pool.apply(() -> root);
      Map<?, ?> mapBack = mapOf(back);
      assertEquals("found", mapBack.get(new Values.KeyByValue("k")), root.getClass()::toString);
      assertSame(mapBack, ((Values.KeyByValue) mapBack.keySet().iterator().next()).link);
    }
  }

  private static Map<?, ?> mapOf(Object root) {
    if (root instanceof Map<?, ?> map) {
      return map;
    }
    if (root instanceof Set<?> set) {
      return mapOf(set.iterator().next());
    }
    Object link = ((Values.KeyByValue) root).link;
    return mapOf(link instanceof List<?> list ? list.get(1) : link);
  }

  @Test
  void shouldKeepTheOrderOfAccessAndTheBoundOfAMap() {
    LinkedHashMap<String, Integer> byAccess = new LinkedHashMap<>(16, 0.75f, true);
    byAccess.putAll(Map.of("a", 1));
    byAccess.put("b", 2);
    byAccess.get("a");
    Values.MapOfTheUser bounded = new Values.MapOfTheUser(2);
    bounded.put("a", 1);
    bounded.put("b", 2);
    bounded.get("a");

    assertEquals(
        List.of("[b, a]", "[a, b]", "[a, c]"),
        pool.apply(
            () -> {
              String arrived = byAccess.keySet().toString();
              byAccess.get("b");
              bounded.put("c", 3);
              return List.of(arrived, byAccess.keySet().toString(), bounded.keySet().toString());
            }));
  }

  record Local(int[] cells) {}

  static final class Lonely {}

  private static boolean refuses; // in the worker only

  record Checked(int number) {
    Checked {
      if (refuses) {
        throw new IllegalArgumentException("number=" + number);
      }
    }
  }

  @Test
  void shouldSayThatARecordWasRefusedByItsConstructor() {
    Checked checked = new Checked(5);
    pool.apply(() -> refuses = true);
    try {
      assertSays(refused(List.of(checked)), "Checked", "refused by its constructor", "number=5");
    } finally {
      pool.apply(() -> refuses = false);
    }
  }

  @Test
  void shouldSayThatAPoolCannotTravelFromWhereverItIs() {
    class Inner {
      final Pool mine = pool;

      String name() {
        return "inner of " + mine;
      }
    }
    Inner inner = new Inner();
    TaskSerializationException e =
        assertThrows(TaskSerializationException.class, () -> pool.apply(() -> inner.name()));
    assertSays(e, "a pool or process that this JVM has started", "captured argument 1", ".mine");
  }

  @Test
  void shouldNameWhatCannotTravelAndTheWayToIt() throws Exception {
    Map<String, Object> resources = new LinkedHashMap<>();
    resources.put("java.lang.Thread", Thread.currentThread());
    resources.put("java.io.ByteArrayInputStream", new ByteArrayInputStream(new byte[1]));
    resources.put("java.io.PrintStream", new PrintStream(OutputStream.nullOutputStream()));
    resources.put("java.net.Socket", new Socket());
    resources.put("java.util.stream.ReferencePipeline", Stream.of(1));
    resources.put("java.util.concurrent.CompletableFuture", new CompletableFuture<>());
    resources.put("java.util.concurrent.CountDownLatch", new CountDownLatch(1));
    resources.put("AppClassLoader", ClassLoader.getSystemClassLoader());
    resources.put("java.lang.invoke.", MethodHandles.lookup());
    resources.put("java.lang.ref.WeakReference", new java.lang.ref.WeakReference<>(""));
    resources.put("java.lang.ThreadLocal", new ThreadLocal<>());
    resources.put("java.lang.reflect.Method", String.class.getMethod("length"));
    for (Map.Entry<String, Object> each : resources.entrySet()) {
      Values.Node holder = new Values.Node();
      holder.next = new Values.Node();
      holder.next.named.put("key", List.of(1, each.getValue()));
      TaskSerializationException e = refused(holder);
      assertSays(
          e,
          each.getKey(),
          "cannot travel to another JVM",
          "Values$Node.next -> ",
          "Values$Node.named -> values -> [0] -> [1] -> ");
      assertTrue(
          e.getMessage().endsWith("transient.") || e.getMessage().endsWith("Serializers.register."),
          e.getMessage());
    }
    ((Socket) resources.get("java.net.Socket")).close();
  }

  @Test
  void shouldCarryClassesAndRefuseHiddenOnes() throws Exception {
    assertEquals(
        List.of(int.class, Values.Point.class, Object[].class),
        pool.map(type -> type, List.of(int.class, Values.Point.class, Object[].class)));
    byte[] code;
    String file = "/" + Lonely.class.getName().replace('.', '/') + ".class";
    try (InputStream in = Lonely.class.getResourceAsStream(file)) {
      code = in.readAllBytes();
    }
    Class<?> hidden = MethodHandles.lookup().defineHiddenClass(code, true).lookupClass();
    assertSays(refused(List.of(hidden)), "hidden class", "[0]");
    Object ofHidden = hidden.getDeclaredConstructor().newInstance();
    assertSays(refused(List.of(ofHidden)), "hidden class", "[0]");
    assertSays(refused(new Object[] {(Runnable) () -> {}}), "not Serializable", "[0]");
  }

  /** Loads a class again that another loader has, too. */
  private static final class Twin extends ClassLoader {
    Twin() {
      super(UnusualObjectsTest.class.getClassLoader());
    }

    Class<?> define(Class<?> type) throws Exception {
      String file = "/" + type.getName().replace('.', '/') + ".class";
      try (InputStream in = type.getResourceAsStream(file)) {
        byte[] code = in.readAllBytes();
        return defineClass(type.getName(), code, 0, code.length);
      }
    }
  }

  @Test
  void shouldTakeTheClassThatTheWorkerHasForItsTwin() throws Exception {
    Class<?> twin = new Twin().define(Local.class);
    assertTrue(twin != Local.class);
    var constructor = twin.getDeclaredConstructor(int[].class);
    constructor.setAccessible(true);
    Object value = constructor.newInstance((Object) new int[] {1, 2});
    Object back = pool.map(item -> item, List.of(value)).get(0);
    assertEquals("[1, 2]", Arrays.toString(((Local) back).cells()));
  }

  @Test
  void shouldCompareKeysByIdentityOnlyWhereTheirIdentityTravels() {
    IdentityHashMap<Object, String> map = new IdentityHashMap<>();
    Values.Node key = new Values.Node();
    map.put(key, "found");
    Object[] back = pool.apply(() -> new Object[] {key, map});
    assertEquals("found", ((Map<?, ?>) back[1]).get(back[0]));
  }

  @Test
  void shouldSayThatATreeMapHasAComparatorThatCannotTravel() {
    TreeMap<String, Integer> map = new TreeMap<>((a, b) -> a.length() - b.length());
    map.put("a", 1);
    assertSays(refused(map), "TreeMap.comparator()", "not Serializable", "& Serializable");
  }
}
