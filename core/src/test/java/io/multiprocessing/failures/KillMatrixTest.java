package io.multiprocessing.failures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.Pool;
import io.multiprocessing.PoolException;
import io.multiprocessing.SerializableCallable;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.TaskTimeoutException;
import io.multiprocessing.WorkerCrashedException;
import io.multiprocessing.WorkerInfo;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.NothingLeftBehind;
import io.multiprocessing.testing.Processes;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every way to end, at every stage of a worker's life: idle, running, in the middle of writing a
 * large result. That during the initializer is in {@link WorkerStartTest}.
 */
@ExtendWith(NothingLeftBehind.class)
class KillMatrixTest {

  private static final TaskOptions LIMITED =
      TaskOptions.defaults().taskTimeout(Duration.ofMillis(800));

  private static Pool pool;

  @TempDir private Path folder;

  @BeforeAll
  static void open() {
    pool = newPool(2);
  }

  private static Pool newPool(int workers) {
    return Pool.builder()
        .workers(workers)
        .workerMaxHeap("96m")
        .interruptGrace(Duration.ofMillis(200))
        .outputListener((workerId, source, line) -> {}) // crash reports by the page
        .build();
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  private static void checkFails(Death death, SerializableCallable<?> call) throws Exception {
    // the others take as long to die as the machine makes them
    TaskOptions options = death == Death.HANG ? LIMITED : TaskOptions.defaults();
    PoolException failure =
        Await.within(
            OneBadItem.SOON,
            death + " and its error",
            () -> assertThrows(PoolException.class, () -> pool.apply(call, options)));
    if (death == Death.HANG) {
      assertEquals(TaskTimeoutException.class, failure.getClass(), failure::getMessage);
    } else {
      assertEquals(WorkerCrashedException.class, failure.getClass(), failure::getMessage);
      assertTrue(failure.getMessage().contains(death.message()), failure::getMessage);
      assertTrue(failure.getMessage().contains("while running the call"), failure::getMessage);
    }
    OneBadItem.checkWorks(pool);
  }

  @ParameterizedTest
  @EnumSource
  void shouldSurviveADeathWhileRunning(Death death) throws Exception {
    checkFails(
        death,
        () -> {
          death.happen();
          return 1;
        });
  }

  /** An object that ends its writer. */
  static final class DeadlyResult implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Death death;

    DeadlyResult(Death death) {
      this.death = death;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
      death.happen();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldSurviveADeathInTheMiddleOfWriting(Death death) throws Exception {
    checkFails(death, () -> List.of(new byte[20_000_000], new DeadlyResult(death)));
  }

  @ParameterizedTest
  @EnumSource
  void shouldSurviveADeathWhileIdle(Death death) throws Exception {
    Marks marks = Marks.in(folder);
    long pid = pool.apply(() -> dieWhenTold(death, marks));
    marks.leave("die"); // the result has come: this worker is idle

    if (death != Death.HANG) {
      Await.until("the idle worker is dead", () -> Processes.hasEnded(pid));
      Await.until(
          "it is replaced",
          () ->
              pool.workers().stream()
                      .filter(worker -> worker.state() == WorkerInfo.State.IDLE)
                      .filter(worker -> worker.pid() != pid)
                      .count()
                  == 2);
    }
    OneBadItem.checkWorks(pool);
  }

  private static long dieWhenTold(Death death, Marks marks) {
    Thread thread =
        new Thread(
            () -> {
              marks.await("die");
              death.happen();
            });
    thread.start();
    return ProcessHandle.current().pid();
  }

  @ParameterizedTest
  @EnumSource
  void shouldCloseWhileAWorkerDies(Death death) throws Exception {
    if (death == Death.HANG) {
      return; // close waits for what was submitted; see shouldTerminateThoughATaskHangs
    }
    Pool dying = newPool(1);
    Marks marks = Marks.in(folder);
    AsyncResult<Integer> result =
        dying.applyAsync(
            () -> {
              marks.leave("running");
              death.happen();
              return 1;
            });
    marks.await("running");

    Await.within(
        OneBadItem.SOON,
        "close while a worker dies",
        () -> {
          dying.close();
          return null;
        });

    assertThrows(WorkerCrashedException.class, result::await);
  }

  @Test
  void shouldTerminateThoughATaskHangs() throws Exception {
    Pool hanging = newPool(1);
    AsyncResult<Integer> result =
        hanging.applyAsync(
            () -> {
              Death.hang();
              return 1;
            });

    Await.within(
        OneBadItem.SOON,
        "terminate while a task hangs",
        () -> {
          hanging.terminate();
          return null;
        });

    assertThrows(PoolException.class, result::await);
  }
}
