package io.multiprocessing.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.Pool;
import io.multiprocessing.PoolException;
import io.multiprocessing.ResultIterator;
import io.multiprocessing.TaskFailedException;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.TaskTimeoutException;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.Gate;
import io.multiprocessing.testing.NothingLeftBehind;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results computed while they are consumed. */
@ExtendWith(NothingLeftBehind.class)
class ImapTest {

  private static Pool pool;

  @BeforeAll
  static void start() {
    pool = Pool.create(2);
  }

  @AfterAll
  static void stop() {
    pool.close();
  }

  /** 0, 1, 2, … without end; counts what is taken from it. */
  private static final class Naturals implements Iterable<Integer> {

    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger(); // results asked for by the consumer
    private final AtomicInteger mostHeld = new AtomicInteger();

    @Override
    public Iterator<Integer> iterator() {
      return Stream.generate(this::next).iterator();
    }

    private int next() {
      int index = taken.getAndIncrement();
      mostHeld.accumulateAndGet(index + 1 - asked.get(), Math::max);
      return index;
    }
  }

  private static Iterable<Integer> numbersThenFailure(int count) {
    return () ->
        IntStream.iterate(0, i -> i + 1)
            .mapToObj(
                i -> {
                  if (i == count) {
                    throw new IllegalStateException("say when");
                  }
                  return i;
                })
            .iterator();
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @Test
  void shouldWorkOnAnInfiniteInput() {
    try (ResultIterator<Integer> results = pool.imap(x -> x * 2, new Naturals())) {
      for (int i = 0; i < 2_000; i++) {
        assertEquals(2 * i, results.next());
      }
    }
  }

  @Test
  void shouldHoldABoundedNumberOfItemsOfAnInfiniteInput() {
    Naturals naturals = new Naturals();
    try (ResultIterator<Integer> results =
        pool.imap(
            x -> {
              Thread.sleep(1);
              return x;
            },
            naturals)) {
      for (int i = 0; i < 100; i++) {
        naturals.asked.incrementAndGet();
        results.next();
      }
    }
    // tasks of a millisecond: a chunk is one item or a few, and 4 of them per worker are held
    assertTrue(naturals.mostHeld.get() <= 200, "held " + naturals.mostHeld);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 50})
  void shouldNeverHoldMoreThanTheLookAhead(int lookAhead) {
    for (int chunkSize : new int[] {1, 5, 100}) {
      Naturals naturals = new Naturals();
      TaskOptions options = TaskOptions.defaults().lookAhead(lookAhead).chunkSize(chunkSize);
      try (ResultIterator<Integer> results = pool.imap(x -> x, naturals, options)) {
        Await.until("the look-ahead is read", () -> naturals.taken.get() == lookAhead);
        for (int i = 0; i < 300; i++) {
          naturals.asked.incrementAndGet();
          assertEquals(i, results.next());
        }
      }
      assertEquals(lookAhead, naturals.mostHeld.get());
    }
  }

  @Test
  void shouldReturnAtOnceThoughTheInputBlocks() {
    BlockingQueue<Integer> input = new LinkedBlockingQueue<>();
    Iterable<Integer> items = () -> Stream.generate(() -> takeFrom(input)).iterator();
    try (ResultIterator<Integer> results = pool.imap(x -> x + 1, items)) {
      assertThrows(TaskTimeoutException.class, () -> results.next(Duration.ofMillis(20)));
      for (int i = 0; i < 5; i++) { // each result comes though the next item is not there yet
        input.add(i);
        assertEquals(i + 1, results.next(Duration.ofSeconds(45)));
      }
    }
  }

