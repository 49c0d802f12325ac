package io.multiprocessing.travel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.JvmProcess;
import io.multiprocessing.Pool;
import io.multiprocessing.Task;
import io.multiprocessing.TaskFailedException;
import io.multiprocessing.TaskSerializationException;
import io.multiprocessing.testing.ChildJvm;
import io.multiprocessing.testing.NothingLeftBehind;
import io.multiprocessing.testing.OtherJdk;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Parent and workers are of different Java versions: the older here, the newer there, and back. */
@ExtendWith(NothingLeftBehind.class)
class OtherJdkTest {

  private static final Duration LIMIT = Duration.ofSeconds(50);

  private static Path other;
  private static Pool there;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    other = OtherJdk.orSkip();
    there = Pool.builder().workers(1).javaHome(other).build();
  }

  @AfterAll
  static void stop() {
    if (there != null) {
      there.close();
    }
  }

  @Test
  void shouldSendEveryValueToAWorkerOfAnotherVersionAndBack() {
    int worker = there.apply(() -> Runtime.version().feature());
    assertTrue(worker != Runtime.version().feature(), () -> "version " + worker);
    Map<String, String> findings = OneValue.sendAll(there, true);
    findings.values().removeIf(String::isEmpty);
    assertEquals(Map.of(), findings);
    assertEquals(List.of(), RandomGraphs.sendAll(there, 1, 300));
  }

  @Test
  void shouldSendEveryValueFromAParentOfAnotherVersionAndBack() throws Exception {
    Path own = Path.of(System.getProperty("java.home"));
    try (ChildJvm parent = ChildJvm.startOn(other, SendEverythingMain.class, own)) {
      assertEquals(0, parent.awaitExit(LIMIT), () -> parent.stderr().toString());
      List<String> lines = new ArrayList<>(parent.stdout());
      assertTrue(lines.remove(0).endsWith(" " + Runtime.version().feature()), lines::toString);
      assertEquals(List.of("done " + Values.all().size()), lines);
    }
  }

  @Test
  void shouldGiveTheSameAnswers() {
    Task<Integer, Object> task =
        seed -> {
          Random random = new Random(seed);
          Map<String, Object> answer = new LinkedHashMap<>();
          answer.put("sum", random.doubles(1000).map(Math::sin).sum());
          answer.put("text", String.format("%,.3f %s", random.nextGaussian() * 1e6, seed));
          answer.put("numbers", random.ints(5).boxed().toList());
          return answer;
        };
    List<Integer> seeds = List.of(1, 2, 3, 4, 5);
    try (Pool here = Pool.create(1)) {
      assertEquals(here.map(task, seeds), there.map(task, seeds));
    }
  }

  @Test
  void shouldRunAProcessOfAnotherVersion() {
    try (JvmProcess process =
        JvmProcess.builder()
            .javaHome(other)
            .start(() -> System.exit(Runtime.version().feature()))) {
      assertTrue(process.join(LIMIT));
      assertTrue(process.exitCode() != Runtime.version().feature());
      assertTrue(process.exitCode() >= 17, process::toString);
    }
  }

  @Test
  @SuppressWarnings("unchecked")
  void shouldCarryViewsThatOnlyTheNewerOneHas() throws Exception {
    Assumptions.assumeTrue(
        Runtime.version().feature() >= 21, "List.reversed is of Java 21; this JVM is older");
    List<Object> list = new ArrayList<>(List.of(1, 2, 3));
    Object reversed = List.class.getMethod("reversed").invoke(list);
    Object first =
        LinkedHashMap.class
            .getMethod("sequencedKeySet")
            .invoke(new LinkedHashMap<>(Map.of("k", 1)));
    Class<?> sequenced = Class.forName("java.util.SequencedCollection");
    Object unmodifiable =
        java.util.Collections.class
            .getMethod("unmodifiableSequencedCollection", sequenced)
            .invoke(null, list);
    List<Collection<Object>> sent =
        List.of(
            (Collection<Object>) reversed,
            (Collection<Object>) first,
            (Collection<Object>) unmodifiable);
    assertEquals(
        List.of(List.of(3, 2, 1), List.of("k"), List.of(1, 2, 3)),
        there.map(each -> List.copyOf(each), sent));
  }

  /** A class of the newest Java that the two JDKs have; the older cannot load it. */
  private URLClassLoader compileForTheNewer() throws IOException {
    Path source = folder.resolve("Newer.java");
    Files.writeString(
        source,
        """
        public record Newer(int number) {
          public static io.multiprocessing.Task<Integer, Object> task() {
            return n -> n + 1;
          }
        }
        """);
    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "-d",
                folder.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                source.toString());
    assertEquals(0, status);
    return new URLClassLoader(
        new URL[] {folder.toUri().toURL()}, OtherJdkTest.class.getClassLoader());
  }

  @Test
  @SuppressWarnings("unchecked")
  void shouldSayThatAClassIsTooNewForTheWorkers() throws Exception {
    Assumptions.assumeTrue(
        Runtime.version().feature() > 17, "the other JDK is not older than this one");
    try (URLClassLoader newer = compileForTheNewer();
        Pool pool =
            Pool.builder()
                .workers(1)
                .javaHome(other)
                .classPath(
                    Stream.concat(
                            Stream.of(folder),
                            Stream.of(System.getProperty("java.class.path").split(":"))
                                .map(Path::of))
                        .toList())
                .build()) {
      Class<?> type = newer.loadClass("Newer");
      Object argument = type.getConstructor(int.class).newInstance(5);
      assertTooNew(
          assertThrows(
              TaskSerializationException.class,
              () -> pool.map(String::valueOf, List.of(1, List.of(argument)))));
      var task = (Task<Integer, Object>) type.getMethod("task").invoke(null);
      assertTooNew(
          assertThrows(TaskSerializationException.class, () -> pool.map(task, List.of(1))));
      TaskFailedException inside =
          assertThrows(
              TaskFailedException.class, () -> pool.apply(() -> Class.forName("Newer").getName()));
      assertEquals(UnsupportedClassVersionError.class, inside.getCause().getClass());
      assertEquals(3, (int) pool.apply(() -> 3));
    }
  }

  private static void assertTooNew(TaskSerializationException e) {
    String message = e.getMessage();
    assertTrue(message.contains("Newer cannot be loaded by this JVM, which is of Java"), message);
    assertTrue(message.contains("more recent version"), message);
    assertTrue(message.contains("javac --release"), message);
  }
}
