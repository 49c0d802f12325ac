package io.multiprocessing.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.Pool;
import io.multiprocessing.ResultIterator;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.testing.Gate;
import io.multiprocessing.testing.NothingLeftBehind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No worker is idle while items wait, and calls take turns. */
@ExtendWith(NothingLeftBehind.class)
class SchedulingTest {

  private static Pool pool;

  @BeforeAll
  static void start() {
    pool = Pool.create(2);
    try (Gate gate = Gate.create()) {
      AsyncResult<List<Integer>> both =
          pool.mapAsync(
              x -> {
                gate.pass();
                return x;
              },
              numbers(2),
              TaskOptions.defaults().chunkSize(1));
      gate.awaitArrived(2);
      gate.open();
      both.await();
    }
  }

  @AfterAll
  static void stop() {
    pool.close();
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 50, 98})
  void shouldRunWhatWaitsBehindASlowItemElsewhere(int slow) {
    long[] nanos = new long[9];
    long[] nanosWithoutIt = new long[nanos.length];
    for (int round = 0; round < nanos.length; round++) {
      nanosWithoutIt[round] = nanosOfTheOthers(-1);
      nanos[round] = nanosOfTheOthers(slow);
    }
    Arrays.sort(nanos); // most rounds are quick, whatever else the machine did during a few
    Arrays.sort(nanosWithoutIt);
    assertTrue(
        nanos[4] < 500_000_000L + 10 * nanosWithoutIt[4],
        () ->
            "the others took "
                + Arrays.toString(nanos)
                + " ns, without it "
                + Arrays.toString(nanosWithoutIt));
  }

  /** Returns how long 99 of 100 items take while a slow one, if there is any, holds its worker. */
  private static long nanosOfTheOthers(int slow) {
    try (Gate gate = Gate.create();
        ResultIterator<Integer> results =
            pool.imapUnordered(
                x -> {
                  if (x == slow) {
                    gate.pass();
                  }
                  return x;
                },
                numbers(100),
                TaskOptions.defaults().chunkSize(1).lookAhead(100))) {
      long start = System.nanoTime();
      int sum = 0;
      for (int i = 0; i < 99; i++) {
        sum += results.next(Duration.ofSeconds(45));
      }
      long nanos = System.nanoTime() - start;
      gate.open();
      int last = results.next();
      assertTrue(slow < 0 || last == slow, "the last was " + last);
      assertEquals(99 * 100 / 2, sum + last);
      return nanos;
    }
  }

  @Test
  void shouldNotLetALongCallKeepShortOnesWaiting() {
    try (Gate gate = Gate.create()) {
      AsyncResult<List<Integer>> longCall =
          pool.mapAsync(
              x -> {
                gate.arrive();
                Thread.sleep(20);
                return x;
              },
              numbers(2_000));
      gate.awaitArrived(2);
      List<AsyncResult<Integer>> shortCalls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        shortCalls.add(pool.applyAsync(() -> 1));
      }
      shortCalls.forEach(AsyncResult::join);
      assertTrue(gate.arrived() < 1_000, "after " + gate.arrived() + " items");
      longCall.cancel(true);
    }
  }
}
