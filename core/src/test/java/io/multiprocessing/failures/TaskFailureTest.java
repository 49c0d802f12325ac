package io.multiprocessing.failures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.Outcome;
import io.multiprocessing.Pool;
import io.multiprocessing.PoolStats;
import io.multiprocessing.TaskFailedException;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.WorkerSideException;
import io.multiprocessing.testing.NothingLeftBehind;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;

/** A task throws. Nobody has to die for it. */
@ExtendWith(NothingLeftBehind.class)
class TaskFailureTest {

  private static Pool pool;

  @BeforeAll
  static void open() {
    pool =
        Pool.builder()
            .workers(2)
            .workerMaxHeap("256m")
            .interruptGrace(Duration.ofMinutes(1)) // of items of a call that another one has failed
            .build();
  }

  @AfterAll
  static void closeAndCheckThatNoWorkerDied() {
    PoolStats stats = pool.stats();
    pool.close();
    assertEquals(0, stats.crashedWorkers() + stats.killedWorkers(), stats::toString);
  }

  /** An exception that no JVM can read: it holds a thread. */
  static class HoldsThreadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings({"serial", "unused"}) // that is the point
    private final Object held = Thread.currentThread();

    HoldsThreadException(String message) {
      super(message);
    }
  }

  /** An exception that refuses to be rebuilt. */
  static class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message);
    }

    private void readObject(ObjectInputStream in) throws IOException {
      throw new IOException("refuses to be read");
    }
  }

  /** An exception that throws when asked what it is. */
  static class SilentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("will not say");
    }
  }

  @Test
  void shouldFailOnlyTheItemThatThrew() throws Exception {
    TaskFailedException failure =
        OneBadItem.of(
            TaskFailedException.class,
            pool,
            item -> {
              throw new IllegalStateException("boom " + item);
            });

    assertEquals(4, failure.itemIndex());
    assertTrue(
        failure
            .getMessage()
            .matches(
                "item 4 of mapOutcomes in worker [12] threw"
                    + " java.lang.IllegalStateException: boom 4"),
        failure::getMessage);
    assertTrue(failure.getMessage().contains("worker " + failure.workerId() + " threw"));
    IllegalStateException cause = assertInstanceOf(IllegalStateException.class, failure.getCause());
    assertTrue(
        Arrays.stream(cause.getStackTrace())
            .anyMatch(frame -> frame.getClassName().equals(TaskFailureTest.class.getName())),
        "the stack trace is the worker's");
  }

  @Test
  void shouldBringCheckedExceptionsWithTheirCauses() throws Exception {
    TaskFailedException failure =
        OneBadItem.of(
            TaskFailedException.class,
            pool,
            item -> {
              throw new IOException("outer", new ArithmeticException("inner"));
            });

    assertInstanceOf(IOException.class, failure.getCause());
    assertInstanceOf(ArithmeticException.class, failure.getCause().getCause());
  }

  @Test
  void shouldFailOnlyTheItemThatThrewAnError() throws Exception {
    TaskFailedException failure =
        OneBadItem.of(
            TaskFailedException.class,
            pool,
            item -> {
              throw new AssertionError("not as expected");
            });

    assertInstanceOf(AssertionError.class, failure.getCause());
  }

  @Test
  void shouldFailOnlyTheItemThatOverflowedTheStack() throws Exception {
    TaskFailedException failure =
        OneBadItem.of(TaskFailedException.class, pool, TaskFailureTest::recurse);

    assertInstanceOf(StackOverflowError.class, failure.getCause());
  }

  @SuppressWarnings("InfiniteRecursion") // on purpose
  private static Object recurse(int depth) {
    return List.of(recurse(depth + 1));
  }

  @Test
  @SuppressWarnings("ModifiedButNotUsed") // it is there to fill the memory
  void shouldFailOnlyTheItemThatRanOutOfDirectMemory() throws Exception {
    // thrown by the JDK's Java code, after which the JVM is as good as before
    TaskFailedException failure =
        OneBadItem.of(
            TaskFailedException.class,
            pool,
            item -> {
              List<ByteBuffer> hoard = new ArrayList<>();
              while (true) {
                hoard.add(ByteBuffer.allocateDirect(1 << 30));
              }
            });

    assertInstanceOf(OutOfMemoryError.class, failure.getCause());
    assertTrue(failure.getMessage().contains("direct buffer memory"), failure::getMessage);
  }

  @Test
  void shouldDescribeAnExceptionThatCannotBeSerialized() throws Exception {
    TaskFailedException failure =
        OneBadItem.of(
            TaskFailedException.class,
            pool,
            item -> {
              throw new HoldsThreadException("holds a thread");
            });

    checkStandIn(failure, HoldsThreadException.class, "holds a thread");
  }

  @Test
  void shouldDescribeAnExceptionThatCannotBeDeserialized() throws Exception {
    TaskFailedException failure =
        OneBadItem.of(
            TaskFailedException.class,
            pool,
            item -> {
              throw new UnreadableException("cannot be rebuilt");
            });

    checkStandIn(failure, UnreadableException.class, "cannot be rebuilt");
  }

  private static void checkStandIn(TaskFailedException failure, Class<?> original, String message) {
    WorkerSideException standIn = assertInstanceOf(WorkerSideException.class, failure.getCause());
    assertEquals(original.getName(), standIn.originalClassName());
    assertTrue(standIn.originalStackTrace().contains(message), standIn::originalStackTrace);
    assertTrue(
        standIn.originalStackTrace().contains(TaskFailureTest.class.getName()),
        standIn::originalStackTrace);
    assertTrue(failure.getMessage().contains(original.getName()), failure::getMessage);
    assertTrue(failure.getMessage().contains(message), failure::getMessage);
    assertTrue(
        Arrays.stream(standIn.getStackTrace())
            .anyMatch(frame -> frame.getClassName().equals(TaskFailureTest.class.getName())));
  }

  @Test
  void shouldSurviveAnExceptionThatThrowsWhenAskedForItsMessage() throws Exception {
    TaskFailedException failure =
        OneBadItem.of(
            TaskFailedException.class,
            pool,
            item -> {
              throw new SilentException();
            });

    assertTrue(failure.getMessage().contains("SilentException"), failure::getMessage);
  }

  @Test
  void shouldNotLetAnInterruptOfItsOwnThreadReachTheNextItem() {
    List<Boolean> interrupted =
        pool.map(
            item -> {
              boolean was = Thread.currentThread().isInterrupted();
              Thread.currentThread().interrupt();
              return was;
            },
            Collections.nCopies(20, 0));

    assertFalse(interrupted.contains(true), interrupted::toString);
  }

  @Test
  void shouldThrowTheFirstFailureOfAMapAtOnce() throws Exception {
    TaskFailedException failure =
        assertThrows(
            TaskFailedException.class,
            () ->
                pool.map(
                    item -> {
                      if (item == 2) {
                        throw new IllegalStateException("two");
                      }
                      return item;
                    },
                    List.of(0, 1, 2, 3)));

    assertEquals(2, failure.itemIndex());
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldThrowTheFailureOfTheFirstItemAfterAllHaveRun() throws Exception {
    TaskFailedException failure =
        assertThrows(
            TaskFailedException.class,
            () ->
                pool.map(
                    item -> {
                      if (item % 10 == 3) {
                        throw new IllegalStateException("bad " + item);
                      }
                      return item;
                    },
                    range(40),
                    TaskOptions.defaults().failFast(false)));

    assertEquals(3, failure.itemIndex());
    List<Long> others =
        Stream.concat(
                Arrays.stream(failure.getSuppressed()),
                Arrays.stream(failure.getSuppressed())
                    .flatMap(suppressed -> Arrays.stream(suppressed.getSuppressed())))
            .map(suppressed -> ((TaskFailedException) suppressed).itemIndex())
            .sorted()
            .toList();
    assertEquals(List.of(13L, 23L, 33L), others);
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldReportTheFailureOfEveryKindOfCall() throws Exception {
    List<Integer> items = range(20);

    check(0, "the call in worker", () -> pool.apply(() -> 1 / zero()));
    check(
        7,
        "item 7 of starmap",
        () ->
            pool.starmap((a, b) -> a / (7 - b), items.stream().map(i -> Map.entry(i, i)).toList()));
    check(
        7,
        "item 7 of mapToDouble",
        () -> pool.mapToDouble((double x) -> Math.floorDiv(1, (int) x - 7), doubles(20)));
    check(7, "item 7 of mapToLong", () -> pool.mapToLong((long x) -> 1 / (x - 7), 0, 20));
    check(7, "of mapReduce", () -> pool.mapReduce(x -> 1 / (x - 7), 0, Integer::sum, items));
    check(7, "of anyMatch", () -> pool.anyMatch(x -> 1 / (x - 7) > 100, items));
    check(7, "of allMatch", () -> pool.allMatch(x -> 1 / (x - 7) < 100, items));
    OneBadItem.checkWorks(pool);
  }

  private static int zero() {
    return 0;
  }

  private static void check(int index, String where, Executable call) {
    TaskFailedException failure = assertThrows(TaskFailedException.class, call, where);
    assertInstanceOf(ArithmeticException.class, failure.getCause());
    assertTrue(failure.getMessage().contains(where), failure::getMessage);
    assertTrue(failure.getMessage().contains("/ by zero"), failure::getMessage);
    if (where.startsWith("item")) {
      assertEquals(index, failure.itemIndex(), where);
    }
  }

  @Test
  void shouldReportACombinerThatThrowsInAWorker() throws Exception {
    TaskFailedException failure =
        assertThrows(
            TaskFailedException.class,
            () ->
                pool.mapReduce(
                    x -> x,
                    0,
                    (a, b) -> {
                      throw new IllegalStateException("no sum");
                    },
                    range(100),
                    TaskOptions.defaults().chunkSize(50)));

    assertTrue(failure.getMessage().contains("no sum"), failure::getMessage);
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldReportACombinerThatThrowsInTheParent() throws Exception {
    TaskFailedException failure =
        assertThrows(
            TaskFailedException.class,
            () ->
                pool.mapReduce(
                    x -> x,
                    0,
                    (a, b) -> {
                      throw new IllegalStateException("no sum");
                    },
                    List.of(1)));

    assertTrue(failure.getMessage().contains("in the parent"), failure::getMessage);
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldReportACombinerThatThrowsAnErrorInTheParent() throws Exception {
    assertThrows(
        TaskFailedException.class,
        () ->
            pool.mapReduce(
                x -> x,
                0,
                (a, b) -> {
                  throw new AssertionError("no sum");
                },
                List.of(1)));
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldGoOnWithTheNextItemOfAnImapAfterAFailure() throws Exception {
    List<Object> seen = new ArrayList<>();
    try (var results = pool.imap(x -> 10 / (2 - x), range(5))) {
      while (results.hasNext()) {
        try {
          seen.add(results.next());
        } catch (TaskFailedException e) {
          seen.add("failed " + e.itemIndex());
        }
      }
    }
    assertEquals(List.of(5, 10, "failed 2", -10, -5), seen);
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldDeliverThousandsOfFailures() throws Exception {
    List<Outcome<Object>> outcomes =
        pool.mapOutcomes(
            item -> {
              throw new IllegalStateException("bad " + item);
            },
            range(3000));

    for (int i = 0; i < outcomes.size(); i++) {
      TaskFailedException failure = OneBadItem.failure(TaskFailedException.class, outcomes.get(i));
      assertEquals(i, failure.itemIndex());
      assertEquals("bad " + i, failure.getCause().getMessage());
    }
    assertArrayEquals(new long[] {0, 1, 2}, pool.mapToLong((long x) -> x, 0, 3));
  }

  private static List<Integer> range(int size) {
    return IntStream.range(0, size).boxed().toList();
  }

  private static double[] doubles(int size) {
    return IntStream.range(0, size).asDoubleStream().toArray();
  }
}
