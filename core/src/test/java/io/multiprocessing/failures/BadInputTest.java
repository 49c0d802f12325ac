package io.multiprocessing.failures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.Pool;
import io.multiprocessing.PoolException;
import io.multiprocessing.PoolStats;
import io.multiprocessing.ResultIterator;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.NothingLeftBehind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The input throws, blocks, or never ends. */
@ExtendWith(NothingLeftBehind.class)
class BadInputTest {

  private static Pool pool;

  @BeforeAll
  static void open() {
    pool =
        Pool.builder()
            .workers(2)
            .interruptGrace(Duration.ofMinutes(1)) // of items of a stream that is closed
            .build();
  }

  @AfterAll
  static void closeAndCheckThatNoWorkerDied() {
    PoolStats stats = pool.stats();
    pool.close();
    assertEquals(0, stats.crashedWorkers() + stats.killedWorkers(), stats::toString);
  }

  private static class SayWhenException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Numbers from 0, until the function throws instead. */
  private static Iterable<Integer> numbers(IntFunction<Integer> function) {
    return () ->
        new Iterator<>() {
          private int next;

          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Integer next() {
            return function.apply(next++);
          }
        };
  }

  private static Iterable<Integer> throwingAt(int k) {
    return numbers(
        i -> {
          if (i == k) {
            throw new SayWhenException();
          }
          return i;
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 17})
  void shouldThrowTheExceptionOfTheInputFromAMap(int k) throws Exception {
    for (int time = 0; time < 2; time++) { // and again
      assertThrows(SayWhenException.class, () -> pool.map(x -> x, throwingAt(k)));
      assertThrows(SayWhenException.class, () -> pool.mapAsync(x -> x, throwingAt(k)));
      assertThrows(SayWhenException.class, () -> pool.mapOutcomes(x -> x, throwingAt(k)));
      assertThrows(
          SayWhenException.class, () -> pool.mapReduce(x -> x, 0, Integer::sum, throwingAt(k)));
      assertThrows(SayWhenException.class, () -> pool.anyMatch(x -> x < 0, throwingAt(k)));
    }
    OneBadItem.checkWorks(pool);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 17, 300})
  void shouldThrowTheExceptionOfTheInputFromAnImapAfterTheResultsBeforeIt(int k) throws Exception {
    for (int time = 0; time < 2; time++) {
      try (ResultIterator<Integer> results = pool.imap(x -> x * 2, throwingAt(k))) {
        for (int i = 0; i < k; i++) {
          assertEquals(i * 2, results.next());
        }
        assertTrue(results.hasNext());
        assertThrows(SayWhenException.class, results::next);
        assertFalse(results.hasNext());
        assertThrows(NoSuchElementException.class, results::next);
      }
    }
    OneBadItem.checkWorks(pool);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 17, 300})
  void shouldThrowTheExceptionOfTheInputFromAnUnorderedImapAfterTheResultsBeforeIt(int k)
      throws Exception {
    for (int time = 0; time < 2; time++) {
      try (ResultIterator<Integer> results =
          pool.imapUnordered(x -> x * 2, throwingAt(k), TaskOptions.defaults().chunkSize(7))) {
        Set<Integer> seen = new TreeSet<>();
        for (int i = 0; i < k; i++) {
          seen.add(results.next());
        }
        assertEquals(k, seen.size());
        assertThrows(SayWhenException.class, results::next);
        assertFalse(results.hasNext());
      }
    }
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldThrowTheExceptionOfTheInputFromTheStreamOfResults() throws Exception {
    List<Integer> seen = new ArrayList<>();

    assertThrows(
        SayWhenException.class,
        () -> {
          try (var stream = pool.imap(x -> x, throwingAt(5)).stream()) {
            stream.forEach(seen::add);
          }
        });

    assertEquals(List.of(0, 1, 2, 3, 4), seen);
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldWrapAnErrorOfTheInput() throws Exception {
    try (ResultIterator<Integer> results =
        pool.imap(
            x -> x,
            numbers(
                i -> {
                  throw new AssertionError("no number");
                }))) {
      IllegalStateException failure = assertThrows(IllegalStateException.class, results::next);
      assertInstanceOf(AssertionError.class, failure.getCause());
    }
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldReportAnIterableWithoutIterator() throws Exception {
    try (ResultIterator<Integer> results = pool.imap(x -> x, (Iterable<Integer>) () -> null)) {
      assertThrows(NullPointerException.class, results::next);
    }
    try (ResultIterator<Integer> results =
        pool.imap(
            x -> x,
            (Iterable<Integer>)
                () -> {
                  throw new SayWhenException();
                })) {
      assertThrows(SayWhenException.class, results::next);
    }
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldRefuseNullInTheStackOfTheCaller() throws Exception {
    assertThrows(NullPointerException.class, () -> pool.map(null, List.of(1)));
    assertThrows(NullPointerException.class, () -> pool.map(x -> x, null));
    assertThrows(NullPointerException.class, () -> pool.imap(x -> x, null));
    assertThrows(NullPointerException.class, () -> pool.apply(null));
    assertThrows(
        NullPointerException.class,
        () -> pool.starmap((a, b) -> a, (Iterable<Map.Entry<Integer, Integer>>) null));
    assertThrows(NullPointerException.class, () -> pool.map(x -> x, List.of(1), null));
    assertThrows(NullPointerException.class, () -> pool.mapToDouble(x -> x, (double[]) null));
    assertThrows(NullPointerException.class, () -> pool.mapToLong(x -> x, (long[]) null));
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldSendAnExceptionOfTheInputNoFurtherThanItsCall() throws Exception {
    List<Integer> items = IntStream.range(0, 100).boxed().toList();
    try (ResultIterator<Integer> good = pool.imap(x -> x, items);
        ResultIterator<Integer> bad = pool.imap(x -> x, throwingAt(50))) {
      for (int i = 0; i < 50; i++) {
        assertEquals(i, good.next());
        assertEquals(i, bad.next());
      }
      assertThrows(SayWhenException.class, bad::next);
      for (int i = 50; i < 100; i++) {
        assertEquals(i, good.next());
      }
    }
  }

  @Test
  void shouldNotWaitForAnInputThatBlocks() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    ResultIterator<Integer> results =
        pool.imap(
            x -> x,
            numbers(
                i -> {
                  if (i < 3) {
                    return i;
                  }
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                  }
                  return i;
                }));
    assertEquals(0, results.next());
    assertEquals(1, results.next());
    assertEquals(2, results.next());
    OneBadItem.checkWorks(pool); // meanwhile

    results.close();

    Await.until("the reader of the input is interrupted", () -> interrupted.getCount() == 0);
  }

  @Test
  void shouldCloseThoughAnInputNeverEnds() throws Exception {
    Pool other = Pool.create(1);
    ResultIterator<Integer> results = other.imap(x -> x, numbers(i -> i));
    assertEquals(0, results.next());

    Await.within(
        OneBadItem.SOON,
        "close during an endless imap",
        () -> {
          other.close();
          return null;
        });

    int expected = 1;
    while (results.hasNext()) {
      try {
        assertEquals(expected, results.next());
        expected++;
      } catch (PoolException e) {
        assertTrue(e.getMessage().contains("closed before all items were read"), e::getMessage);
      }
    }
    assertTrue(expected > 1, "what was read before is delivered");
  }
}
