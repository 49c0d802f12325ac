package io.multiprocessing.failures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.OperatingSystemMXBean;
import io.multiprocessing.Pool;
import io.multiprocessing.WorkerCrashedException;
import io.multiprocessing.WorkerStartException;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.NothingLeftBehind;
import java.lang.management.ManagementFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** More workers, or larger ones, than the machine has memory for. */
@ExtendWith(NothingLeftBehind.class)
class MemoryPromiseTest {

  @Test
  void shouldRefuseMoreWorkersThanFitIntoTheMemory() throws Exception {
    IllegalArgumentException failure =
        Await.within(
            OneBadItem.SOON,
            "refusing",
            () -> assertThrows(IllegalArgumentException.class, () -> Pool.create(100_000)));

    assertTrue(failure.getMessage().contains("workers=100000"), failure::getMessage);
    assertTrue(failure.getMessage().contains("memory"), failure::getMessage);
  }

  @Test
  void shouldRefuseMoreWorkersThanFitWithTheirOwnHeapsToo() throws Exception {
    IllegalArgumentException failure =
        Await.within(
            OneBadItem.SOON,
            "refusing",
            () ->
                assertThrows(
                    IllegalArgumentException.class,
                    () -> Pool.builder().workers(100_000).workerMaxHeap("64m").build()));

    assertTrue(failure.getMessage().contains("workers=100000"), failure::getMessage);
  }

  @Test
  void shouldRefuseToGrowBeyondTheMemory() throws Exception {
    try (Pool pool = Pool.create(1)) {
      IllegalArgumentException failure =
          assertThrows(IllegalArgumentException.class, () -> pool.resize(100_000));

      assertTrue(failure.getMessage().contains("workers=100000"), failure::getMessage);
      OneBadItem.checkWorks(pool);
    }
  }

  @Test
  void shouldSayWhatTheJvmSaysOfAHeapBeyondTheMachine() {
    try (Pool pool =
        Pool.builder()
            .workers(2)
            .workerMaxHeap("900000000g")
            .outputListener((workerId, source, line) -> {})
            .build()) {
      WorkerStartException failure =
          assertThrows(WorkerStartException.class, () -> pool.apply(() -> 1));

      assertTrue(failure.getMessage().contains("heap"), failure::getMessage);
      assertTrue(failure.getMessage().contains("exited with code 1"), failure::getMessage);
    }
  }

  @Test
  void shouldGiveEachWorkerItsShareOfTheMachine() {
    try (Pool pool = Pool.create(2)) {
      long heapBytes = pool.apply(() -> Runtime.getRuntime().maxMemory());
      int processors = pool.apply(() -> Runtime.getRuntime().availableProcessors());

      long machineBytes =
          ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
              .getTotalMemorySize();
      assertTrue(2 * heapBytes <= machineBytes, heapBytes + " of " + machineBytes);
      assertEquals(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), processors);
    }
  }

  @Test
  void shouldLoseOnlyTheItemsThatExhaustTheirHeap() {
    try (Pool pool =
        Pool.builder()
            .workers(2)
            .workerMaxHeap("48m")
            .outputListener((workerId, source, line) -> {})
            .build()) {
      var outcomes =
          pool.mapOutcomes(
              megabytes -> {
                byte[][] hoard = new byte[megabytes][];
                for (int i = 0; i < megabytes; i++) {
                  hoard[i] = new byte[1 << 20];
                }
                return hoard.length;
              },
              IntStream.range(0, 12).mapToObj(i -> i % 4 == 3 ? 500 : 10).toList());

      for (int i = 0; i < 12; i++) {
        if (i % 4 == 3) {
          WorkerCrashedException failure =
              OneBadItem.failure(WorkerCrashedException.class, outcomes.get(i));
          assertTrue(failure.outOfMemory(), failure::getMessage);
          assertEquals(i, failure.itemIndex());
        } else {
          assertEquals(10, outcomes.get(i).get());
        }
      }
    }
  }
}
