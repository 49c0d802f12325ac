package io.multiprocessing.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.Pool;
import io.multiprocessing.TaskFailedException;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.Gate;
import io.multiprocessing.testing.NothingLeftBehind;
import io.multiprocessing.testing.Workers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Results to come, and everything a CompletableFuture promises of them. */
@ExtendWith(NothingLeftBehind.class)
class AsyncResultTest {

  private static Pool pool;

  @BeforeAll
  static void start() {
    pool = Pool.create(2);
  }

  @AfterAll
  static void stop() {
    pool.close();
  }

  private static AsyncResult<Object> failing() {
    return pool.applyAsync(
        () -> {
          throw new IllegalArgumentException("no");
        });
  }

  @Test
  void shouldGiveTheResultByEveryWayOfWaiting() throws Exception {
    assertEquals(1, pool.applyAsync(() -> 1).get());
    assertEquals(2, pool.applyAsync(() -> 2).join());
    assertEquals(3, pool.applyAsync(() -> 3).await());
    assertEquals(4, pool.applyAsync(() -> 4).get(45, TimeUnit.SECONDS));
    assertEquals(5, pool.applyAsync(() -> 5).get(Long.MAX_VALUE, TimeUnit.DAYS));
    assertNull(pool.applyAsync(() -> null).get());
    AsyncResult<Integer> polled = pool.applyAsync(() -> 6);
    Await.until("the result is there", polled::isDone);
    assertEquals(6, polled.getNow(-1));
    assertEquals(6, polled.get(0, TimeUnit.SECONDS));
  }

  @Test
  void shouldThrowTheFailureByEveryWayOfWaiting() {
    ExecutionException ofGet = assertThrows(ExecutionException.class, () -> failing().get());
    assertInstanceOf(TaskFailedException.class, ofGet.getCause());
    assertInstanceOf(IllegalArgumentException.class, ofGet.getCause().getCause());
    CompletionException ofJoin = assertThrows(CompletionException.class, () -> failing().join());
    assertInstanceOf(TaskFailedException.class, ofJoin.getCause());
    TaskFailedException ofAwait = assertThrows(TaskFailedException.class, () -> failing().await());
    assertEquals("no", ofAwait.getCause().getMessage());
    AsyncResult<Object> polled = failing();
    Await.until("the failure is there", polled::isDone);
    assertTrue(polled.isCompletedExceptionally());
    assertFalse(polled.isCancelled());
    assertThrows(CompletionException.class, () -> polled.getNow(null));
  }

  @Test
  void shouldGiveTheSameResultAgain() throws Exception {
    AsyncResult<List<Integer>> result = pool.mapAsync(x -> x, List.of(1, 2));
    assertSame(result.get(), result.join());
    assertSame(result.get(), result.await());
  }

  @Test
  void shouldNotBeDoneBeforeItsTime() throws Exception {
    try (Gate gate = Gate.create()) {
      AsyncResult<Integer> result =
          pool.applyAsync(
              () -> {
                gate.pass();
                return 7;
              });
      gate.awaitArrived(1);
      assertFalse(result.isDone());
      assertEquals(-1, result.getNow(-1));
      assertThrows(TimeoutException.class, () -> result.get(20, TimeUnit.MILLISECONDS));
      assertThrows(TimeoutException.class, () -> result.get(0, TimeUnit.MILLISECONDS));
      assertThrows(TimeoutException.class, () -> result.get(-1, TimeUnit.MILLISECONDS));
      gate.open();
      assertEquals(7, result.get()); // the waits in vain have not cancelled it
    }
  }