  private static int takeFrom(BlockingQueue<Integer> queue) {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shouldKeepTheOrderOfTheItems() {
    List<Integer> results = new ArrayList<>();
    pool.<Integer, Integer>imap(
            x -> {
              Thread.sleep(x % 5 == 0 ? 5 : 0);
              return x;
            },
            numbers(100),
            TaskOptions.defaults().chunkSize(1))
        .forEachRemaining(results::add);
    assertEquals(numbers(100), results);
  }

  @Test
  void shouldReturnResultsAsTheyComeWhenUnordered() {
    try (Gate gate = Gate.create();
        ResultIterator<Integer> results =
            pool.imapUnordered(
                x -> {
                  if (x == 0) {
                    gate.pass();
                  }
                  return x;
                },
                numbers(10),
                TaskOptions.defaults().chunkSize(1))) {
      HashSet<Integer> early = new HashSet<>();
      for (int i = 0; i < 9; i++) {
        early.add(results.next());
      }
      assertEquals(new HashSet<>(numbers(10).subList(1, 10)), early);
      gate.open();
      assertEquals(0, results.next());
      assertFalse(results.hasNext());
    }
  }

  @Test
  void shouldStayUsableAfterAWaitInVain() {
    try (Gate gate = Gate.create();
        ResultIterator<Integer> results =
            pool.imap(
                x -> {
                  gate.pass();
                  return x;
                },
                numbers(3))) {
      TaskTimeoutException e =
          assertThrows(TaskTimeoutException.class, () -> results.next(Duration.ofMillis(30)));
      assertEquals(Duration.ofMillis(30), e.limit());
      assertThrows(TaskTimeoutException.class, () -> results.next(Duration.ZERO));
      assertThrows(TaskTimeoutException.class, () -> results.next(Duration.ofMillis(-1)));
      gate.open();
      assertEquals(0, results.next(ChronoUnit.FOREVER.getDuration()));
      assertEquals(1, results.next(Duration.ofDays(365_000)));
      assertEquals(2, results.next());
      assertFalse(results.hasNext());
      assertThrows(NoSuchElementException.class, () -> results.next(Duration.ofMillis(1)));
    }
  }

  @Test
  void shouldThrowAFailedItemAndGoOn() {
    ResultIterator<Integer> results = pool.imap(x -> 10 / (x - 2), numbers(5));
    assertEquals(-5, results.next());
    assertEquals(-10, results.next());
    TaskFailedException e = assertThrows(TaskFailedException.class, results::next);
    assertEquals(2, e.itemIndex());
    assertInstanceOf(ArithmeticException.class, e.getCause());
    assertEquals(10, results.next());
    assertEquals(5, results.next());
    assertFalse(results.hasNext());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 100})
  void shouldThrowWhatTheInputThrowsAfterTheResultsBeforeIt(int count) {
    for (int round = 0; round < 2; round++) { // twice: the pool is as good as before
      for (int chunkSize : new int[] {1, 8}) {
        TaskOptions options = TaskOptions.defaults().chunkSize(chunkSize);
        ResultIterator<Integer> ordered = pool.imap(x -> x, numbersThenFailure(count), options);
        for (int i = 0; i < count; i++) {
          assertEquals(i, ordered.next());
        }
        assertTrue(ordered.hasNext());
        IllegalStateException e = assertThrows(IllegalStateException.class, ordered::next);
        assertEquals("say when", e.getMessage());
        assertFalse(ordered.hasNext());
        assertThrows(NoSuchElementException.class, ordered::next);

        ResultIterator<Integer> unordered =
            pool.imapUnordered(x -> x, numbersThenFailure(count), options);
        HashSet<Integer> got = new HashSet<>();
        for (int i = 0; i < count; i++) {
          got.add(unordered.next());
        }
        assertEquals(new HashSet<>(numbers(count)), got);
        assertThrows(IllegalStateException.class, unordered::next);
      }
    }
  }

  @Test
  void shouldThrowWhatTheInputOfAMapThrowsInTheCaller() {
    for (int round = 0; round < 2; round++) {
      IllegalStateException e =
          assertThrows(IllegalStateException.class, () -> pool.map(x -> x, numbersThenFailure(5)));
      assertEquals("say when", e.getMessage());
      assertThrows(IllegalStateException.class, () -> pool.mapAsync(x -> x, numbersThenFailure(5)));
    }
    assertEquals(List.of(1), pool.map(x -> x, List.of(1)));
  }

  @Test
  void shouldTurnAnErrorOfTheInputIntoAnException() {
    AssertionError error = new AssertionError("not an exception");
    Iterable<Integer> items =
        () -> {
          throw error;
        };
    ResultIterator<Integer> results = pool.imap(x -> x, items);
    RuntimeException e = assertThrows(RuntimeException.class, results::next);
    assertSame(error, e.getCause());
  }

  @Test
  void shouldReadNothingMoreAfterClose() {
    Naturals naturals = new Naturals();
    ResultIterator<Integer> results = pool.imap(x -> x, naturals);
    results.next();
    results.close();
    results.close();
    assertFalse(results.hasNext());
    assertThrows(NoSuchElementException.class, results::next);
    assertThrows(NoSuchElementException.class, () -> results.next(Duration.ofSeconds(1)));
    Await.until("the input is not read any more", () -> noThreadReads());
    int taken = naturals.taken.get();
    assertEquals(List.of(1), pool.map(x -> x, List.of(1)));
    assertEquals(taken, naturals.taken.get());
  }

