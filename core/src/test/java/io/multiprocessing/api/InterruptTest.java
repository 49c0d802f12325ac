package io.multiprocessing.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.Pool;
import io.multiprocessing.PoolException;
import io.multiprocessing.ResultIterator;
import io.multiprocessing.testing.Gate;
import io.multiprocessing.testing.NothingLeftBehind;
import io.multiprocessing.testing.TaskLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A thread that is interrupted while it waits for the pool. */
@ExtendWith(NothingLeftBehind.class)
class InterruptTest {

  private static Pool pool;

  @BeforeAll
  static void start() {
    // long enough for a task that reacts, on a loaded machine, too
    pool = Pool.builder().workers(1).interruptGrace(Duration.ofSeconds(20)).build();
  }

  @AfterAll
  static void stop() {
    pool.close();
  }

  /** Something that waits, and may throw. */
  @FunctionalInterface
  private interface Wait {
    void run(Gate gate) throws Exception;
  }

  private record Seen(Throwable failure, boolean stillInterrupted) {}

  /** Runs it in a thread of its own, which is interrupted when a task has come to the gate. */
  private static Seen interrupted(Gate gate, Wait wait) {
    CompletableFuture<Seen> seen = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              Throwable failure = null;
              try {
                wait.run(gate);
              } catch (Throwable e) {
                failure = e;
              }
              seen.complete(new Seen(failure, Thread.currentThread().isInterrupted()));
            });
    thread.setDaemon(true);
    thread.start();
    gate.awaitArrived(1);
    thread.interrupt();
    return seen.orTimeout(45, TimeUnit.SECONDS).join();
  }

  private static int sleepLong(Gate gate, TaskLog log) throws Exception {
    gate.arrive();
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      log.add("stopped");
    }
    return 1;
  }

  private static void assertCancels(Wait wait, TaskLog log) {
    try (Gate gate = Gate.create()) {
      Seen seen = interrupted(gate, wait);
      PoolException e = assertInstanceOf(PoolException.class, seen.failure());
      assertEquals(PoolException.class, e.getClass());
      assertInstanceOf(InterruptedException.class, e.getCause());
      assertTrue(e.getMessage().contains("interrupted"), e.getMessage());
      assertTrue(seen.stillInterrupted());
      log.awaitLines(1);
    }
    assertEquals(List.of(1, 2), pool.map(x -> x, List.of(1, 2)));
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @Test
  void shouldCancelTheCallThatWaits() {
    try (TaskLog log = TaskLog.create()) {
      assertCancels(gate -> pool.map(x -> sleepLong(gate, log), numbers(10)), log);
    }
    try (TaskLog log = TaskLog.create()) {
      assertCancels(gate -> pool.apply(() -> sleepLong(gate, log)), log);
    }
    try (TaskLog log = TaskLog.create()) {
      assertCancels(gate -> pool.applyAsync(() -> sleepLong(gate, log)).await(), log);
    }
    try (TaskLog log = TaskLog.create()) {
      assertCancels(gate -> pool.mapToLong(x -> sleepLong(gate, log), 0, 10), log);
    }
    try (TaskLog log = TaskLog.create()) {
      assertCancels(
          gate -> pool.mapReduce(x -> sleepLong(gate, log), 0, Integer::sum, numbers(3)), log);
    }
    try (TaskLog log = TaskLog.create()) {
      assertCancels(gate -> pool.imap(x -> sleepLong(gate, log), numbers(10)).next(), log);
    }
  }

  @Test
  void shouldStopTheRestOfAnInterruptedMap() {
    try (TaskLog log = TaskLog.create();
        Gate gate = Gate.create()) {
      interrupted(gate, g -> pool.map(x -> sleepLong(g, log), numbers(100)));
      assertEquals(1, pool.apply(() -> 1));
      assertEquals(1, gate.arrived());
    }
  }

  @Test
  void shouldEndAStreamWhoseConsumerWasInterrupted() {
    try (TaskLog log = TaskLog.create();
        Gate gate = Gate.create()) {
      CompletableFuture<Boolean> more = new CompletableFuture<>();
      interrupted(
          gate,
          g -> {
            ResultIterator<Integer> results = pool.imap(x -> sleepLong(g, log), numbers(10));
            assertThrows(PoolException.class, results::hasNext);
            assertTrue(Thread.interrupted());
            more.complete(results.hasNext());
          });
      assertFalse(more.orTimeout(45, TimeUnit.SECONDS).join());
    }
  }

  @Test
  void shouldNotCancelWhatOnlyAFutureWaitsFor() throws Exception {
    try (Gate gate = Gate.create()) {
      AsyncResult<Integer> result =
          pool.applyAsync(
              () -> {
                gate.pass();
                return 7;
              });
      Seen seen = interrupted(gate, g -> result.get());
      assertInstanceOf(InterruptedException.class, seen.failure());
      assertFalse(seen.stillInterrupted());
      assertFalse(result.isDone());
      gate.open();
      assertEquals(7, result.get());
    }
  }

  @Test
  void shouldWaitOnInJoinAndSayAfterwardsThatItWasInterrupted() {
    try (Gate gate = Gate.create()) {
      AsyncResult<Integer> result =
          pool.applyAsync(
              () -> {
                gate.pass();
                return 7;
              });
      Thread.currentThread().interrupt();
      CompletableFuture<Void> opened =
          CompletableFuture.runAsync(
              gate::open, CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));
      assertEquals(7, result.join());
      assertTrue(Thread.interrupted());
      opened.join();
    }
  }

  @Test
  void shouldRefuseToWaitInAThreadThatIsAlreadyInterrupted() {
    Thread.currentThread().interrupt();
    try {
      assertThrows(PoolException.class, () -> pool.map(x -> x, numbers(10)));
      assertTrue(Thread.currentThread().isInterrupted());
      assertTrue(pool.workers().size() <= 1); // asks, and does not mind
      assertTrue(Thread.currentThread().isInterrupted());
    } finally {
      Thread.interrupted();
    }
    assertEquals(numbers(10), pool.map(x -> x, numbers(10)));
  }

  @Test
  void shouldTerminateThePoolWhenCloseIsInterrupted() {
    Pool own = Pool.create(1);
    try (Gate gate = Gate.create()) {
      AsyncResult<Integer> running =
          own.applyAsync(
              () -> {
                gate.arrive();
                Thread.sleep(60_000);
                return 1;
              });
      Seen seen = interrupted(gate, g -> own.close());
      assertEquals(null, seen.failure());
      assertTrue(seen.stillInterrupted());
      assertTrue(running.isCompletedExceptionally());
      assertThrows(PoolException.class, running::await);
    }
  }
}
