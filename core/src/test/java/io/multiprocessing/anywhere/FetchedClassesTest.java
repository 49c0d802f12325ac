package io.multiprocessing.anywhere;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.JvmProcess;
import io.multiprocessing.Pool;
import io.multiprocessing.PoolBuilder;
import io.multiprocessing.SerializableRunnable;
import io.multiprocessing.Task;
import io.multiprocessing.TaskFailedException;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.TaskSerializationException;
import io.multiprocessing.TaskTimeoutException;
import io.multiprocessing.ipc.Serializer;
import io.multiprocessing.ipc.Serializers;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.NothingLeftBehind;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Workers fetch the classes and resources of a plug-in from the parent, whatever happens there. */
@ExtendWith(NothingLeftBehind.class)
class FetchedClassesTest {

  private static final int CLASSES = 64;

  @TempDir static Path folder;
  private static Path classes;
  private static Pool pool;

  private PlugIn plugIn;

  @BeforeAll
  static void compile() throws IOException {
    Map<String, String> sources = new LinkedHashMap<>(SOURCES);
    for (int i = 0; i < CLASSES; i++) {
      sources.put(
          "plug/many/C" + i + ".java",
          "package plug.many; public class C" + i + " { public int n() { return " + i + "; } }");
    }
    classes =
        new Workshop(folder)
            .compile("plug-in", sources, "-cp", Workshop.joined(Workshop.classPath()));
    pool = Pool.create(1);
  }

  @AfterAll
  static void closePool() {
    pool.close();
  }

  @BeforeEach
  void newPlugIn() throws IOException {
    plugIn = newPlugInOf(classes);
  }

  private static PlugIn newPlugInOf(Path folder) throws IOException {
    return new PlugIn(folder, FetchedClassesTest.class.getClassLoader());
  }

  private static final Map<String, String> SOURCES =
      Map.of(
          "plug/Greeter.java",
          """
          package plug;
          public class Greeter implements io.multiprocessing.Task<String, String> {
            public String apply(String name) { return Helper.greeting() + name; }
          }
          class Helper {
            static String greeting() { return "hello "; }
          }
          """,
          "plug/Seeker.java",
          """
          package plug;
          public class Seeker implements io.multiprocessing.Task<String, Integer> {
            public Integer apply(String name) {
              int missing = 0;
              for (int i = 0; i < 10; i++) {
                try {
                  Class.forName(name, false, Thread.currentThread().getContextClassLoader());
                } catch (ClassNotFoundException e) {
                  missing++;
                }
                if (Seeker.class.getResource("/" + name) == null) {
                  missing++;
                }
              }
              return missing;
            }
          }
          """,
          "plug/Reader.java",
          """
          package plug;
          public class Reader implements io.multiprocessing.Task<String, byte[]> {
            public byte[] apply(String name) throws Exception {
              try (java.io.InputStream in = getClass().getResourceAsStream(name)) {
                return in.readAllBytes();
              }
            }
          }
          """,
          "plug/Services.java",
          """
          package plug;
          import java.util.*;
          public class Services implements io.multiprocessing.Task<String, List<String>> {
            public static class One implements Comparator<String> {
              public int compare(String a, String b) { return a.compareTo(b); }
            }
            public static class Two extends One {}
            public List<String> apply(String ignored) throws Exception {
              List<String> found = new ArrayList<>();
              for (Comparator<?> each : ServiceLoader.load(Comparator.class)) {
                found.add(each.getClass().getSimpleName());
              }
              found.add(Services.class.getPackageName());
              found.add("" + Collections.list(
                  Services.class.getClassLoader().getResources("plug/Services.class")).size());
              return found;
            }
          }
          """,
          "plug/Crowd.java",
          """
          package plug;
          import java.util.*;
          import java.util.concurrent.*;
          public class Crowd implements io.multiprocessing.Task<Integer, Integer> {
            public Integer apply(Integer classes) throws Exception {
              ExecutorService threads = Executors.newFixedThreadPool(8);
              try {
                List<Future<Integer>> results = new ArrayList<>();
                for (int i = 0; i < 2 * classes; i++) {
                  String name = "plug.many.C" + i / 2;
                  results.add(threads.submit(() -> {
                    Object object = Class.forName(name).getConstructor().newInstance();
                    return (Integer) object.getClass().getMethod("n").invoke(object);
                  }));
                }
                int sum = 0;
                for (Future<Integer> result : results) {
                  sum += result.get();
                }
                return sum;
              } finally {
                threads.shutdownNow();
              }
            }
          }
          """,
          "plug/Late.java",
          """
          package plug;
          import java.nio.file.*;
          public class Late implements io.multiprocessing.Task<String, String> {
            public String apply(String folder) {
              Thread thread = new Thread(() -> {
                try {
                  while (!Files.exists(Path.of(folder, "go"))) {
                    Thread.sleep(5);
                  }
                  String text = Class.forName("plug.many.C7").getName();
                  Files.writeString(Path.of(folder, "unfinished"), text);
                  Files.move(Path.of(folder, "unfinished"), Path.of(folder, "loaded"));
                } catch (Exception e) {
                  e.printStackTrace();
                }
              });
              thread.setDaemon(true);
              thread.start();
              return "started";
            }
          }
          """,
          "plug/Travellers.java",
          """
          package plug;
          public class Travellers implements io.multiprocessing.Task<Object, Object> {
            enum Colour { RED, BLUE }
            record Box(Colour colour, Object content) {}
            static class Odd implements java.io.Serializable {
              private Object writeReplace() { return new Proxy(); }
            }
            static class Proxy implements java.io.Serializable {
              private Object readResolve() { return new Box(Colour.BLUE, "read"); }
            }
            public static Object argument() { return new Box(Colour.RED, new Odd()); }
            public Object apply(Object argument) {
              Thread.currentThread().interrupt(); // what follows loads classes all the same
              Box box = new Box(Colour.BLUE, ((Box) argument).content());
              boolean stillInterrupted = Thread.interrupted();
              return new Object[] {box, new Odd(), stillInterrupted};
            }
          }
          """,
          "plug/Failing.java",
          """
          package plug;
          public class Failing implements io.multiprocessing.Task<Object, Object> {
            static class Failure extends RuntimeException {
              final int code;
              Failure(int code) { this.code = code; }
            }
            public static int codeOf(Throwable failure) { return ((Failure) failure).code; }
            public Object apply(Object argument) { throw new Failure(42); }
          }
          """,
          "plug/Beginning.java",
          """
          package plug;
          import io.multiprocessing.WorkerContext;
          import java.nio.file.*;
          public class Beginning implements io.multiprocessing.SerializableRunnable {
            String file;
            public void run() {
              WorkerContext.current().state().put("greeting", Helper.greeting());
            }
            public static class End implements io.multiprocessing.SerializableRunnable {
              public String file;
              public void run() throws Exception {
                Files.writeString(Path.of(file), new plug.many.C3().n() + " " + Helper.greeting());
              }
            }
          }
          """);

