package io.multiprocessing.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.Pool;
import io.multiprocessing.TaskSerializationException;
import io.multiprocessing.WorkerStartException;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.NothingLeftBehind;
import io.multiprocessing.testing.OtherJdk;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The JVM that a worker is: its environment, arguments, heap, Java version and class path. */
@ExtendWith(NothingLeftBehind.class)
class WorkerJvmTest {

  /** A letter that the locale of this machine may not have in its names and arguments. */
  private static final String UMLAUT =
      "UTF-8".equals(System.getProperty("sun.jnu.encoding")) ? "ä" : "a";

  @TempDir Path folder;

  @Test
  void shouldHaveTheGivenEnvironmentBesidesTheParents() {
    try (Pool pool =
        Pool.builder()
            .workers(1)
            .environment(Map.of("MP_TEST", "a b \"c\" " + UMLAUT, "PATH_OF_MINE", ""))
            .build()) {
      assertEquals("a b \"c\" " + UMLAUT, pool.apply(() -> System.getenv("MP_TEST")));
      assertEquals("", pool.apply(() -> System.getenv("PATH_OF_MINE")));
      assertEquals(System.getenv("PATH"), pool.apply(() -> System.getenv("PATH")));
      assertNull(System.getenv("MP_TEST"));
    }
  }

  @Test
  void shouldHaveTheGivenArguments() {
    String awkward = "a b \"c\" \\d 'e' #f $g @h" + UMLAUT;
    try (Pool pool =
        Pool.builder()
            .workers(1)
            .jvmArgs("-Dmp.test=" + awkward, "-Dmp.second=x")
            .jvmArgs(List.of("-XX:+UseParallelGC", "-Dmp.second=y"))
            .build()) {
      assertEquals(awkward, pool.apply(() -> System.getProperty("mp.test")));
      assertEquals("y", pool.apply(() -> System.getProperty("mp.second")));
      assertTrue(
          pool.apply(
              () ->
                  ManagementFactory.getRuntimeMXBean()
                      .getInputArguments()
                      .contains("-XX:+UseParallelGC")));
    }
  }

  @Test
  void shouldHaveTheGivenHeap() {
    try (Pool pool = Pool.builder().workers(1).workerMaxHeap("96m").build()) {
      long bytes = pool.apply(() -> Runtime.getRuntime().maxMemory());
      assertTrue(bytes <= 96L << 20 && bytes > 80L << 20, "heap of " + bytes);
    }
    try (Pool pool = Pool.builder().workers(1).workerMaxHeap("96m").jvmArgs("-Xmx64m").build()) {
      long bytes = pool.apply(() -> Runtime.getRuntime().maxMemory());
      assertTrue(bytes <= 64L << 20, "the user's own argument does not win: " + bytes);
    }
  }

  @Test
  void shouldShareTheMachineAmongTheWorkers() {
    int cores = Runtime.getRuntime().availableProcessors();
    try (Pool pool = Pool.create(cores)) {
      assertEquals(1, (int) pool.apply(() -> Runtime.getRuntime().availableProcessors()));
    }
    try (Pool pool = Pool.create(1)) {
      assertEquals(cores, (int) pool.apply(() -> Runtime.getRuntime().availableProcessors()));
    }
  }

  @Test
  void shouldTellWhyAWorkerDoesNotStart() {
    Pool pool = Pool.builder().workers(1).jvmArgs("-XX:NoSuchOption").build();
    WorkerStartException e = assertThrows(WorkerStartException.class, () -> pool.apply(() -> 1));
    assertTrue(e.getMessage().contains("NoSuchOption"), e.getMessage());
    assertTrue(e.output().contains("NoSuchOption"), e.output());
    assertFalse(e.commandLine().isEmpty());
    pool.close();
  }

  private record Person(String name, List<Integer> numbers) {}

  @Test
  void shouldRunWorkersOfAnotherJavaVersion() {
    try (Pool pool = Pool.builder().workers(2).javaHome(OtherJdk.orSkip()).build()) {
      int version = pool.apply(() -> Runtime.version().feature());
      assertTrue(version != Runtime.version().feature() && version >= 17, "version " + version);
      Map<String, Object> captured = Map.of("list", List.of(1, 2), "array", new int[] {1, 2});
      assertEquals(
          List.of(new Person("a2", List.of(1)), new Person("b2", List.of(2))),
          pool.map(
              p -> new Person(p.name() + captured.size(), p.numbers().stream().toList()),
              List.of(new Person("a", List.of(1)), new Person("b", Arrays.asList(2)))));
      RuntimeException e =
          assertThrows(
              RuntimeException.class, () -> pool.apply(() -> Optional.empty().orElseThrow()));
      assertNotNull(e.getCause());
    }
  }

  @Test
  void shouldHaveTheGivenClassPath() throws IOException {
    Files.writeString(
        Files.createDirectories(folder.resolve("my folder " + UMLAUT)).resolve("r.txt"), "r");
    try (Pool pool =
        Pool.builder()
            .workers(1)
            .classPath(
                Stream.concat(
                        Arrays.stream(System.getProperty("java.class.path").split(":"))
                            .map(Path::of),
                        Stream.of(folder.resolve("my folder " + UMLAUT)))
                    .toList())
            .build()) {
      assertTrue(pool.apply(() -> ClassLoader.getSystemResource("r.txt") != null));
    }
  }

  @Test
  void shouldSayWhichClassIsMissingInAWorker() {
    try (Pool pool = Pool.builder().workers(1).classPath(folder).build()) {
      TaskSerializationException e =
          assertThrows(TaskSerializationException.class, () -> pool.apply(() -> 1));
      assertTrue(e.getMessage().contains(WorkerJvmTest.class.getName()), e.getMessage());
      Await.until("the worker lives", () -> pool.workers().size() == 1);
    }
  }

  @Test
  void shouldPutItsFilesIntoTheGivenFolder() throws IOException {
    try (Pool pool = Pool.builder().workers(1).folder(folder).build()) {
      assertEquals(1, (int) pool.apply(() -> 1));
      try (Stream<Path> files = Files.list(folder)) {
        assertEquals(1, files.count());
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void shouldCarryWhatIsWrittenOnOneLineOfAnArgument() throws IOException {
    Path odd = Files.createDirectories(folder.resolve("it's \"odd\" \\ #1"));
    try (Pool pool = Pool.builder().workers(1).folder(odd).jvmArgs("-Dodd=" + odd).build()) {
      assertEquals(odd.toString(), pool.apply(() -> System.getProperty("odd")));
    }
  }
}
