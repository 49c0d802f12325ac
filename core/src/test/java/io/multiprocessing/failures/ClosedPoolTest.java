package io.multiprocessing.failures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.Pool;
import io.multiprocessing.PoolException;
import io.multiprocessing.ResultIterator;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.NothingLeftBehind;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;

/** A pool is used after, or while, it is closed. */
@ExtendWith(NothingLeftBehind.class)
class ClosedPoolTest {

  private static Pool closed;
  private static Pool terminated;
  private static AsyncResult<Integer> doneBefore;
  private static AsyncResult<Integer> cutShort;
  private static ResultIterator<Integer> readBefore;

  @BeforeAll
  static void closeTwoPools() {
    closed = Pool.create(1);
    doneBefore = closed.applyAsync(() -> 5);
    readBefore = closed.imap(x -> x * x, List.of(0, 1, 2));
    Await.until("the results are there", () -> closed.stats().completedCalls() == 2);
    closed.close();
    terminated = Pool.create(1);
    cutShort =
        terminated.applyAsync(
            () -> {
              Thread.sleep(60_000);
              return 1;
            });
    terminated.terminate();
  }

  @AfterAll
  static void dropThem() {
    closed = null;
    terminated = null;
  }

  private static List<Executable> everyCall(Pool pool) {
    List<Integer> items = List.of(1, 2);
    ExecutorService executor = pool.asExecutor();
    return List.of(
        () -> pool.apply(() -> 1),
        () -> pool.applyAsync(() -> 1),
        () -> pool.map(x -> x, items),
        () -> pool.mapAsync(x -> x, items),
        () -> pool.starmap((a, b) -> a, List.of(Map.entry(1, 2))),
        () -> pool.starmapAsync((a, b) -> a, List.of(Map.entry(1, 2))),
        () -> pool.imap(x -> x, items),
        () -> pool.imapUnordered(x -> x, items),
        () -> pool.mapOutcomes(x -> x, items),
        () -> pool.mapOutcomesAsync(x -> x, items),
        () -> pool.mapReduce(x -> x, 0, Integer::sum, items),
        () -> pool.mapReduceAsync(x -> x, 0, Integer::sum, items),
        () -> pool.anyMatch(x -> x > 1, items),
        () -> pool.anyMatchAsync(x -> x > 1, items),
        () -> pool.allMatch(x -> x > 1, items),
        () -> pool.allMatchAsync(x -> x > 1, items),
        () -> pool.mapToDouble((double x) -> x, new double[] {1}),
        () -> pool.mapToDoubleAsync((double x) -> x, new double[] {1}),
        () -> pool.mapToLong((long x) -> x, new long[] {1}),
        () -> pool.mapToLongAsync((long x) -> x, new long[] {1}),
        () -> pool.mapToDouble((long x) -> x, 0, 3),
        () -> pool.mapToLong((long x) -> x, 0, 3),
        () -> pool.map(x -> x, List.of()),
        () -> executor.submit((Callable<Integer> & Serializable) () -> 1),
        () -> executor.execute((Runnable & Serializable) () -> {}),
        () -> executor.invokeAll(List.of((Callable<Integer> & Serializable) () -> 1)),
        () -> executor.invokeAny(List.of((Callable<Integer> & Serializable) () -> 1)),
        () -> pool.resize(2));
  }

  @Test
  void shouldRejectEveryCallAfterClose() {
    for (Executable call : everyCall(closed)) {
      RejectedExecutionException failure = assertThrows(RejectedExecutionException.class, call);
      assertTrue(failure.getMessage().contains("closed"), failure::getMessage);
    }
  }

  @Test
  void shouldRejectEveryCallAfterTerminate() {
    for (Executable call : everyCall(terminated)) {
      assertThrows(RejectedExecutionException.class, call);
    }
  }

  @Test
  void shouldAnswerQuestionsAfterTheEnd() throws Exception {
    for (Pool pool : List.of(closed, terminated)) {
      assertTrue(pool.isClosed());
      assertEquals(List.of(), pool.workers());
      assertNotNull(pool.toString());
      assertTrue(pool.asExecutor().isShutdown());
      assertTrue(pool.asExecutor().isTerminated());
      assertTrue(pool.asExecutor().awaitTermination(1, TimeUnit.NANOSECONDS));
    }
    assertEquals(2, closed.stats().completedCalls());
  }

  @Test
  void shouldDoNothingWhenEndedAgain() {
    for (Pool pool : List.of(closed, terminated)) {
      pool.close();
      pool.terminate();
      pool.asExecutor().shutdown();
      assertEquals(List.of(), pool.asExecutor().shutdownNow());
    }
  }

  @Test
  void shouldKeepTheResultsOfBefore() throws Exception {
    assertEquals(5, doneBefore.await());
    assertEquals(5, doneBefore.get());
    assertEquals(6, doneBefore.thenApply(value -> value + 1).get(45, TimeUnit.SECONDS));
    assertFalse(doneBefore.cancel(true));
    List<Integer> seen = new ArrayList<>();
    readBefore.forEachRemaining(seen::add);
    readBefore.close();
    assertEquals(List.of(0, 1, 4), seen);
  }

