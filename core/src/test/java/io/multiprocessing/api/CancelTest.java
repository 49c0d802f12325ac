package io.multiprocessing.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.Pool;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.WorkerContext;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.Gate;
import io.multiprocessing.testing.Hold;
import io.multiprocessing.testing.NothingLeftBehind;
import io.multiprocessing.testing.TaskLog;
import io.multiprocessing.testing.Workers;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Cancelling what waits and what runs. */
@ExtendWith(NothingLeftBehind.class)
class CancelTest {

  private static Pool pool;

  @BeforeAll
  static void start() {
    pool = withGrace(Duration.ofSeconds(20)); // nothing is killed, however loaded the machine
  }

  private static Pool withGrace(Duration grace) {
    return Pool.builder().workers(1).interruptGrace(grace).build();
  }

  @AfterAll
  static void stop() {
    pool.close();
  }

  @BeforeEach
  void awaitTheWorker() {
    pool.apply(() -> null);
  }

  private static Set<Long> pids() {
    return Workers.pids(pool);
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static void assertCancelled(AsyncResult<?> result) {
    assertTrue(result.isDone());
    assertTrue(result.isCancelled());
    assertTrue(result.isCompletedExceptionally());
    assertThrows(CancellationException.class, result::get);
    assertThrows(CancellationException.class, result::join);
    assertThrows(CancellationException.class, result::await);
    assertTrue(result.cancel(true));
  }

  @Test
  void shouldNeverRunWhatIsCancelledBeforeItStarts() {
    try (Gate gate = Gate.create();
        TaskLog log = TaskLog.create()) {
      AsyncResult<Object> running =
          pool.applyAsync(
              () -> {
                gate.pass();
                return null;
              });
      gate.awaitArrived(1);
      AsyncResult<Object> next = pool.applyAsync(() -> logged(log, "next"));
      AsyncResult<Object> after = pool.applyAsync(() -> logged(log, "after"));
      assertTrue(next.cancel(false));
      assertTrue(after.cancel(true));
      assertCancelled(next);
      assertCancelled(after);
      gate.open();
      running.join();
      pool.apply(() -> logged(log, "last"));
      assertEquals(List.of("last"), log.lines());
    }
  }

  private static Object logged(TaskLog log, String line) {
    log.add(line);
    return null;
  }

  @Test
  void shouldInterruptARunningTaskAndKeepItsWorker() {
    Set<Long> before = pids();
    try (Gate gate = Gate.create();
        TaskLog log = TaskLog.create()) {
      AsyncResult<Object> running =
          pool.applyAsync(
              () -> {
                gate.arrive();
                try {
                  Thread.sleep(60_000);
                } catch (InterruptedException e) {
                  log.add("interrupted");
                }
                return null;
              });
      gate.awaitArrived(1);
      assertTrue(running.cancel(true));
      assertCancelled(running);
      log.awaitLines(1);
    }
    assertEquals(5, pool.apply(() -> 5));
    assertEquals(before, pids());
  }

  @Test
  void shouldKillATaskThatIgnoresTheInterrupt() {
    try (Pool strict = withGrace(Duration.ofMillis(300));
        Gate gate = Gate.create()) {
      AsyncResult<Object> running =
          strict.applyAsync(
              () -> {
                gate.arrive();
                while (true) {
                  Thread.onSpinWait();
                }
              });
      gate.awaitArrived(1);
      Set<Long> before = Workers.pids(strict);
      assertTrue(running.cancel(true));
      assertCancelled(running);
      Await.until("the worker is replaced", () -> isReplaced(strict, before));
      assertEquals(5, strict.apply(() -> 5));
      assertEquals(1, strict.stats().killedWorkers());
      assertEquals(0, strict.stats().crashedWorkers());
    }
  }

  private static boolean isReplaced(Pool pool, Set<Long> before) {
    Set<Long> now = Workers.pids(pool);
    return !now.isEmpty() && now.stream().noneMatch(before::contains);
  }

  @Test
  void shouldLetARunningTaskEndWhenToldNotToInterrupt() {
    Set<Long> before = pids();
    try (Gate gate = Gate.create();
        TaskLog log = TaskLog.create()) {
      AsyncResult<Object> running =
          pool.applyAsync(
              () -> {
                gate.pass();
                return logged(log, "ended");
              });
      gate.awaitArrived(1);
      assertTrue(running.cancel(false));
      assertCancelled(running);
      gate.open();
      log.awaitLines(1);
    }
    assertEquals(5, pool.apply(() -> 5));
    assertEquals(before, pids());
  }

  @Test
  void shouldTellARunningTaskThatItIsCancelled() {
    for (boolean interrupt : new boolean[] {true, false}) {
      try (Gate gate = Gate.create();
          TaskLog log = TaskLog.create()) {
        AsyncResult<Object> running =
            pool.applyAsync(
                () -> {
                  WorkerContext context = WorkerContext.current();
                  log.add(context.isCancelled());
                  gate.arrive();
                  while (!context.isCancelled()) {
                    Thread.onSpinWait();
                  }
                  return logged(log, "true");
                });
        gate.awaitArrived(1);
        running.cancel(interrupt);
        log.awaitLines(2);
        assertEquals(List.of("false", "true"), log.lines());
      }
      assertFalse(pool.apply(() -> WorkerContext.current().isCancelled()));
    }
  }

  @Test
  void shouldStopTheRestOfACancelledMap() {
    Set<Long> before = pids();
    try (Gate gate = Gate.create()) {
      AsyncResult<List<Integer>> map =
          pool.mapAsync(
              x -> {
                gate.arrive();
                Thread.sleep(x < 5 ? 1 : 60_000);
                return x;
              },
              numbers(1_000),
              TaskOptions.defaults().chunkSize(100));
      gate.awaitArrived(6);
      assertTrue(map.cancel(true));
      assertCancelled(map);
      assertEquals(5, pool.apply(() -> 5));
      assertEquals(6, gate.arrived());
    }
    assertEquals(before, pids());
  }

  /** A result that the parent begins to read, and goes on with when the test says so. */
  private static final class Held implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Hold HOLD = new Hold();

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      HOLD.pass();
    }
  }

  @Test
  void shouldStopTheItemThatRunsThoughTheResultBeforeItIsNotReadYet() throws Exception {
    try (Pool two = Pool.builder().workers(2).interruptGrace(Duration.ofSeconds(20)).build();
        Gate first = Gate.create();
        Gate second = Gate.create();
        Gate held = Gate.create();
        TaskLog log = TaskLog.create()) {
      Workers.awaitStarted(two, 2);
      AsyncResult<Integer> onTheFirst = two.applyAsync(() -> passed(first));
      first.awaitArrived(1);
      AsyncResult<Held> onTheSecond =
          two.applyAsync(
              () -> {
                held.pass();
                return new Held();
              });
      try {
        held.awaitArrived(1);
        first.open();
        onTheFirst.join();
        AsyncResult<List<Integer>> map = // on the first worker, whose messages are read first
            two.mapAsync(
                x -> x == 0 ? passed(second) : sleepUntilInterrupted(log),
                numbers(2),
                TaskOptions.defaults().chunkSize(1));
        second.awaitArrived(1);
        held.open();
        Held.HOLD.awaitReached(); // from now on nothing else is read
        second.open();
        log.awaitLines(1);
        assertTrue(map.cancel(true));
      } finally {
        Held.HOLD.letGo(); // in any case: without it the pool cannot be closed
      }
      log.awaitLines(2);
      assertEquals(List.of("sleeps", "interrupted"), log.lines());
      onTheSecond.join();
    }
  }

  /** A result of which the parent reads one, and the next when the test says so. */
  private static final class Slow implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final AtomicInteger READS = new AtomicInteger();
    private static final Hold HOLD = new Hold();

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      READS.incrementAndGet();
      HOLD.pass();
    }
  }

  @Test
  void shouldReadNoMoreResultsOfACallThatWasCancelled() throws Exception {
    AsyncResult<List<Slow>> map =
        pool.mapAsync(x -> new Slow(), numbers(50), TaskOptions.defaults().chunkSize(50));
    try {
      Slow.HOLD.awaitReached(); // the other 49 are in the same message
      assertTrue(map.cancel(true));
    } finally {
      Slow.HOLD.letGo();
    }
    assertEquals(5, pool.apply(() -> 5));
    assertEquals(1, Slow.READS.get());
  }

  private static int passed(Gate gate) throws Exception {
    gate.pass();
    return 0;
  }

  private static int sleepUntilInterrupted(TaskLog log) {
    log.add("sleeps");
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      log.add("interrupted");
    }
    return 1;
  }

  @Test
  void shouldStopTheRestOfACancelledMapOfNumbers() {
    try (Gate gate = Gate.create()) {
      AsyncResult<long[]> map =
          pool.mapToLongAsync(
              x -> {
                gate.arrive();
                Thread.sleep(60_000);
                return x;
              },
              0,
              1_000_000,
              TaskOptions.defaults().chunkSize(1_000));
      gate.awaitArrived(1);
      assertTrue(map.cancel(true));
      assertCancelled(map);
      assertEquals(5, pool.apply(() -> 5));
      assertEquals(1, gate.arrived());
    }
  }

  @Test
  void shouldStopACancelledReduction() {
    try (Gate gate = Gate.create()) {
      AsyncResult<Integer> reduction =
          pool.mapReduceAsync(
              x -> {
                gate.arrive();
                Thread.sleep(60_000);
                return x;
              },
              0,
              Integer::sum,
              numbers(100));
      gate.awaitArrived(1);
      assertTrue(reduction.cancel(true));
      assertCancelled(reduction);
      assertEquals(5, pool.apply(() -> 5));
    }
  }

  @Test
  void shouldNotCancelWhatIsDone() {
    AsyncResult<Integer> done = pool.applyAsync(() -> 1);
    done.join();
    assertFalse(done.cancel(true));
    assertFalse(done.isCancelled());
    assertEquals(1, done.join());
  }

  @Test
  void shouldTellDependentStagesOfTheCancellation() {
    try (Gate gate = Gate.create()) {
      AsyncResult<Object> running =
          pool.applyAsync(
              () -> {
                gate.arrive();
                Thread.sleep(60_000);
                return null;
              });
      CompletableFuture<Object> stage = running.thenApply(x -> x);
      gate.awaitArrived(1);
      running.cancel(true);
      CompletionException e =
          assertThrows(
              CompletionException.class, () -> stage.orTimeout(45, TimeUnit.SECONDS).join());
      assertEquals(CancellationException.class, e.getCause().getClass());
    }
  }

  @Test
  void shouldNeverInterruptTheTaskAfterTheCancelledOne() {
    Random random = new Random(7);
    Set<Long> before = pids();
    for (int i = 0; i < 150; i++) {
      AsyncResult<Object> cancelled =
          pool.applyAsync(
              () -> {
                LockSupport.parkNanos(1_000_000); // ends early when it is interrupted
                return null;
              });
      AsyncResult<Boolean> next =
          pool.applyAsync(
              () -> {
                LockSupport.parkNanos(500_000);
                return Thread.interrupted();
              });
      LockSupport.parkNanos(random.nextInt(1_500_000));
      cancelled.cancel(true);
      assertFalse(next.join(), "interrupted in round " + i);
    }
    assertEquals(before, pids());
  }

  @Test
  void shouldNotSeeAnInterruptThatTheTaskBeforeHasLeft() {
    pool.apply(
        () -> {
          Thread.currentThread().interrupt();
          return null;
        });
    assertFalse(pool.apply(() -> Thread.currentThread().isInterrupted()));
    List<Boolean> seen =
        pool.map(
            x -> {
              boolean interrupted = Thread.currentThread().isInterrupted();
              Thread.currentThread().interrupt();
              return interrupted;
            },
            numbers(20),
            TaskOptions.defaults().chunkSize(10));
    assertEquals(List.of(false), seen.stream().distinct().toList());
  }

  @Test
  void shouldReplaceTheWorkersOfManyCancelledTasks() {
    try (Pool strict = withGrace(Duration.ofMillis(300))) {
      for (int i = 0; i < 3; i++) {
        try (Gate gate = Gate.create()) {
          AsyncResult<Object> stuck =
              strict.applyAsync(
                  () -> {
                    gate.arrive();
                    while (true) {
                      Thread.onSpinWait();
                    }
                  });
          AsyncResult<Integer> pending = strict.applyAsync(() -> 8);
          gate.awaitArrived(1);
          Set<Long> before = Workers.pids(strict);
          stuck.cancel(true);
          assertEquals(8, pending.join());
          assertNotEquals(before, Workers.pids(strict));
        }
      }
    }
  }
}
