package io.multiprocessing.failures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.Pool;
import io.multiprocessing.PoolException;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.WorkerContext;
import io.multiprocessing.WorkerInfo;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.NothingLeftBehind;
import io.multiprocessing.testing.Processes;
import io.multiprocessing.testing.Signals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A call is cancelled, whatever its task thinks of it. */
@ExtendWith(NothingLeftBehind.class)
class CancelTest {

  private static final int WORKERS = 2;
  private static final Duration GRACE = Duration.ofMillis(500);

  private static Pool pool;
  private static Pool patient; // for tasks that react, however slow the machine is

  @TempDir private Path folder;
  private Marks marks;

  @BeforeAll
  static void open() {
    pool = Pool.builder().workers(WORKERS).interruptGrace(GRACE).build();
    patient = Pool.builder().workers(WORKERS).interruptGrace(Duration.ofMinutes(1)).build();
  }

  @AfterAll
  static void close() {
    pool.close();
    patient.close();
  }

  @BeforeEach
  void bringAllWorkersUp() throws Exception {
    marks = Marks.in(folder);
    for (Pool each : List.of(pool, patient)) {
      OneBadItem.checkWorks(each);
      Await.until("all workers are idle, and none is still being killed", () -> allAreIdle(each));
    }
  }

  private static boolean allAreIdle(Pool pool) {
    List<WorkerInfo> workers = pool.workers();
    return workers.size() == WORKERS
        && workers.stream().allMatch(worker -> worker.state() == WorkerInfo.State.IDLE);
  }

  @Test
  void shouldInterruptARunningTask() throws Exception {
    Marks left = marks;
    AsyncResult<Integer> result =
        patient.applyAsync(
            () -> {
              left.leave("started");
              try {
                Thread.sleep(60_000);
              } catch (InterruptedException e) {
                left.leave("interrupted");
              }
              return 1;
            });
    marks.await("started");

    assertTrue(result.cancel(true));

    assertThrows(CancellationException.class, result::await);
    assertTrue(result.isCancelled());
    marks.await("interrupted");
    OneBadItem.checkWorks(patient);
    assertEquals(0, patient.stats().killedWorkers(), "who reacts is not killed");
  }

