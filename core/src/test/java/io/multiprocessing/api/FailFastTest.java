package io.multiprocessing.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.Outcome;
import io.multiprocessing.Pool;
import io.multiprocessing.PoolException;
import io.multiprocessing.TaskFailedException;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.TaskSerializationException;
import io.multiprocessing.TaskTimeoutException;
import io.multiprocessing.WorkerContext;
import io.multiprocessing.testing.Gate;
import io.multiprocessing.testing.NothingLeftBehind;
import io.multiprocessing.testing.TaskLog;
import io.multiprocessing.testing.Workers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the failure of one item does to the others, and how often it is tried. */
@ExtendWith(NothingLeftBehind.class)
class FailFastTest {

  private static Pool pool;

  @BeforeAll
  static void start() {
    // long enough for a task that reacts, on a loaded machine, too
    pool = Pool.builder().workers(2).interruptGrace(Duration.ofSeconds(20)).build();
    Workers.awaitStarted(pool, 2); // the second is not listed before the first is up
  }

  @AfterAll
  static void stop() {
    pool.close();
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static TaskOptions options() {
    return TaskOptions.defaults();
  }

  private static int failOn(int x, int... bad) {
    if (Arrays.stream(bad).anyMatch(b -> b == x)) {
      throw new IllegalStateException("item " + x);
    }
    return x;
  }

  @Test
  void shouldStopTheRestAtTheFirstFailure() {
    try (TaskLog log = TaskLog.create()) {
      TaskFailedException e =
          assertThrows(
              TaskFailedException.class,
              () ->
                  pool.map(
                      x -> {
                        log.add(x);
                        if (x == 1) {
                          throw new IllegalStateException("item " + x);
                        }
                        Thread.sleep(x < 2 ? 0 : 60_000);
                        return x;
                      },
                      numbers(500)));
      assertEquals(1, e.itemIndex());
      assertEquals("item 1", e.getCause().getMessage());
      assertEquals(numbers(10), pool.map(x -> x, numbers(10)));
      assertTrue(log.lines().size() < 20, "started " + log.lines());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 30})
  void shouldRunAllAndThrowTheLowestFailureWhenToldNotToStop(int chunkSize) {
    try (TaskLog log = TaskLog.create();
        Gate gate = Gate.create()) {
      AsyncResult<List<Integer>> result =
          pool.mapAsync(
              x -> {
                log.add(x);
                if (x == 3 && chunkSize < 30) {
                  gate.pass(); // the lowest is the last to fail
                }
                return failOn(x, 3, 7, 8, 29);
              },
              numbers(30),
              options().failFast(false).chunkSize(chunkSize));
      log.awaitLines(30);
      gate.open();
      TaskFailedException e = assertThrows(TaskFailedException.class, result::await);
      assertEquals(3, e.itemIndex());
      Set<Long> others = new TreeSet<>();
      for (Throwable suppressed : e.getSuppressed()) {
        others.add(assertInstanceOf(TaskFailedException.class, suppressed).itemIndex());
        assertEquals(0, suppressed.getSuppressed().length);
      }
      assertEquals(Set.of(7L, 8L, 29L), others);
      assertEquals(3, e.getSuppressed().length);
      assertEquals(30, log.lines().size());
    }
  }

  @Test
  void shouldWaitForTheRunningItemsWhenToldNotToStop() {
    // a large message, and another item that runs on for a while
    String large = "x".repeat(1_000_000);
    try (Gate gate = Gate.create()) {
      var result =
          pool.mapAsync(
              x -> {
                if (x == 0) {
                  throw new IllegalArgumentException(large);
                }
                gate.pass();
                return x;
              },
              numbers(2),
              options().failFast(false).chunkSize(1));
      gate.awaitArrived(1);
      assertFalse(result.isDone());
      gate.open();
      TaskFailedException e = assertThrows(TaskFailedException.class, result::await);
      assertEquals(large, e.getCause().getMessage());
    }
  }

  @Test
  void shouldGiveTheOutcomeOfEveryItem() {
    List<Outcome<Integer>> outcomes = pool.mapOutcomes(x -> failOn(x, 0, 5, 9), numbers(10));
    for (int i = 0; i < 10; i++) {
      Outcome<Integer> outcome = outcomes.get(i);
      if (Set.of(0, 5, 9).contains(i)) {
        assertFalse(outcome.isSuccess());
        PoolException failure = outcome.failure().orElseThrow();
        assertEquals(i, assertInstanceOf(TaskFailedException.class, failure).itemIndex());
        assertThrows(TaskFailedException.class, outcome::get);
      } else {
        assertTrue(outcome.isSuccess());
        assertTrue(outcome.failure().isEmpty());
        assertEquals(i, outcome.get());
      }
    }
  }

  @Test
  void shouldFailOnlyTheItemsWhoseArgumentsCannotTravel() {
    Set<Long> before = pids();
    List<Object> items = Arrays.asList(1, Thread.currentThread(), 2, new Object[] {new Thread()});
    for (int chunkSize : new int[] {1, 4}) {
      List<Outcome<String>> outcomes =
          pool.mapOutcomes(x -> "got " + x, items, options().chunkSize(chunkSize));
      assertEquals("got 1", outcomes.get(0).get());
      assertEquals("got 2", outcomes.get(2).get());
      for (int bad : new int[] {1, 3}) {
        PoolException failure = outcomes.get(bad).failure().orElseThrow();
        assertEquals(bad, assertInstanceOf(TaskSerializationException.class, failure).itemIndex());
        assertTrue(failure.getMessage().contains("java.lang.Thread"), failure.getMessage());
      }
    }
    TaskSerializationException e =
        assertThrows(
            TaskSerializationException.class,
            () -> pool.map(x -> x, IntStream.range(0, 10).mapToObj(i -> new Thread()).toList()));
    assertTrue(e.itemIndex() >= 0);
    assertEquals(before, pids());
  }

  @Test
  void shouldFailOnlyTheItemsWhoseResultsCannotTravel() {
    Set<Long> before = pids();
    List<Outcome<Object>> outcomes =
        pool.mapOutcomes(
            x -> x % 2 == 0 ? (Object) x : new Thread("t"), numbers(20), options().chunkSize(3));
    for (int i = 0; i < 20; i++) {
      if (i % 2 == 0) {
        assertEquals(i, outcomes.get(i).get());
      } else {
        PoolException failure = outcomes.get(i).failure().orElseThrow();
        assertEquals(i, assertInstanceOf(TaskSerializationException.class, failure).itemIndex());
      }
    }
    assertEquals(before, pids());
  }

  private static Set<Long> pids() {
    return Workers.pids(pool);
  }

  @Test
  void shouldRunAFailedItemAgainAsOftenAsAllowed() {
    try (TaskLog log = TaskLog.create()) {
      long retriedBefore = pool.stats().retriedTasks();
      List<Integer> attempts =
          pool.map(
              x -> {
                int attempt = WorkerContext.current().attempt();
                log.add(x + " " + attempt);
                if (attempt <= x) {
                  throw new IllegalStateException("attempt " + attempt);
                }
                return attempt;
              },
              numbers(4),
              options().retries(3));
      assertEquals(List.of(1, 2, 3, 4), attempts);
      assertEquals(10, log.lines().size());
      assertEquals(10, Set.copyOf(log.lines()).size());
      assertEquals(6, pool.stats().retriedTasks() - retriedBefore);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5})
  void shouldGiveUpAfterTheLastRetry(int retries) {
    try (TaskLog log = TaskLog.create()) {
      TaskFailedException e =
          assertThrows(
              TaskFailedException.class,
              () ->
                  pool.apply(
                      () -> {
                        int attempt = WorkerContext.current().attempt();
                        log.add(attempt);
                        throw new IllegalStateException("attempt " + attempt);
                      },
                      options().retries(retries)));
      assertEquals("attempt " + (retries + 1), e.getCause().getMessage());
      assertEquals(
          IntStream.rangeClosed(1, retries + 1).mapToObj(String::valueOf).toList(), log.lines());
    }
  }

  @Test
  void shouldRetryEveryKindOfCall() {
    assertEquals(
        45,
        (int) pool.mapReduce(x -> flaky(x), 0, Integer::sum, numbers(10), options().retries(9)));
    assertTrue(pool.allMatch(x -> flaky(x) >= 0, numbers(10), options().retries(9)));
    assertEquals(
        45, Arrays.stream(pool.mapToLong(x -> flaky((int) x), 0, 10, options().retries(9))).sum());
    List<Outcome<Integer>> outcomes =
        pool.mapOutcomes(x -> flaky(x), numbers(10), options().retries(1));
    assertTrue(outcomes.stream().allMatch(Outcome::isSuccess));
  }

  /** Every third item fails at its first attempt; with its chunk that may be several times. */
  private static int flaky(int x) {
    String key = "flaky";
    WorkerContext context = WorkerContext.current();
    if (x % 3 == 0 && context.attempt() == 1) {
      throw new IllegalStateException(key);
    }
    return x;
  }

  @Test
  void shouldRetryAnItemThatTookTooLong() {
    List<Integer> results =
        pool.map(
            x -> {
              if (x == 2 && WorkerContext.current().attempt() == 1) {
                Thread.sleep(60_000);
              }
              return x;
            },
            numbers(5),
            // more than one, for an item that a loaded machine lets wait so long
            options().taskTimeout(Duration.ofMillis(1_500)).retries(5));
    assertEquals(numbers(5), results);
  }

  @Test
  void shouldTimeOutTheOddOnesAndFinishTheEvenOnes() {
    Duration limit = Duration.ofMillis(500);
    List<Outcome<Integer>> outcomes;
    do { // until the even ones keep it, however loaded the machine
      limit = limit.multipliedBy(2);
      outcomes =
          pool.mapOutcomes(
              x -> {
                Thread.sleep(x % 2 == 0 ? 0 : 60_000);
                return x;
              },
              numbers(6),
              options().taskTimeout(limit));
      for (int i = 1; i < 6; i += 2) {
        assertTimedOut(i, limit, outcomes.get(i));
      }
    } while (limit.toSeconds() < 16 && !areEvenOnesSuccesses(outcomes));
    for (int i = 0; i < 6; i += 2) {
      assertEquals(i, outcomes.get(i).get());
    }
  }

  private static void assertTimedOut(int index, Duration limit, Outcome<Integer> outcome) {
    PoolException failure = outcome.failure().orElseThrow();
    TaskTimeoutException e = assertInstanceOf(TaskTimeoutException.class, failure);
    assertEquals(index, e.itemIndex());
    assertEquals(limit, e.limit());
  }

  private static boolean areEvenOnesSuccesses(List<Outcome<Integer>> outcomes) {
    return IntStream.of(0, 2, 4).allMatch(i -> outcomes.get(i).isSuccess());
  }

  @Test
  void shouldAllowATimeLimitThatNoClockReaches() {
    TaskOptions forEver = options().taskTimeout(Duration.ofSeconds(Long.MAX_VALUE));
    assertEquals(numbers(5), pool.map(x -> x, numbers(5), forEver));
  }

  @Test
  void shouldEndQuicklyThoughManySlowItemsFollowTheFailure() {
    List<Object> items =
        IntStream.range(0, 101).mapToObj(i -> i == 0 ? (Object) "a" : (Object) 10).toList();
    long start = System.nanoTime();
    TaskFailedException e =
        assertThrows(
            TaskFailedException.class,
            () ->
                pool.map(
                    x -> {
                      Thread.sleep(1_000L * (Integer) x);
                      return x;
                    },
                    items));
    assertInstanceOf(ClassCastException.class, e.getCause());
    assertTrue(System.nanoTime() - start < 60_000_000_000L);
  }
}
