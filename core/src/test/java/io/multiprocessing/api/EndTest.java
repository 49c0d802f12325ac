package io.multiprocessing.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.Pool;
import io.multiprocessing.PoolException;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.Gate;
import io.multiprocessing.testing.NothingLeftBehind;
import io.multiprocessing.testing.Processes;
import io.multiprocessing.testing.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** close() finishes, terminate() does not; both end. */
@ExtendWith(NothingLeftBehind.class)
class EndTest {

  /** Half of what the tasks would take, for a loaded machine. */
  private static final Duration PROMPT = Duration.ofSeconds(30);

  private static void within(Duration limit, Runnable action) {
    long start = System.nanoTime();
    action.run();
    long took = System.nanoTime() - start;
    assertTrue(took < limit.toNanos(), "took " + Duration.ofNanos(took));
  }

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @Test
  void shouldFinishWhatWasSubmittedOnClose() {
    Pool pool = Pool.create(2);
    List<AsyncResult<Integer>> results = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      int value = i;
      results.add(
          pool.applyAsync(
              () -> {
                Thread.sleep(5);
                return value;
              }));
    }
    AsyncResult<List<Integer>> map = pool.mapAsync(x -> x, numbers(1_000));
    pool.close();
    assertEquals(numbers(50), results.stream().map(AsyncResult::join).toList());
    assertEquals(numbers(1_000), map.join());
    assertEquals(List.of(), pool.workers());
  }

  @Test
  void shouldTerminatePromptlyWithTenThousandTasksPending() {
    Pool pool = Pool.create(2);
    try (Gate gate = Gate.create()) {
      AtomicInteger told = new AtomicInteger();
      List<AsyncResult<Integer>> results = new ArrayList<>();
      List<CompletableFuture<Integer>> stages = new ArrayList<>();
      for (int i = 0; i < 10_000; i++) {
        AsyncResult<Integer> result =
            pool.applyAsync(
                () -> {
                  gate.arrive();
                  Thread.sleep(60_000);
                  return 1;
                });
        results.add(result);
        stages.add(result.whenComplete((x, e) -> told.incrementAndGet()));
      }
      gate.awaitArrived(2);
      within(PROMPT, pool::terminate);
      for (AsyncResult<Integer> result : results) {
        ExecutionException e = assertThrows(ExecutionException.class, result::get);
        assertInstanceOf(PoolException.class, e.getCause());
      }
      Await.until("all callbacks have run", () -> told.get() == 10_000);
      assertTrue(stages.stream().allMatch(CompletableFuture::isCompletedExceptionally));
      assertEquals(2, gate.arrived());
    }
  }

  @Test
  void shouldTerminateAMapOfTenThousandLongSleeps() {
    Pool pool = Pool.create(2);
    try (Gate gate = Gate.create()) {
      AsyncResult<List<Integer>> result =
          pool.mapAsync(
              x -> {
                gate.arrive();
                Thread.sleep(60_000);
                return x;
              },
              numbers(10_000));
      gate.awaitArrived(2);
      within(PROMPT, pool::terminate);
      assertThrows(PoolException.class, result::await);
      within(PROMPT, pool::close); // nothing more to do
      within(PROMPT, pool::terminate);
    }
  }

  @Test
  void shouldTerminateWhileWorkersStart() {
    Pool pool = Pool.builder().workers(2).initializer(() -> Thread.sleep(60_000)).build();
    AsyncResult<Integer> waiting = pool.applyAsync(() -> 1);
    within(PROMPT, pool::terminate);
    assertThrows(PoolException.class, waiting::await);
  }

  @Test
  void shouldLeaveNoWorkerOfAPoolThatEndsAsSoonAsItBegins() {
    long before = ProcessHandle.current().descendants().count();
    for (int i = 0; i < 10; i++) {
      Pool pool = Pool.create(2);
      if (i % 2 == 0) {
        pool.terminate();
      } else {
        pool.close();
      }
      Await.until(
          "its workers are gone", () -> ProcessHandle.current().descendants().count() <= before);
    }
  }

  @Test
  void shouldTerminateWhileAnotherThreadCloses() throws Exception {
    Pool pool = Pool.create(1);
    try (Gate gate = Gate.create()) {
      AsyncResult<Integer> running =
          pool.applyAsync(
              () -> {
                gate.arrive();
                Thread.sleep(60_000);
                return 1;
              });
      gate.awaitArrived(1);
      CompletableFuture<Void> closed = new CompletableFuture<>();
      Thread closer =
          new Thread(
              () -> {
                pool.close();
                closed.complete(null);
              });
      closer.start();
      Await.until("the pool is being closed", pool::isClosed);
      assertThrows(RejectedExecutionException.class, () -> pool.apply(() -> 1));
      assertFalse(closed.isDone());
      within(PROMPT, pool::terminate);
      closed.get(45, TimeUnit.SECONDS);
      assertThrows(PoolException.class, running::await);
      closer.join();
    }
  }

  @Test
  void shouldThrowToAThreadThatWaitsWhenThePoolIsTerminated() {
    Pool pool = Pool.create(1);
    try (Gate gate = Gate.create()) {
      CompletableFuture<Throwable> seen = new CompletableFuture<>();
      Thread waiter =
          new Thread(
              () -> {
                try {
                  pool.map(
                      x -> {
                        gate.arrive();
                        Thread.sleep(60_000);
                        return x;
                      },
                      numbers(3));
                } catch (Throwable e) {
                  seen.complete(e);
                }
              });
      waiter.setDaemon(true);
      waiter.start();
      gate.awaitArrived(1);
      pool.terminate();
      Throwable e = seen.orTimeout(45, TimeUnit.SECONDS).join();
      assertInstanceOf(PoolException.class, e);
      assertTrue(e.getMessage().contains("terminated"), e.getMessage());
    }
  }

  @Test
  void shouldAllowCloseInsideAStageOfAResult() {
    Pool pool = Pool.create(1);
    CompletableFuture<Void> closed = pool.applyAsync(() -> 1).thenRun(pool::close);
    closed.orTimeout(45, TimeUnit.SECONDS).join();
    assertTrue(pool.isClosed());
  }

  @Test
  void shouldEndWhenManyThreadsCloseAndSubmit() throws Exception {
    for (int round = 0; round < 5; round++) {
      Pool pool = Pool.create(1);
      pool.apply(() -> 1);
      List<CompletableFuture<Throwable>> ends = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        int number = t;
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread thread =
            new Thread(
                () -> {
                  try {
                    for (int i = 0; i < 20 || number >= 6; i++) {
                      assertEquals(i, (int) pool.map(x -> x, List.of(i)).get(0));
                    }
                    pool.close();
                    end.complete(null);
                  } catch (Throwable e) {
                    end.complete(e);
                  }
                });
        thread.setDaemon(true);
        thread.start();
        ends.add(end);
      }
      for (CompletableFuture<Throwable> end : ends) {
        Throwable e = end.get(45, TimeUnit.SECONDS);
        assertTrue(e == null || e instanceof RejectedExecutionException, () -> "" + e);
      }
      pool.close();
    }
  }

  @Test
  void shouldKillWhatATaskHasStartedToo() {
    Pool pool = Pool.create(1);
    long child = pool.apply(() -> new ProcessBuilder("sleep", "300").start().pid());
    assertTrue(ProcessHandle.of(child).isPresent());
    pool.terminate();
    Await.until("it is gone", () -> Processes.hasEnded(child));
  }

  @Test
  void shouldForgetWorkersThatAreGone() {
    Pool pool = Pool.create(2);
    pool.map(x -> x, numbers(10), TaskOptions.defaults().chunkSize(1));
    Set<Long> pids = Workers.pids(pool);
    pool.close();
    for (long pid : pids) {
      assertTrue(ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }
  }
}