  @Test
  void shouldFetchEachClassOnce() throws Exception {
    Task<String, String> greeter = plugIn.task("plug.Greeter");
    for (int i = 0; i < 3; i++) {
      assertEquals(List.of("hello a", "hello b"), pool.map(greeter, List.of("a", "b")));
    }
    // once for its place, once for its content
    assertEquals(2, plugIn.timesAsked("plug/Greeter.class"));
    assertEquals(2, plugIn.timesAsked("plug/Helper.class"));
  }

  @Test
  void shouldAskOnceForWhatIsMissing() throws Exception {
    Task<String, Integer> seeker = plugIn.task("plug.Seeker");
    assertEquals(20, pool.apply(() -> seeker.apply("no.Such")));
    assertEquals(1, plugIn.timesAsked("no/Such.class"));
    assertEquals(20, pool.apply(() -> seeker.apply("no.Such")));
    assertEquals(1, plugIn.timesAsked("no/Such.class"));
  }

  @Test
  void shouldFailTheItemWhoseClassTheParentLacks() throws Exception {
    Task<String, String> greeter = plugIn.task("plug.Greeter");
    plugIn.remove("plug/Helper.class");
    TaskFailedException e =
        assertThrows(TaskFailedException.class, () -> pool.map(greeter, List.of("a")));
    assertInstanceOf(NoClassDefFoundError.class, e.getCause());
    assertTrue(e.getMessage().contains("plug/Helper"), e.getMessage());

    Task<String, String> same = newPlugInOf(classes).task("plug.Greeter");
    assertEquals(List.of("hello a"), pool.map(same, List.of("a")));
  }

  @Test
  void shouldSayThatTheParentCannotShowAClass() throws Exception {
    Task<String, String> greeter = plugIn.task("plug.Greeter");
    plugIn.remove("plug/Greeter.class"); // as of a class that was made at run time
    TaskSerializationException e =
        assertThrows(TaskSerializationException.class, () -> pool.map(greeter, List.of("a")));
    assertTrue(e.getMessage().contains("plug.Greeter"), e.getMessage());
  }

