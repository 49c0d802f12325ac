package io.multiprocessing.failures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.Pool;
import io.multiprocessing.PoolException;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.TaskSerializationException;
import io.multiprocessing.WorkerContext;
import io.multiprocessing.WorkerCrashedException;
import io.multiprocessing.testing.NothingLeftBehind;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Things that once made a call or close() wait for ever. */
@ExtendWith(NothingLeftBehind.class)
class NoHangTest {

  /** An argument that closes its pool while it is being serialized. */
  static final class Closer implements Serializable {
    private static final long serialVersionUID = 1L;
    private static Pool pool;

    private void writeObject(ObjectOutputStream out) throws IOException {
      pool.close();
      out.defaultWriteObject();
    }
  }

  @Test
  void shouldRefuseToBeClosedInsideTheSerializationOfAnItem() {
    try (Pool pool = Pool.create(1)) {
      Closer.pool = pool;
      TaskSerializationException failure =
          assertThrows(
              TaskSerializationException.class, () -> pool.map(x -> 1, List.of(new Closer())));
      assertTrue(failure.getMessage().contains("cannot be closed inside"), failure::getMessage);
      assertEquals(2, pool.apply(() -> 2));
    }
  }

  @Test
  void shouldEndAWorkerWhoseExitHangsInAShutdownHook() {
    try (Pool pool = Pool.create(1)) {
      assertThrows(
          WorkerCrashedException.class,
          () ->
              pool.apply(
                  () -> {
                    Runtime.getRuntime().addShutdownHook(new Thread(NoHangTest::hang));
                    System.exit(3);
                    return 1;
                  }));
      assertEquals(2, pool.apply(() -> 2));
    }
  }

  private static void hang() {
    while (true) {
      Thread.onSpinWait();
    }
  }

  @Test
  @Tag("slow")
  void shouldFailItsCallsWhenTheLastWorkerDiesAfterManyFailedStarts() throws Exception {
    try (Pool pool =
        Pool.builder()
            .workers(2)
            .initializer(NoHangTest::initializeFirstThreeOnly)
            .outputListener((worker, source, line) -> {})
            .build()) {
      pool.mapOutcomes(
          x -> {
            TimeUnit.MILLISECONDS.sleep(300);
            Runtime.getRuntime().halt(1);
            return 1;
          },
          List.of(1, 2),
          TaskOptions.defaults().chunkSize(1));
      assertEquals(7, pool.apply(() -> 7)); // in worker 3, which took its time
      assertThrows(WorkerCrashedException.class, () -> pool.apply(NoHangTest::halt));
      AsyncResult<Integer> next = pool.applyAsync(() -> 8);
      ExecutionException failure =
          assertThrows(ExecutionException.class, () -> next.get(40, TimeUnit.SECONDS));
      assertTrue(failure.getCause() instanceof PoolException, failure::toString);
    }
  }

  private static Integer halt() {
    Runtime.getRuntime().halt(1);
    return 0;
  }

  private static void initializeFirstThreeOnly() throws InterruptedException {
    int id = WorkerContext.current().workerId();
    if (id == 3) {
      TimeUnit.SECONDS.sleep(9); // meanwhile the starts of its sibling fail
    }
    if (id > 3) {
      throw new IllegalStateException("no model");
    }
  }

  @Test
  void shouldRunAllCallbacksBeforeCloseReturns() {
    AtomicInteger ran = new AtomicInteger();
    try (Pool pool = Pool.create(1)) {
      for (int i = 0; i < 10; i++) {
        pool.applyAsync(() -> 1)
            .thenAccept(
                x -> {
                  quietly(new CountDownLatch(1));
                  ran.incrementAndGet();
                });
      }
    }
    assertEquals(10, ran.get());
  }

  private static void quietly(CountDownLatch never) {
    try {
      never.await(30, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldFinishOtherCallsWhenAnInputIteratorClosesThePool() {
    Pool pool = Pool.create(1);
    AsyncResult<List<Integer>> other =
        pool.mapAsync(
            x -> {
              TimeUnit.MILLISECONDS.sleep(20);
              return x;
            },
            List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
    try (var results =
        pool.imap(
            x -> x,
            () -> {
              pool.close();
              return List.of(1).iterator();
            })) {
      assertEquals(10, other.await().size());
      results.forEachRemaining(x -> assertEquals(1, x));
    } catch (PoolException e) { // of the items that were not read
      assertTrue(e.getMessage().contains("closed before all items were read"), e::getMessage);
    }
    pool.close();
  }
}