  @Test
  void shouldSayThatTheCallWasCutShort() {
    PoolException failure = assertThrows(PoolException.class, cutShort::await);

    assertTrue(failure.getMessage().contains("terminated"), failure::getMessage);
    assertFalse(cutShort.cancel(true));
    assertTrue(cutShort.isCompletedExceptionally());
  }

  @Test
  void shouldFinishWhatWasSubmittedBeforeItCloses() throws Exception {
    Pool pool = Pool.create(2);
    List<AsyncResult<Integer>> results = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int number = i;
      results.add(
          pool.applyAsync(
              () -> {
                Thread.sleep(20);
                return number;
              }));
    }

    pool.close();

    for (int i = 0; i < 20; i++) {
      assertTrue(results.get(i).isDone());
      assertEquals(i, results.get(i).await());
    }
  }

  @Test
  void shouldRejectCallsWhileItCloses() throws Exception {
    Pool pool = Pool.create(1);
    AsyncResult<Integer> running =
        pool.applyAsync(
            () -> {
              Thread.sleep(1_000);
              return 5;
            });
    Thread closing = new Thread(pool::close);
    closing.start();
    Await.until("it is being closed", pool::isClosed);

    assertThrows(RejectedExecutionException.class, () -> pool.apply(() -> 1));

    assertEquals(5, running.await());
    closing.join();
  }

  @Test
  void shouldTerminateWhenTheClosingThreadIsInterrupted() throws Exception {
    Pool pool = Pool.create(1);
    AsyncResult<Integer> running =
        pool.applyAsync(
            () -> {
              Thread.sleep(60_000);
              return 5;
            });
    AtomicBoolean interrupted = new AtomicBoolean();
    Thread closing =
        new Thread(
            () -> {
              pool.close();
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    closing.start();
    Await.until("it is being closed", pool::isClosed);

    closing.interrupt();
    closing.join(OneBadItem.SOON.toMillis());

    assertFalse(closing.isAlive(), Await::threadDump);
    assertTrue(interrupted.get());
    assertThrows(PoolException.class, running::await);
  }

  @Test
  void shouldTerminateWhileAnotherThreadCloses() throws Exception {
    Pool pool = Pool.create(1);
    pool.applyAsync(
        () -> {
          Death.hang();
          return 5;
        });
    Thread closing = new Thread(pool::close);
    closing.start();
    Await.until("it is being closed", pool::isClosed);

    Await.within(
        OneBadItem.SOON,
        "terminate while closing",
        () -> {
          pool.terminate();
          return null;
        });
    closing.join(OneBadItem.SOON.toMillis());

    assertFalse(closing.isAlive(), Await::threadDump);
  }

  @Test
  void shouldEndEveryCallThatRacesWithItsEnd() throws Exception {
    for (int round = 0; round < 6; round++) {
      Pool pool = Pool.create(1);
      AtomicInteger done = new AtomicInteger();
      Queue<Throwable> wrong = new ConcurrentLinkedQueue<>();
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        int kind = i % 4;
        Thread caller = new Thread(() -> callUntilRejected(pool, kind, done, wrong), "caller-" + i);
        caller.start();
        callers.add(caller);
      }
      int calls = 50 * round;
      Await.until("some calls are done", () -> done.get() > calls);

      if (round % 2 == 0) {
        pool.close();
      } else {
        pool.terminate();
      }

      for (Thread caller : callers) {
        caller.join(OneBadItem.SOON.toMillis());
        assertFalse(caller.isAlive(), Await::threadDump);
      }
      assertEquals(List.of(), List.copyOf(wrong));
    }
  }

  private static void callUntilRejected(
      Pool pool, int kind, AtomicInteger done, Queue<Throwable> wrong) {
    try {
      while (true) {
        switch (kind) {
          case 0 -> assertEquals(1, pool.apply(() -> 1));
          case 1 -> assertEquals(1, pool.applyAsync(() -> 1).await());
          case 2 -> assertEquals(1, pool.applyAsync(() -> 1).thenApply(x -> x).join());
          default -> {
            try (ResultIterator<Integer> results = pool.imap(x -> x, List.of(1, 2, 3))) {
              results.forEachRemaining(x -> {});
            }
          }
        }
        done.incrementAndGet();
      }
    } catch (RejectedExecutionException e) {
      // the end
    } catch (PoolException e) {
      if (!e.getMessage().contains("terminated") && !e.getMessage().contains("closed")) {
        wrong.add(e);
      }
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof PoolException)
          && !(e.getCause() instanceof RejectedExecutionException)) {
        wrong.add(e);
      }
    } catch (RuntimeException | Error e) {
      wrong.add(e);
    }
  }
}