  @Test
  void shouldGiveTheResultToManyWaitingThreads() {
    try (Gate gate = Gate.create()) {
      AsyncResult<Integer> result =
          pool.applyAsync(
              () -> {
                gate.pass();
                return 7;
              });
      List<CompletableFuture<Integer>> waiting = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        CompletableFuture<Integer> got = new CompletableFuture<>();
        Thread thread = new Thread(() -> got.complete(result.join()));
        thread.setDaemon(true);
        thread.start();
        waiting.add(got);
      }
      gate.awaitArrived(1);
      gate.open();
      waiting.forEach(got -> assertEquals(7, got.orTimeout(45, TimeUnit.SECONDS).join()));
    }
  }

  @Test
  void shouldRunDependentStages() {
    AtomicReference<Object> seen = new AtomicReference<>();
    AsyncResult<Integer> result = pool.applyAsync(() -> 20);
    CompletableFuture<Integer> plusOne = result.thenApply(x -> x + 1);
    CompletableFuture<Void> accepted = plusOne.thenAccept(seen::set);
    accepted.join();
    assertEquals(21, seen.get());
    assertEquals(41, result.thenCombine(plusOne, Integer::sum).join());
    assertEquals("20null", result.handle((x, e) -> "" + x + e).join());
    assertEquals(-1, failing().exceptionally(e -> -1).join());
    CompletableFuture<Object> watched =
        failing().whenComplete((x, e) -> assertInstanceOf(TaskFailedException.class, e));
    assertThrows(CompletionException.class, watched::join);
  }

  @Test
  void shouldRunDependentStagesOutsideTheCallersThread() {
    AtomicReference<Thread> thread = new AtomicReference<>();
    try (Gate gate = Gate.create()) {
      CompletableFuture<Void> stage =
          pool.applyAsync(
                  () -> {
                    gate.pass();
                    return 1;
                  })
              .thenRun(() -> thread.set(Thread.currentThread()));
      gate.open();
      stage.join();
    }
    assertNotEquals(Thread.currentThread(), thread.get());
    assertTrue(thread.get().isDaemon());
  }

  @Test
  void shouldNotRunDependentStagesInAThreadThatOnlyLooksOrWaits() throws Exception {
    for (int i = 0; i < 60; i++) {
      AtomicReference<Thread> thread = new AtomicReference<>();
      try (Gate gate = Gate.create()) {
        AsyncResult<Integer> result =
            pool.applyAsync(
                () -> {
                  gate.pass();
                  return 1;
                });
        CompletableFuture<Void> stage = result.thenRun(() -> thread.set(Thread.currentThread()));
        gate.open();
        switch (i % 3) {
          case 0 -> assertEquals(1, result.get());
          case 1 -> assertEquals(1, result.join());
          default -> Await.until("it is done", result::isDone);
        }
        assertTrue(result.isDone());
        assertEquals(1, result.getNow(-1));
        stage.join();
        assertNotEquals(Thread.currentThread(), thread.get());
      }
    }
  }

  @Test
  void shouldAllowCallsOfThePoolInsideStages() {
    AsyncResult<Integer> first = pool.applyAsync(() -> 3);
    assertEquals(
        List.of(0, 3, 6),
        first
            .thenCompose(x -> pool.mapAsync(y -> x * y, List.of(0, 1, 2)))
            .orTimeout(45, TimeUnit.SECONDS)
            .join());
    assertEquals( // blocking, on the one thread that the stages have
        9,
        pool.applyAsync(() -> 3)
            .thenApply(x -> pool.apply(() -> x * x))
            .orTimeout(45, TimeUnit.SECONDS)
            .join());
    assertEquals( // blocking on a result whose own stage needs that thread too
        10,
        pool.applyAsync(() -> 3)
            .thenApply(x -> pool.applyAsync(() -> x * x).thenApply(y -> y + 1).join())
            .orTimeout(45, TimeUnit.SECONDS)
            .join());
  }

  @Test
  void shouldKeepThePoolUnharmedByStagesThatThrow() {
    List<CompletableFuture<Void>> stages = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      stages.add(
          pool.applyAsync(() -> 1)
              .thenAccept(
                  x -> {
                    throw new IllegalStateException("in a stage");
                  }));
    }
    stages.forEach(stage -> assertThrows(CompletionException.class, stage::join));
    assertEquals(2, pool.apply(() -> 2));
    assertEquals(
        3, pool.applyAsync(() -> 3).thenApply(x -> x).orTimeout(45, TimeUnit.SECONDS).join());
  }

  @Test
  void shouldTimeOutWithoutStoppingTheCall() {
    try (Gate gate = Gate.create()) {
      AsyncResult<Integer> result =
          pool.applyAsync(
              () -> {
                gate.pass();
                return 1;
              });
      gate.awaitArrived(1);
      CompletableFuture<Integer> limited = result.orTimeout(30, TimeUnit.MILLISECONDS);
      CompletionException e = assertThrows(CompletionException.class, limited::join);
      assertInstanceOf(TimeoutException.class, e.getCause());
      gate.open();
    }
    AsyncResult<Integer> intime = pool.applyAsync(() -> 2);
    assertEquals(2, intime.orTimeout(60, TimeUnit.SECONDS).join());
    assertEquals(2, pool.applyAsync(() -> 2).completeOnTimeout(3, 60, TimeUnit.SECONDS).join());
  }

  @Test
  void shouldTakeACompletionByTheUser() throws Exception {
    try (Gate gate = Gate.create()) {
      AsyncResult<Integer> result =
          pool.applyAsync(
              () -> {
                gate.pass();
                return 1;
              });
      CompletableFuture<Integer> stage = result.thenApply(x -> x + 1);
      assertTrue(result.complete(41));
      assertEquals(41, result.get());
      assertEquals(41, result.await());
      assertEquals(42, stage.get(45, TimeUnit.SECONDS));
      gate.open();
      assertEquals(5, pool.apply(() -> 5));
      assertEquals(41, result.join());
      assertFalse(result.complete(43));

      AsyncResult<Integer> failed = pool.applyAsync(() -> 1);
      boolean changed = failed.completeExceptionally(new java.io.IOException("by the user"));
      if (changed) { // else the worker was quicker
        assertThrows(ExecutionException.class, failed::get);
        assertThrows(RuntimeException.class, failed::await);
      }
    }
  }

  @Test
  void shouldCombineAThousandResults() {
    List<AsyncResult<Integer>> results =
        IntStream.range(0, 1_000).mapToObj(i -> pool.applyAsync(() -> i)).toList();
    CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
        .orTimeout(40, TimeUnit.SECONDS)
        .join();
    for (int i = 0; i < 1_000; i++) {
      assertEquals(i, results.get(i).getNow(-1));
    }
  }

  @Test
  void shouldRunDependentStagesInTheOrderOfCompletion() {
    try (Pool own = Pool.create(1)) { // so that calls complete in their order
      for (int round = 0; round < 20; round++) {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<AsyncResult<Integer>> results = new ArrayList<>();
        List<CompletableFuture<Void>> stages = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
          int number = i;
          results.add(own.applyAsync(() -> number));
          stages.add(results.get(i).thenAccept(order::add));
          if (i % 10 == 9) {
            results.get(i - 5).join(); // now this thread drives the pool for a while
          }
        }
        stages.forEach(CompletableFuture::join);
        assertEquals(IntStream.range(0, 200).boxed().toList(), order);
      }
    }
  }

  @Test
  void shouldSaturateThePoolWithoutMoreProcesses() {
    Workers.awaitStarted(pool, 2);
    Set<Long> before = Workers.pids(pool);
    try (Gate gate = Gate.create()) {
      List<AsyncResult<Object>> results = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        results.add(
            pool.applyAsync(
                () -> {
                  gate.pass();
                  return null;
                }));
      }
      gate.awaitArrived(2);
      assertEquals(2, gate.arrived());
      assertEquals(before, Workers.pids(pool));
      gate.open();
      results.forEach(AsyncResult::await);
      assertEquals(30, gate.arrived());
      assertEquals(2, pool.stats().startedWorkers());
    }
  }

  @Test
  void shouldSayWhatItIs() {
    AsyncResult<Integer> result = pool.applyAsync(() -> 1);
    result.join();
    assertTrue(result.toString().contains("apply"), result.toString());
  }
}