  @Test
  void shouldKillATaskThatIgnoresItsInterrupt() throws Exception {
    Marks left = marks;
    AsyncResult<Integer> result =
        pool.applyAsync(
            () -> {
              left.leavePid();
              Death.hang();
              return 1;
            });
    long pid = marks.awaitPid();

    assertTrue(result.cancel(true));

    assertThrows(CancellationException.class, result::await);
    Await.until("the worker is killed", OneBadItem.SOON, () -> Processes.hasEnded(pid));
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldNotHarmTheOtherCallsOfTheWorkerItKills() throws Exception {
    Marks left = marks;
    AsyncResult<List<Integer>> bad =
        pool.mapAsync(
            item -> {
              left.leave("started");
              Death.hang();
              return item;
            },
            List.of(1, 2)); // one for each worker
    Await.until("both run", () -> marks.count("started") == 2);
    AsyncResult<List<Integer>> good =
        pool.mapAsync(
            item -> item * item, List.of(1, 2, 3, 4), TaskOptions.defaults().chunkSize(1));

    assertTrue(bad.cancel(true));

    assertEquals(
        List.of(1, 4, 9, 16), Await.within(OneBadItem.SOON, "the call behind it", good::await));
  }

  @Test
  void shouldLetARunningTaskEndWhenToldSo() throws Exception {
    Marks left = marks;
    long killed = pool.stats().killedWorkers();
    AsyncResult<Integer> result =
        pool.applyAsync(
            () -> {
              left.leave("started");
              Await.until("the call is cancelled", WorkerContext.current()::isCancelled);
              Thread.sleep(GRACE.toMillis() + 200); // longer than the other kind may take
              left.leave("ended");
              return 1;
            });
    marks.await("started");

    assertTrue(result.cancel(false));

    assertThrows(CancellationException.class, result::await);
    marks.await("ended");
    OneBadItem.checkWorks(pool);
    assertEquals(killed, pool.stats().killedWorkers());
  }

  @Test
  void shouldNeverStartWhatHasNotStarted() throws Exception {
    Marks left = marks;
    AsyncResult<List<Integer>> result =
        pool.mapAsync(
            item -> {
              left.leave("started");
              Await.until("the call is cancelled", WorkerContext.current()::isCancelled);
              return item;
            },
            Collections.nCopies(50, 1),
            TaskOptions.defaults().chunkSize(5));
    Await.until("both workers run one", () -> marks.count("started") == WORKERS);

    assertTrue(result.cancel(false));
    OneBadItem.checkWorks(pool);
    Await.until("those two have ended", () -> allAreIdle(pool));

    assertEquals(WORKERS, marks.count("started"));
    assertFalse(result.cancel(true) && !result.isCancelled());
  }

  @Test
  void shouldCancelTheCallOfAThreadThatIsInterrupted() throws Exception {
    Marks left = marks;
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicReference<Boolean> interrupted = new AtomicReference<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                patient.apply(
                    () -> {
                      left.leave("started");
                      try {
                        Thread.sleep(60_000);
                      } catch (InterruptedException e) {
                        left.leave("interrupted");
                      }
                      return 1;
                    });
              } catch (RuntimeException e) {
                thrown.set(e);
                interrupted.set(Thread.currentThread().isInterrupted());
              }
            });
    caller.start();
    marks.await("started");

    caller.interrupt();
    caller.join(OneBadItem.SOON.toMillis());

    assertFalse(caller.isAlive(), Await::threadDump);
    assertEquals(PoolException.class, thrown.get().getClass());
    assertTrue(thrown.get().getMessage().contains("interrupted while waiting for apply"));
    assertEquals(true, interrupted.get());
    marks.await("interrupted");
    OneBadItem.checkWorks(patient);
  }

  @Test
  void shouldStopTheItemsOfAnImapThatIsClosed() throws Exception {
    Marks left = marks;
    var results =
        patient.imap(
            item -> {
              left.leave("started");
              try {
                Thread.sleep(60_000);
              } catch (InterruptedException e) {
                left.leave("interrupted");
              }
              return item;
            },
            Collections.nCopies(100, 1));
    Await.until("both workers run one", () -> marks.count("started") == WORKERS);

    results.close();

    Await.until("both are interrupted", () -> marks.count("interrupted") == WORKERS);
    OneBadItem.checkWorks(patient);
    assertEquals(WORKERS, marks.count("started"));
  }

  @Test
  void shouldCancelATaskWhoseWorkerIsStopped() throws Exception {
    Marks left = marks;
    AsyncResult<Integer> result =
        pool.applyAsync(
            () -> {
              left.leavePid();
              Thread.sleep(60_000);
              return 1;
            });
    long pid = marks.awaitPid();
    Signals.send("STOP", pid);

    assertTrue(result.cancel(true));

    assertThrows(CancellationException.class, result::await);
    Await.until("the stopped worker is killed", OneBadItem.SOON, () -> Processes.hasEnded(pid));
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldTerminateThoughAWorkerIsStopped() throws Exception {
    Marks left = marks;
    Pool other = Pool.create(1);
    AsyncResult<Integer> result =
        other.applyAsync(
            () -> {
              left.leavePid();
              Thread.sleep(60_000);
              return 1;
            });
    Signals.send("STOP", marks.awaitPid());

    Await.within(
        OneBadItem.SOON,
        "terminate with a stopped worker",
        () -> {
          other.terminate();
          return null;
        });

    PoolException failure = assertThrows(PoolException.class, result::await);
    assertTrue(failure.getMessage().contains("the pool was terminated"), failure::getMessage);
  }

  @Test
  void shouldCloseThoughAnIdleWorkerIsStopped() throws Exception {
    Pool other = Pool.create(1);
    Signals.send("STOP", other.apply(() -> ProcessHandle.current().pid()));

    Await.within(
        OneBadItem.SOON,
        "close with a stopped worker",
        () -> {
          other.close();
          return null;
        });
  }

  @Test
  void shouldTerminatePromptlyWithTenThousandLongTasks() throws Exception {
    Pool other = Pool.create(2);
    AsyncResult<List<Integer>> result =
        other.mapAsync(
            item -> {
              Thread.sleep(60_000);
              return item;
            },
            Collections.nCopies(10_000, 1));
    other.workers();

    Await.within(
        OneBadItem.SOON,
        "terminate with many tasks",
        () -> {
          other.terminate();
          return null;
        });

    assertThrows(PoolException.class, result::await);
  }
}
