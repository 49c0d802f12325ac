package io.multiprocessing.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.multiprocessing.Pool;
import io.multiprocessing.PoolBuilder;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.NothingLeftBehind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Large pools, many pools, and one after the other. */
@ExtendWith(NothingLeftBehind.class)
class ManyPoolsTest {

  private static final List<Integer> THOUSAND = IntStream.range(0, 1_000).boxed().toList();
  private static final int KEPT = 5; // mappings of a session that wait for the garbage collector
  private static final int SUM_OF_SQUARES = 332_833_500;

  private static PoolBuilder small(int workers) {
    return Pool.builder().workers(workers).workerMaxHeap("16m").jvmArgs("-XX:TieredStopAtLevel=1");
  }

  private static void assertWorks(Pool pool) {
    assertEquals(SUM_OF_SQUARES, (int) pool.mapReduce(x -> x * x, 0, Integer::sum, THOUSAND));
  }

  @Test
  @Tag("slow")
  void shouldWorkWithThirtyTwoWorkers() {
    try (Pool pool = small(32).build()) {
      assertWorks(pool);
      Await.until("all are there", () -> pool.stats().startedWorkers() == 32);
      assertWorks(pool);
    }
  }

  @Test
  void shouldWorkWithTenPoolsAtOnce() {
    List<Pool> pools = new ArrayList<>();
    try {
      for (int i = 0; i < 10; i++) {
        pools.add(small(1).build());
      }
      for (int round = 0; round < 3; round++) {
        pools.stream().parallel().forEach(ManyPoolsTest::assertWorks);
      }
    } finally {
      pools.forEach(Pool::close);
    }
  }

  @Test
  @Tag("slow")
  void shouldNotGrowFromPoolToPool() {
    doesNotGrow(10);
  }

  @Test
  @Tag("slow")
  @Timeout(600)
  void shouldNotGrowFromHundredPools() {
    doesNotGrow(100);
  }

  private static void doesNotGrow(int pools) {
    onePoolAfterTheOther(3); // loads what stays
    Await.until("the pools have left nothing but what stays", () -> poolThreads() == 0);
    long files = openFiles();
    onePoolAfterTheOther(pools);
    Await.until("the threads of the pools have ended", () -> poolThreads() == 0);
    // a few: what the JVM opens once in a while is not ours
    Await.until("the files of the pools are closed", () -> openFiles() <= files + 3);
    Await.until("the files of the pools are not mapped any more", () -> mappings() <= 3 * KEPT);
  }

  private static void onePoolAfterTheOther(int pools) {
    for (int i = 0; i < pools; i++) {
      try (Pool pool = small(1).build()) {
        assertWorks(pool);
      }
    }
  }

  /** Threads of pools, and of the JDK on their behalf; those end soon, but not at once. */
  private static long poolThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(
            thread ->
                thread.getName().startsWith("multiprocessing-pool-")
                    || thread.getName().startsWith("ForkJoinPool-"))
        .count();
  }

  private static long openFiles() {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return 0; // not Linux
    }
    try (Stream<Path> files = Files.list(descriptors)) {
      return files.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Mapped files of sessions, most of which are deleted by now. */
  private static long mappings() {
    Path maps = Path.of("/proc/self/maps");
    if (!Files.exists(maps)) {
      return 0; // not Linux
    }
    System.gc(); // a mapping goes with its last buffer
    try (Stream<String> lines = Files.lines(maps)) {
      return lines.filter(line -> line.contains("/multiprocessing-")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
