package io.multiprocessing.api;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.Pool;
import io.multiprocessing.PoolBuilder;
import io.multiprocessing.ResultIterator;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.Footprint;
import io.multiprocessing.testing.NothingLeftBehind;
import io.multiprocessing.testing.Workers;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many workers, many items, many calls: what they occupy, and that it does not grow. */
@ExtendWith(NothingLeftBehind.class)
class ScaleTest {

  private static final long MEGABYTE = 1 << 20;
  private static final int WARM_CALLS = 500;
  private static final int FEW = 3; // what the JVM opens or starts once in a while is not ours
  private static final int TICK_MILLIS = 200;

  @BeforeEach
  void needsLinux() {
    assumeTrue(Footprint.canBeMeasured());
  }

  private static PoolBuilder small(int workers) {
    return Pool.builder().workers(workers).workerMaxHeap("64m");
  }

  /** Returns a pool whose workers are all there: one that comes up meanwhile would be a growth. */
  private static Pool two() {
    Pool pool = small(2).build();
    Workers.awaitStarted(pool, 2);
    return pool;
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static void callsInARow(Pool pool, int calls) {
    for (int i = 0; i < calls; i++) {
      assertEquals(List.of(i + 1, 2, 3), pool.map(x -> x + 1, List.of(i, 1, 2)));
    }
  }

  /** Returns the largest of what is measured until the end. */
  private static long largest(BooleanSupplier end, LongSupplier measured)
      throws InterruptedException {
    long largest = 0;
    while (!end.getAsBoolean()) {
      largest = Math.max(largest, measured.getAsLong());
      Thread.sleep(TICK_MILLIS); // a rhythm, not a hope
    }
    return largest;
  }

  @Test
  void shouldHaveAsManyThreadsForManyItemsAsForFew() throws Exception {
    try (Pool pool = two()) {
      callsInARow(pool, 20);
      Footprint before = Footprint.of(pool);
      final long ownBefore = Footprint.ownThreads();
      AsyncResult<List<Integer>> result = pool.mapAsync(x -> x + 1, numbers(300_000));
      long threads = largest(result::isDone, Footprint::ownThreads);
      assertEquals(300_000, result.join().size());
      long ownAfter = Footprint.ownThreads(); // helpers that were idle may have ended meanwhile
      assertTrue(
          threads <= Math.max(ownBefore, ownAfter) + 1,
          "threads: " + threads + ", before " + ownBefore + ", afterwards " + ownAfter);
      Footprint after = Footprint.of(pool);
      assertTrue(after.workerThreads() <= before.workerThreads() + FEW, before + " " + after);
    }
  }

  @Test
  void shouldNotGrowFromCallToCall() {
    doesNotGrow(2_000, 60);
  }

  /** Takes about 20 s on an idle machine. */
  @Test
  @Tag("slow")
  @Timeout(600)
  void shouldNotGrowFromHundredThousandCalls(TestReporter reporter) {
    doesNotGrow(100_000, 30, reporter);
  }

  /** The compilers go on for a while, so native memory is allowed to grow a little. */
  private static void doesNotGrow(int calls, int nativeMegabytes, TestReporter... reporters) {
    try (Pool pool = two()) {
      callsInARow(pool, Math.max(WARM_CALLS, calls / 5));
      Footprint before = Footprint.of(pool);
      callsInARow(pool, calls);
      // what was deleted goes with the garbage, and files that are full go a little later
      Await.until("heap", () -> Footprint.liveHeapNow() < before.liveHeapBytes() + MEGABYTE);
      Await.until(
          "the files of the session have gone",
          () -> Footprint.of(pool).folderBytes() < before.folderBytes() + 40 * MEGABYTE);
      Footprint after = Footprint.of(pool);
      for (TestReporter reporter : reporters) {
        reporter.publishEntry(calls + " calls: before " + before + ", after " + after);
      }
      String both = "before " + before + ", after " + after;
      long nativeGrowth = after.nativeBytes() - before.nativeBytes();
      assertAll(
          () -> assertTrue(after.threads() <= before.threads() + FEW, both),
          () -> assertTrue(after.descriptors() <= before.descriptors() + FEW, both),
          () -> assertTrue(after.mappings() <= before.mappings() + 10 * FEW, both),
          () -> assertTrue(after.workerThreads() <= before.workerThreads() + FEW, both),
          () -> assertTrue(after.workerDescriptors() <= before.workerDescriptors() + 5 * FEW, both),
          () -> assertTrue(nativeGrowth <= nativeMegabytes * MEGABYTE, both));
    }
  }

  @Test
  void shouldNeedLittleMemoryForAMapBesideItsLists() throws Exception {
    map(300_000);
  }

  @Test
  void shouldStreamInFlatMemory() throws Exception {
    stream(100_000);
  }

  /** Takes about 30 s on an idle machine. */
  @Test
  @Tag("slow")
  @Timeout(900)
  void shouldMapAndStreamTenMillionItems(TestReporter reporter) throws Exception {
    assumeTrue(Runtime.getRuntime().maxMemory() > 1_500 * MEGABYTE, "for lists of 600 MB");
    reporter.publishEntry("map, bytes per item beside the lists: " + map(10_000_000));
    reporter.publishEntry("imapUnordered, bytes: " + stream(10_000_000));
  }

  /** Returns how many bytes per item there were at most, besides items and results. */
  private static double map(int count) throws Exception {
    try (Pool pool = two()) {
      callsInARow(pool, 20);
      List<Integer> items = numbers(count);
      try {
        long before = Footprint.liveHeapNow();
        AsyncResult<List<Integer>> result = pool.mapAsync(x -> x + 1, items);
        long largest = largest(result::isDone, Footprint::liveHeapNow);
        List<Integer> results = result.join();
        long after = Footprint.liveHeapNow();
        assertEquals(count, results.get(count - 1));
        double perItem = (double) (largest - after) / count;
        assertTrue(perItem <= 16, () -> perItem + " bytes per item; " + before + " bytes before");
        assertTrue((double) (after - before) / count <= 32, "an object and a reference for each");
        return perItem;
      } finally {
        Reference.reachabilityFence(items); // they are the caller's, and stay
      }
    }
  }

  private static long stream(int count) throws Exception {
    try (Pool pool = two()) {
      callsInARow(pool, 20);
      long before = Footprint.liveHeapNow();
      long largest = before;
      long sum = 0;
      Iterable<Integer> items = () -> IntStream.range(0, count).iterator();
      int looks = count / 20;
      try (ResultIterator<Integer> results = pool.imapUnordered(x -> x + 1, items)) {
        for (int i = 0; i < count; i++) {
          sum += results.next();
          if (i % looks == 0) {
            largest = Math.max(largest, Footprint.liveHeapNow());
          }
        }
      }
      assertEquals((long) count * (count + 1) / 2, sum);
      long growth = largest - before;
      assertTrue(growth < 30 * MEGABYTE, () -> growth + " bytes for " + count + " items");
      return growth;
    }
  }

  /** Takes about 20 s on two idle cores. */
  @Test
  @Tag("slow")
  @Timeout(600)
  void shouldStartUseAndStopSixtyFourWorkers(TestReporter reporter) throws Exception {
    long begin = System.nanoTime();
    Pool pool = small(64).build();
    try {
      int sum = pool.mapReduce(x -> x % 7, 0, Integer::sum, numbers(10_000));
      final double firstResult = secondsSince(begin);
      assertEquals(numbers(10_000).stream().mapToInt(x -> x % 7).sum(), sum);
      Await.until(
          "all are there", Duration.ofMinutes(5), () -> pool.stats().startedWorkers() == 64);
      final double allReady = secondsSince(begin);
      TaskOptions one = TaskOptions.defaults().chunkSize(1);
      assertEquals(numbers(2_000), pool.map(x -> x, numbers(2_000), one));
      Set<Long> pids = Workers.pids(pool);
      assertEquals(64, pids.size());
      long rss = pids.stream().mapToLong(pid -> Footprint.bytesOf(pid, "Rss")).max().orElseThrow();
      double pss =
          pids.stream().mapToLong(pid -> Footprint.bytesOf(pid, "Pss")).average().orElse(0);
      long closing = System.nanoTime();
      pool.close();
      reporter.publishEntry(
          String.format(
              Locale.ROOT,
              "64 workers: first result after %.1f s, all ready after %.1f s, closed in %.1f s,"
                  + " RSS of the largest %.0f MB, mean PSS %.0f MB",
              firstResult,
              allReady,
              secondsSince(closing),
              (double) rss / MEGABYTE,
              pss / MEGABYTE));
      // without a class-data archive, which there cannot be for classes in folders; with it 60
      assertTrue(rss <= 95 * MEGABYTE, rss + " bytes");
      assertTrue(pss <= 70 * MEGABYTE, pss + " bytes");
    } finally {
      pool.terminate();
    }
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }
}