  private static boolean noThreadReads() {
    return Thread.getAllStackTraces().keySet().stream()
        .noneMatch(thread -> thread.getName().endsWith("-input"));
  }

  @Test
  void shouldNeverReturnAnythingAfterClose() {
    for (int i = 0; i < 200; i++) {
      ResultIterator<Integer> results = pool.imap(x -> x, new Naturals());
      results.next();
      results.close();
      assertFalse(results.hasNext());
    }
  }

  @Test
  void shouldDoNothingOnCloseAfterTheEnd() {
    ResultIterator<Integer> results = pool.imap(x -> x, List.of(1));
    assertEquals(1, results.next());
    assertFalse(results.hasNext());
    results.close();
    assertFalse(results.hasNext());
  }

  @Test
  void shouldStopRunningTasksOnClose() {
    try (Gate gate = Gate.create()) {
      ResultIterator<Integer> results =
          pool.imap(
              x -> {
                gate.arrive();
                Thread.sleep(60_000);
                return x;
              },
              numbers(2),
              TaskOptions.defaults().chunkSize(1));
      gate.awaitArrived(2);
      results.close();
      assertEquals(numbers(4), pool.map(x -> x, numbers(4)));
    }
  }

  @Test
  void shouldGiveTheRemainingResultsAsAStream() {
    ResultIterator<Integer> results = pool.imap(x -> x * x, new Naturals());
    results.next();
    Naturals naturals = new Naturals();
    try (Stream<Integer> stream = pool.<Integer, Integer>imap(x -> x, naturals).stream()) {
      assertEquals(List.of(0, 2, 4), stream.filter(x -> x % 2 == 0).limit(3).toList());
    }
    try (Stream<Integer> stream = results.stream()) {
      assertEquals(List.of(1, 4, 9), stream.limit(3).toList());
    }
    assertFalse(results.hasNext()); // closed with its stream
  }

  @Test
  void shouldEndAnUnfinishedStreamWhenThePoolIsClosed() {
    Pool own = Pool.create(1);
    Naturals naturals = new Naturals();
    TaskOptions options = TaskOptions.defaults().lookAhead(10);
    ResultIterator<Integer> results = own.imap(x -> x, naturals, options);
    assertEquals(0, results.next());
    Await.until("the look-ahead is read", () -> naturals.taken.get() == 11);
    own.close();
    for (int i = 1; i < 11; i++) { // what was read is finished
      assertEquals(i, results.next());
    }
    assertThrows(PoolException.class, results::next);
    assertFalse(results.hasNext());
    assertEquals(11, naturals.taken.get());
  }

  @Test
  void shouldEndAnUnfinishedStreamWhenThePoolIsTerminated() {
    Pool own = Pool.create(1);
    BlockingQueue<Integer> input = new LinkedBlockingQueue<>();
    Iterable<Integer> blocking = () -> Stream.generate(() -> takeFrom(input)).iterator();
    ResultIterator<Integer> waiting = own.imap(x -> x, blocking);
    own.terminate();
    assertThrows(PoolException.class, waiting::next);
    assertFalse(waiting.hasNext());
  }

  @Test
  void shouldReadNoMoreForAnIteratorThatWasDropped() {
    AtomicReference<Thread> reader = new AtomicReference<>();
    Iterable<Integer> input =
        () -> {
          reader.set(Thread.currentThread());
          return Stream.iterate(0, n -> n + 1).iterator();
        };
    assertEquals(0, firstOf(input));
    Await.until(
        "nobody reads",
        () -> {
          System.gc();
          return !reader.get().isAlive();
        });
    assertEquals(1, pool.apply(() -> 1));
  }

  private static int firstOf(Iterable<Integer> input) {
    return pool.imap(x -> x, input).next();
  }

  @Test
  void shouldRunSeveralStreamsAtOnce() {
    List<ResultIterator<Integer>> streams = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int factor = i;
      streams.add(pool.imap(x -> x * factor, new Naturals()));
    }
    for (int n = 0; n < 100; n++) {
      for (int i = 0; i < 8; i++) {
        assertEquals(n * i, streams.get(i).next());
      }
    }
    streams.forEach(ResultIterator::close);
  }

  @Test
  void shouldRetryItemsOfAStream() {
    ResultIterator<Integer> results =
        pool.imap(
            x -> {
              if (io.multiprocessing.WorkerContext.current().attempt() <= x % 3) {
                throw new IllegalStateException("not yet");
              }
              return x;
            },
            numbers(30),
            TaskOptions.defaults().retries(2));
    for (int i = 0; i < 30; i++) {
      assertEquals(i, results.next());
    }
    assertFalse(results.hasNext());
  }
}
