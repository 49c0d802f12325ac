package io.multiprocessing.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.Pool;
import io.multiprocessing.TaskFailedException;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.WorkerContext;
import io.multiprocessing.testing.Gate;
import io.multiprocessing.testing.NothingLeftBehind;
import io.multiprocessing.testing.Workers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Questions whose first decisive answer stops everybody. */
@ExtendWith(NothingLeftBehind.class)
class MatchTest {

  private static Pool pool;

  @BeforeAll
  static void start() {
    // long enough for a task that reacts, on a loaded machine, too
    pool = Pool.builder().workers(2).interruptGrace(Duration.ofSeconds(20)).build();
    both(pool);
  }

  /** Returns when both workers are up. */
  private static void both(Pool pool) {
    try (Gate gate = Gate.create()) {
      var results =
          pool.mapAsync(
              x -> {
                gate.pass();
                return x;
              },
              List.of(1, 2),
              TaskOptions.defaults().chunkSize(1));
      gate.awaitArrived(2);
      gate.open();
      results.await();
    }
  }

  @AfterAll
  static void stop() {
    pool.close();
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static Set<Long> pids() {
    return Workers.pids(pool);
  }

  @Test
  void shouldAnswerWhateverTheChunks() {
    for (int chunkSize : new int[] {1, 7, 100, 1_000}) {
      TaskOptions options = TaskOptions.defaults().chunkSize(chunkSize);
      assertTrue(pool.anyMatch(x -> x == 499, numbers(500), options));
      assertFalse(pool.anyMatch(x -> x == 500, numbers(500), options));
      assertTrue(pool.allMatch(x -> x < 500, numbers(500), options));
      assertFalse(pool.allMatch(x -> x < 499, numbers(500), options));
    }
  }

  @Test
  void shouldAnswerWithoutWaiting() {
    assertTrue(pool.anyMatchAsync(x -> x == 3, numbers(5)).await());
    assertFalse(pool.allMatchAsync(x -> x == 3, numbers(5)).await());
  }

  @Test
  void shouldStopTheOthersAtTheFirstTrue() {
    Set<Long> before = pids();
    try (Gate gate = Gate.create()) {
      assertTrue(
          pool.anyMatch(
              x -> {
                gate.arrive();
                if (x != 1) {
                  Thread.sleep(60_000);
                }
                return x == 1;
              },
              numbers(100),
              TaskOptions.defaults().chunkSize(1)));
      assertEquals(numbers(10), pool.map(x -> x, numbers(10)));
      assertTrue(gate.arrived() <= 4, "started " + gate.arrived());
    }
    assertEquals(before, pids()); // interrupted, not killed
  }

  @Test
  void shouldStopTheOthersAtTheFirstFalse() {
    Set<Long> before = pids();
    try (Gate gate = Gate.create()) {
      assertFalse(
          pool.allMatch(
              x -> {
                gate.arrive();
                while (x != 1 && !WorkerContext.current().isCancelled()) {
                  Thread.onSpinWait(); // ignores the interrupt, but looks
                }
                return x != 1;
              },
              numbers(100),
              TaskOptions.defaults().chunkSize(1)));
      assertEquals(numbers(10), pool.map(x -> x, numbers(10)));
      assertTrue(gate.arrived() <= 4, "started " + gate.arrived());
    }
    assertEquals(before, pids());
  }

  @Test
  void shouldStopWithinAChunk() {
    try (Gate gate = Gate.create()) {
      assertTrue(
          pool.anyMatch(
              x -> {
                gate.arrive();
                return x % 10 == 3;
              },
              numbers(10),
              TaskOptions.defaults().chunkSize(10)));
      assertEquals(4, gate.arrived());
    }
  }

  @Test
  void shouldThrowWhatThePredicateThrows() {
    for (int chunkSize : new int[] {1, 4, 10}) {
      TaskFailedException e =
          assertThrows(
              TaskFailedException.class,
              () ->
                  pool.anyMatch(
                      x -> 1 / (x - 5) > 100,
                      numbers(10),
                      TaskOptions.defaults().chunkSize(chunkSize)));
      assertEquals(5, e.itemIndex());
      assertEquals(ArithmeticException.class, e.getCause().getClass());
    }
  }
}