  @Test
  void shouldKeepClassesOfOneNameApart() throws Exception {
    Map<String, String> other =
        Map.of(
            "plug/Greeter.java", SOURCES.get("plug/Greeter.java").replace("hello", "good morning"));
    Path otherClasses =
        new Workshop(folder).compile("other", other, "-cp", Workshop.joined(Workshop.classPath()));
    Task<String, String> first = plugIn.task("plug.Greeter");
    Task<String, String> second = newPlugInOf(otherClasses).task("plug.Greeter");
    for (int i = 0; i < 2; i++) {
      assertEquals(List.of("hello a"), pool.map(first, List.of("a")));
      assertEquals(List.of("good morning a"), pool.map(second, List.of("a")));
    }
  }

  @Test
  void shouldTakeClassesThatHaveChanged() throws Exception {
    Path otherClasses =
        new Workshop(folder)
            .compile(
                "changed",
                Map.of(
                    "plug/Greeter.java",
                    SOURCES.get("plug/Greeter.java").replace("hello", "good evening")),
                "-cp",
                Workshop.joined(Workshop.classPath()));
    Task<String, String> greeter = plugIn.task("plug.Greeter");
    assertEquals(List.of("hello a"), pool.map(greeter, List.of("a")));
    plugIn.put("plug/Helper.class", Files.readAllBytes(otherClasses.resolve("plug/Helper.class")));
    for (int i = 0; i < 3; i++) {
      assertEquals(List.of("good evening a"), pool.map(greeter, List.of("a")));
    }
    assertEquals(4, plugIn.timesAsked("plug/Greeter.class")); // twice the two of a first time
  }

  @Test
  void shouldFindResources() throws Exception {
    byte[] large = new byte[300_001];
    new Random(1).nextBytes(large);
    plugIn.put("plug/large name.bin", large);
    plugIn.put("plug/empty", new byte[0]);
    Task<String, byte[]> reader = plugIn.task("plug.Reader");
    List<byte[]> contents = pool.map(reader, List.of("large name.bin", "empty"));
    assertArrayEquals(large, contents.get(0));
    assertEquals(0, contents.get(1).length);
  }

