package io.multiprocessing.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.Pool;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.WorkerInfo;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.Gate;
import io.multiprocessing.testing.NothingLeftBehind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** More and fewer workers: on demand, when idle, and as many as there are at all. */
@ExtendWith(NothingLeftBehind.class)
class PoolSizeTest {

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static long able(Pool pool) {
    return pool.workers().stream()
        .filter(w -> w.state() == WorkerInfo.State.IDLE || w.state() == WorkerInfo.State.BUSY)
        .count();
  }

  private static void awaitSize(Pool pool, int size) {
    Await.until(
        size + " workers, and no more: " + pool.workers(),
        () -> pool.workers().size() == size && able(pool) == size);
  }

  @Test
  @Tag("slow")
  void shouldBecomeAsLargeAsToldUnderLoad() {
    try (Pool pool =
        Pool.builder()
            .workers(4)
            .workerMaxHeap("64m")
            .exitGrace(Duration.ofSeconds(45)) // none may be killed because its exit takes long
            .build()) {
      for (int size : new int[] {4, 2, 1, 4, 3, 1, 2}) {
        List<AsyncResult<List<Integer>>> results = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          results.add(
              pool.mapAsync(
                  x -> {
                    Thread.sleep(1);
                    return x * x;
                  },
                  numbers(100),
                  TaskOptions.defaults().chunkSize(1 + i)));
        }
        pool.resize(size);
        List<Integer> expected = numbers(100).stream().map(x -> x * x).toList();
        results.forEach(result -> assertEquals(expected, result.await()));
        awaitSize(pool, size);
      }
      assertEquals(0, pool.stats().crashedWorkers());
      assertEquals(0, pool.stats().killedWorkers());
    }
  }

  @Test
  void shouldUseTheWorkersThatWereAdded() {
    try (Pool pool = Pool.create(1);
        Gate gate = Gate.create()) {
      pool.resize(3);
      var results =
          pool.mapAsync(
              x -> {
                gate.pass();
                return x;
              },
              numbers(3),
              TaskOptions.defaults().chunkSize(1));
      gate.awaitArrived(3);
      gate.open();
      results.await();
    }
  }

  @Test
  void shouldLetARetiringWorkerFinish() {
    try (Pool pool = Pool.create(2);
        Gate gate = Gate.create()) {
      var results =
          pool.mapAsync(
              x -> {
                gate.pass();
                return x;
              },
              numbers(6),
              TaskOptions.defaults().chunkSize(1));
      gate.awaitArrived(2);
      pool.resize(1);
      Await.until(
          "one retires",
          () -> pool.workers().stream().anyMatch(w -> w.state() == WorkerInfo.State.RETIRING));
      gate.open();
      assertEquals(numbers(6), results.await());
      assertEquals(6, gate.arrived()); // none was run twice
      awaitSize(pool, 1);
    }
  }

  @Test
  void shouldCloseAtOnceWhileWorkersAreIdleOrStarting() {
    for (int i = 0; i < 3; i++) {
      Pool pool = Pool.create(2);
      long start = System.nanoTime();
      pool.close();
      assertTrue(System.nanoTime() - start < 45_000_000_000L);
      assertTrue(pool.isClosed());
    }
  }
}
