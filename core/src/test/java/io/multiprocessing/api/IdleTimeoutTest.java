package io.multiprocessing.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.Pool;
import io.multiprocessing.WorkerInfo;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.Gate;
import io.multiprocessing.testing.NothingLeftBehind;
import io.multiprocessing.testing.Workers;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Workers that go when there is nothing to do, and come again. */
@ExtendWith(NothingLeftBehind.class)
class IdleTimeoutTest {

  /** For an exit in order: none may be killed because it takes long. */
  private static final Duration EXIT = Duration.ofSeconds(45);

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static long able(Pool pool) {
    return pool.workers().stream()
        .filter(w -> w.state() == WorkerInfo.State.IDLE || w.state() == WorkerInfo.State.BUSY)
        .count();
  }

  @Test
  void shouldStopIdleWorkersAndStartThemAgain() {
    try (Pool pool =
        Pool.builder().workers(2).idleTimeout(Duration.ofMillis(100)).exitGrace(EXIT).build()) {
      assertEquals(numbers(10), pool.map(x -> x, numbers(10)));
      Set<Long> before = Workers.pids(pool);
      Await.until("all workers have gone", () -> pool.workers().isEmpty());
      assertEquals(0, ownWorkers(before));
      assertEquals(numbers(10), pool.map(x -> x, numbers(10)));
      assertTrue(Workers.pids(pool).stream().noneMatch(before::contains));
      assertEquals(0, pool.stats().crashedWorkers());
      assertEquals(0, pool.stats().killedWorkers());
      Await.until("all workers have gone again", () -> pool.workers().isEmpty());
    }
  }

  @Test
  @Tag("slow")
  void shouldStopIdleWorkersThatHaveUsedUpTheirTasks() {
    try (Pool pool =
        Pool.builder()
            .workers(2)
            .maxTasksPerWorker(1)
            .idleTimeout(Duration.ofMillis(100))
            .build()) {
      assertEquals(numbers(5), pool.map(x -> x, numbers(5)));
      Await.until("all workers have gone", () -> pool.workers().isEmpty());
      assertEquals(numbers(5), pool.map(x -> x, numbers(5)));
    }
  }

  private static long ownWorkers(Set<Long> pids) {
    return ProcessHandle.current().descendants().filter(p -> pids.contains(p.pid())).count();
  }

  @Test
  void shouldLoseNothingWhenIdleWorkersGoWhileWorkComes() {
    losesNothing(10);
  }

  @Test
  @Tag("slow")
  @Timeout(300)
  void shouldLoseNothingWhenIdleWorkersGoManyTimesWhileWorkComes() {
    losesNothing(50);
  }

  private static void losesNothing(int rounds) {
    Random random = new Random(5);
    long idleNanos = 20_000_000;
    try (Pool pool =
        Pool.builder()
            .workers(1)
            .idleTimeout(Duration.ofNanos(idleNanos))
            .exitGrace(EXIT)
            .build()) {
      for (int i = 0; i < rounds; i++) {
        int captured = i;
        assertEquals(List.of(i), pool.map(x -> x + captured, List.of(0)));
        long pauseNanos = (long) (idleNanos * (0.8 + 0.4 * random.nextDouble()));
        LockSupport.parkNanos(pauseNanos); // about when it expires
      }
      assertEquals(0, pool.stats().crashedWorkers());
      assertEquals(0, pool.stats().killedWorkers());
    }
  }

  /** Takes longer to serialize than an idle worker lives. */
  private static final class SlowToWrite implements Serializable {

    private static final long serialVersionUID = 1L;

    private void writeObject(ObjectOutputStream out) throws IOException {
      LockSupport.parkNanos(100_000_000);
      out.defaultWriteObject();
    }
  }

  @Test
  void shouldLoseNothingWhenAnArgumentTakesLongToSerialize() {
    try (Pool pool = Pool.builder().workers(1).idleTimeout(Duration.ofMillis(30)).build()) {
      for (int i = 0; i < 5; i++) {
        assertEquals(List.of(true), pool.map(x -> x != null, List.of(new SlowToWrite())));
      }
    }
  }

  @Test
  void shouldStartAnExpiredWorkerAgainThoughAnotherIsThere() {
    try (Pool pool = Pool.builder().workers(2).idleTimeout(Duration.ofMillis(300)).build();
        Gate gate = Gate.create()) {
      var kept =
          pool.applyAsync(
              () -> {
                gate.pass();
                return 1;
              });
      gate.awaitArrived(1);
      Workers.awaitStarted(pool, 2);
      Await.until("the idle one has gone", () -> pool.workers().size() == 1);
      var second =
          pool.applyAsync(
              () -> {
                gate.arrive();
                return 2;
              });
      gate.awaitArrived(2); // though the first one still runs
      assertEquals(2, second.join());
      gate.open();
      assertEquals(1, kept.join());
    }
  }

  @Test
  void shouldStartAllWorkersAtFirstThoughFewComeUpAtATime() {
    int workers = Runtime.getRuntime().availableProcessors() + 2;
    try (Pool pool =
        Pool.builder()
            .workers(workers)
            .workerMaxHeap("64m")
            .idleTimeout(Duration.ofMinutes(1))
            .build()) {
      Await.until("all are there", () -> able(pool) == workers);
    }
  }

  @Test
  void shouldReuseTheIdleWorkerForCallsOneAfterTheOther() {
    try (Pool pool = Pool.builder().workers(2).idleTimeout(Duration.ofMinutes(1)).build()) {
      long first = pool.apply(() -> ProcessHandle.current().pid());
      Await.until("both are there", () -> able(pool) == 2);
      Set<Long> before = Workers.pids(pool);
      for (int i = 0; i < 20; i++) {
        pool.apply(() -> ProcessHandle.current().pid());
      }
      assertEquals(before, Workers.pids(pool));
      assertNotEquals(0, first);
    }
  }
}