  @Test
  void shouldFindServices() throws Exception {
    plugIn.put(
        "META-INF/services/java.util.Comparator",
        "plug.Services$Two\nplug.Services$One\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    Task<String, List<String>> services = plugIn.task("plug.Services");
    assertEquals(List.of("Two", "One", "plug", "1"), pool.map(services, List.of("")).get(0));
  }

  @Test
  void shouldServeManyThreadsOfATask() throws Exception {
    Task<Integer, Integer> crowd = plugIn.task("plug.Crowd");
    int sum = 2 * IntStream.range(0, CLASSES).sum();
    assertEquals(List.of(sum), pool.map(crowd, List.of(CLASSES)));
    assertEquals(2, plugIn.timesAsked("plug/many/C0.class"));
  }

  @Test
  void shouldAnswerWhileNobodyWaitsForThePool() throws Exception {
    Path gate = Files.createDirectories(folder.resolve("gate"));
    Task<String, String> late = plugIn.task("plug.Late");
    assertEquals(List.of("started"), pool.map(late, List.of(gate.toString())));
    Files.createFile(gate.resolve("go"));
    Await.until("the class is loaded", () -> Files.exists(gate.resolve("loaded")));
    assertEquals("plug.many.C7", Files.readString(gate.resolve("loaded")));
  }

  @Test
  void shouldFetchTheClassesOfArgumentsAndResults() throws Exception {
    Task<Object, Object> travellers = plugIn.task("plug.Travellers");
    Object argument = travellers.getClass().getMethod("argument").invoke(null);
    Object[] result = (Object[]) pool.map(travellers, List.of(argument)).get(0);
    assertEquals("Box[colour=BLUE, content=Box[colour=BLUE, content=read]]", result[0].toString());
    assertEquals("Box[colour=BLUE, content=read]", result[1].toString());
    assertEquals(true, result[2], "the interrupt is gone");
    assertEquals(plugIn, result[0].getClass().getClassLoader());
  }

  @Test
  void shouldBringBackExceptionsOfThePlugIn() throws Exception {
    Task<Object, Object> failing = plugIn.task("plug.Failing");
    TaskFailedException e =
        assertThrows(TaskFailedException.class, () -> pool.map(failing, List.of(1)));
    assertEquals(
        42, failing.getClass().getMethod("codeOf", Throwable.class).invoke(null, e.getCause()));
  }

  @Test
  void shouldFetchForAllKindsOfCalls() throws Exception {
    Task<String, String> greeter = plugIn.task("plug.Greeter");
    assertEquals("hello ahello b", pool.mapReduce(greeter, "", String::concat, List.of("a", "b")));
    assertFalse(pool.anyMatch(x -> greeter.apply(x).isEmpty(), List.of("a")));
    assertEquals(
        "hello c",
        pool.asExecutor().submit((Callable<String> & Serializable) () -> greeter.apply("c")).get());
    assertEquals(
        List.of("hello d"),
        pool.starmap((a, b) -> greeter.apply(a + b), List.of(Map.entry("d", ""))));
  }

  @Test
  void shouldFetchForInitializerAndExitFunction() throws Exception {
    SerializableRunnable begin = (SerializableRunnable) plugIn.create("plug.Beginning");
    SerializableRunnable end = (SerializableRunnable) plugIn.create("plug.Beginning$End");
    Path file = folder.resolve("end.txt");
    end.getClass().getField("file").set(end, file.toString());
    PoolBuilder builder = Pool.builder().workers(1).initializer(begin).exitFunction(end);
    try (Pool own = builder.exitGrace(Duration.ofSeconds(50)).build()) { // it fetches classes
      assertEquals(
          "hello ",
          own.apply(() -> io.multiprocessing.WorkerContext.current().state().get("greeting")));
    }
    assertEquals("3 hello ", Files.readString(file));
  }

  @Test
  void shouldFetchForAProcess() throws Exception {
    SerializableRunnable end = (SerializableRunnable) plugIn.create("plug.Beginning$End");
    Path file = folder.resolve("process.txt");
    end.getClass().getField("file").set(end, file.toString());
    try (JvmProcess process = JvmProcess.start(end)) {
      process.join();
      assertEquals(0, process.exitCode());
    }
    assertEquals("3 hello ", Files.readString(file));
  }

  @Test
  void shouldFailTheItemIfTheParentsClassLoaderThrows() throws Exception {
    plugIn.whenAsked(
        name -> {
          if (name.equals("plug/Helper.class")) {
            throw new IllegalStateException("the jar is gone");
          }
        });
    Task<String, String> greeter = plugIn.task("plug.Greeter");
    TaskFailedException e =
        assertThrows(TaskFailedException.class, () -> pool.map(greeter, List.of("a")));
    assertTrue(e.getCause().getCause().getMessage().contains("the jar is gone"), e.toString());
  }

  @Test
  void shouldSurviveAClassLoaderThatDoesNotAnswer() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (Pool own = Pool.builder().workers(1).interruptGrace(Duration.ofMillis(50)).build()) {
      plugIn.whenAsked(
          name -> {
            if (name.equals("plug/Helper.class")) {
              awaitUninterruptibly(never);
            }
          });
      Task<String, String> greeter = plugIn.task("plug.Greeter");
      TaskOptions limit = TaskOptions.defaults().taskTimeout(Duration.ofMillis(500));
      assertThrows(TaskTimeoutException.class, () -> own.map(greeter, List.of("a"), limit));
      assertEquals(2, (int) own.apply(() -> 1 + 1)); // needs no class
    } finally {
      never.countDown();
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static final Map<String, String> WEATHER =
      Map.of(
          "plug/Weather.java",
          """
          package plug;
          public class Weather {
            private final Thread stays = Thread.currentThread();
            final String sky;
            public Weather(String sky) { this.sky = sky; }
            public String toString() { return sky; }
          }
          """,
          "plug/WeatherReport.java",
          """
          package plug;
          import java.io.*;
          public class WeatherReport implements io.multiprocessing.ipc.Serializer<Weather> {
            public void write(Weather weather, ObjectOutput out) throws IOException {
              out.writeUTF(weather.sky);
            }
            public Weather read(ObjectInput in) throws IOException {
              return new Weather(in.readUTF());
            }
          }
          """,
          "plug/Forecast.java",
          """
          package plug;
          public class Forecast implements io.multiprocessing.Task<String, Weather> {
            public Weather apply(String sky) { return new Weather(sky); }
          }
          """);

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // the compiler does not know the classes
  void shouldBringASerializerOfAPlugInToTheWorkers() throws Exception {
    Path weather =
        new Workshop(folder)
            .compile("weather", WEATHER, "-cp", Workshop.joined(Workshop.classPath()));
    PlugIn fresh = newPlugInOf(weather);
    Class type = fresh.loadClass("plug.Weather");
    Serializers.register(type, (Serializer) fresh.create("plug.WeatherReport"));
    try (Pool own = Pool.create(1)) {
      Object result = own.map(fresh.task("plug.Forecast"), List.of("clouds")).get(0);
      assertEquals("clouds", result.toString());
      assertSame(type, result.getClass());
    } finally {
      Serializers.unregister(type);
    }
  }
}
