package io.multiprocessing.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.Pool;
import io.multiprocessing.PoolException;
import io.multiprocessing.SerializableCallable;
import io.multiprocessing.TaskFailedException;
import io.multiprocessing.TaskSerializationException;
import io.multiprocessing.testing.Gate;
import io.multiprocessing.testing.NothingLeftBehind;
import io.multiprocessing.testing.TaskLog;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The pool as code written against java.util.concurrent sees it. */
@ExtendWith(NothingLeftBehind.class)
class ExecutorTest {

  private static Pool pool;
  private static ExecutorService executor;

  @BeforeAll
  static void start() {
    pool = Pool.create(2);
    executor = pool.asExecutor();
  }

  @AfterAll
  static void stop() {
    pool.close();
  }

  private static <T> Callable<T> call(SerializableCallable<T> call) {
    return call;
  }

  private static Runnable run(SerializableAction action) {
    return action;
  }

  /** A Runnable that travels, as users write their own. */
  private interface SerializableAction extends Runnable, Serializable {}

  private static final Callable<Long> PID = call(() -> ProcessHandle.current().pid());

  @Test
  void shouldRunCallables() throws Exception {
    assertNotEquals(ProcessHandle.current().pid(), executor.submit(PID).get());
    Future<String> cast = executor.submit((Callable<String> & Serializable) () -> "cast");
    assertEquals("cast", cast.get());
    assertInstanceOf(AsyncResult.class, cast);
  }

  @Test
  void shouldRunRunnables() throws Exception {
    try (TaskLog log = TaskLog.create()) {
      assertNull(executor.submit(run(() -> log.add("submitted"))).get());
      assertEquals("done", executor.submit(run(() -> log.add("with result")), "done").get());
      executor.execute(run(() -> log.add("executed")));
      log.awaitLines(3);
    }
  }

  @Test
  void shouldGiveTheFailureOfACallable() {
    Future<Object> failing =
        executor.submit(
            call(
                () -> {
                  throw new IllegalStateException("no");
                }));
    ExecutionException e = assertThrows(ExecutionException.class, failing::get);
    assertEquals(
        "no", assertInstanceOf(TaskFailedException.class, e.getCause()).getCause().getMessage());
  }

  @Test
  void shouldInvokeAllAndReturnWhenAllAreDone() throws Exception {
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int value = i;
      calls.add(
          call(
              () -> {
                if (value == 5) {
                  throw new IllegalStateException("five");
                }
                return value;
              }));
    }
    List<Future<Integer>> results = executor.invokeAll(calls);
    for (int i = 0; i < 20; i++) {
      assertTrue(results.get(i).isDone());
      Future<Integer> result = results.get(i);
      if (i == 5) {
        assertThrows(ExecutionException.class, result::get);
      } else {
        assertEquals(i, result.get());
      }
    }
    assertEquals(List.of(), executor.invokeAll(List.of()));
  }

  @Test
  void shouldCancelWhatInvokeAllCannotDoInTime() throws Exception {
    List<Callable<Integer>> calls =
        List.of(
            call(() -> 1),
            call(
                () -> {
                  Thread.sleep(60_000);
                  return 2;
                }));
    List<Future<Integer>> results;
    long limitMillis = 250;
    do { // until there is time enough for the first one, however loaded the machine
      limitMillis *= 2;
      results = executor.invokeAll(calls, limitMillis, TimeUnit.MILLISECONDS);
      assertTrue(results.get(1).isCancelled());
      assertThrows(CancellationException.class, results.get(1)::get);
    } while (results.get(0).isCancelled());
    assertEquals(1, results.get(0).get());
  }

  @Test
  void shouldInvokeAnyAndStopTheOthers() throws Exception {
    List<Callable<Integer>> calls =
        List.of(
            call(
                () -> {
                  Thread.sleep(60_000);
                  return 1;
                }),
            call(() -> 2));
    assertEquals(2, executor.invokeAny(calls));
    assertEquals(3, executor.invokeAny(List.of(failing(), call(() -> 3), failing())));
    ExecutionException e =
        assertThrows(
            ExecutionException.class, () -> executor.invokeAny(List.of(failing(), failing())));
    assertInstanceOf(TaskFailedException.class, e.getCause());
    assertThrows(
        TimeoutException.class,
        () -> executor.invokeAny(List.of(calls.get(0)), 50, TimeUnit.MILLISECONDS));
    assertThrows(IllegalArgumentException.class, () -> executor.invokeAny(List.of()));
    assertEquals(4, executor.submit(call(() -> 4)).get()); // both workers are free again
  }

  private static Callable<Integer> failing() {
    return call(
        () -> {
          throw new IllegalStateException("no");
        });
  }

  @Test
  void shouldServeACompletionService() throws Exception {
    ExecutorCompletionService<Integer> service = new ExecutorCompletionService<>(executor);
    // it wraps each task in a FutureTask, which cannot travel
    assertThrows(TaskSerializationException.class, () -> service.submit(call(() -> 1)));
  }

  @Test
  void shouldRefuseALambdaThatIsNotSerializableAndSayWhatToDo() {
    Callable<Integer> plain = () -> 1;
    TaskSerializationException e =
        assertThrows(TaskSerializationException.class, () -> executor.submit(plain));
    assertHint(e);
    assertHint(assertThrows(TaskSerializationException.class, () -> executor.execute(() -> {})));
    Runnable plainRunnable = () -> {};
    assertHint(
        assertThrows(TaskSerializationException.class, () -> executor.submit(plainRunnable, "x")));
    assertHint(
        assertThrows(TaskSerializationException.class, () -> executor.invokeAll(List.of(plain))));
    assertHint(
        assertThrows(TaskSerializationException.class, () -> executor.invokeAny(List.of(plain))));
  }

  private static void assertHint(TaskSerializationException e) {
    assertTrue(e.getMessage().contains("not Serializable"), e.getMessage());
    assertTrue(e.getMessage().contains("SerializableCallable"), e.getMessage());
    assertTrue(e.getMessage().contains("& Serializable)"), e.getMessage());
  }

  @Test
  void shouldRefuseSupplyAsyncWhoseWorkLivesInThisJvm() {
    TaskSerializationException e =
        assertThrows(
            TaskSerializationException.class,
            () -> CompletableFuture.supplyAsync(() -> 1, executor));
    assertTrue(e.getMessage().contains("applyAsync"), e.getMessage());
  }

  @Test
  void shouldFinishWhatWasSubmittedAfterShutdown() throws Exception {
    Pool own = Pool.create(1);
    ExecutorService view = own.asExecutor();
    assertFalse(view.isShutdown());
    assertFalse(view.isTerminated());
    try (Gate gate = Gate.create()) {
      Future<Integer> running =
          view.submit(
              call(
                  () -> {
                    gate.pass();
                    return 1;
                  }));
      Future<Integer> waiting = view.submit(call(() -> 2));
      gate.awaitArrived(1);
      view.shutdown();
      view.shutdown();
      assertTrue(view.isShutdown());
      assertFalse(view.isTerminated());
      assertTrue(own.isClosed());
      assertFalse(view.awaitTermination(20, TimeUnit.MILLISECONDS));
      assertThrows(RejectedExecutionException.class, () -> view.submit(call(() -> 3)));
      assertThrows(RejectedExecutionException.class, () -> view.execute(run(() -> {})));
      gate.open();
      assertEquals(1, running.get());
      assertEquals(2, waiting.get());
    }
    assertTrue(view.awaitTermination(45, TimeUnit.SECONDS));
    assertTrue(view.isTerminated());
    own.close();
  }

  @Test
  void shouldStopWhatRunsAtShutdownNow() throws Exception {
    Pool own = Pool.create(1);
    ExecutorService view = own.asExecutor();
    try (Gate gate = Gate.create()) {
      Future<Integer> running =
          view.submit(
              call(
                  () -> {
                    gate.arrive();
                    while (true) {
                      Thread.onSpinWait();
                    }
                  }));
      Future<Integer> waiting = view.submit(call(() -> 2));
      gate.awaitArrived(1);
      assertEquals(List.of(), view.shutdownNow());
      assertTrue(view.isShutdown());
      assertTrue(view.awaitTermination(45, TimeUnit.SECONDS));
      assertTrue(view.isTerminated());
      ExecutionException e = assertThrows(ExecutionException.class, running::get);
      assertInstanceOf(PoolException.class, e.getCause());
      assertThrows(ExecutionException.class, waiting::get);
    }
  }
}
