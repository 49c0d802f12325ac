package io.multiprocessing.failures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.Pool;
import io.multiprocessing.PoolException;
import io.multiprocessing.TaskFailedException;
import io.multiprocessing.TaskSerializationException;
import io.multiprocessing.WorkerCrashedException;
import io.multiprocessing.ipc.internal.files.SessionFolder;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.ChildJvm;
import io.multiprocessing.testing.NothingLeftBehind;
import io.multiprocessing.testing.Processes;
import io.multiprocessing.testing.Signals;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A task starts a pool. */
@ExtendWith(NothingLeftBehind.class)
class NestedPoolTest {

  private static Pool pool;

  @TempDir private Path folder;
  private Marks marks;

  @BeforeAll
  static void open() {
    pool = Pool.create(2);
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  @BeforeEach
  void setUp() {
    marks = Marks.in(folder);
  }

  private static int squares(int n) {
    try (Pool inner = Pool.create(1)) {
      return inner.mapReduce(x -> x * x, 0, Integer::sum, List.of(n, n + 1));
    }
  }

  @Test
  void shouldWorkInATask() {
    assertEquals(List.of(1, 5, 13), pool.map(NestedPoolTest::squares, List.of(0, 1, 2)));
  }

  @Test
  void shouldBringTheFailureOfAnInnerTaskOut() throws Exception {
    TaskFailedException failure =
        assertThrows(
            TaskFailedException.class,
            () ->
                pool.apply(
                    () -> {
                      try (Pool inner = Pool.create(1)) {
                        return inner.<Integer>apply(
                            () -> {
                              throw new IllegalStateException("deep inside");
                            });
                      }
                    }));

    TaskFailedException inner = assertInstanceOf(TaskFailedException.class, failure.getCause());
    assertInstanceOf(IllegalStateException.class, inner.getCause());
    assertEquals("deep inside", inner.getCause().getMessage());
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldBringTheCrashOfAnInnerWorkerOut() throws Exception {
    TaskFailedException failure =
        assertThrows(
            TaskFailedException.class,
            () ->
                pool.apply(
                    () -> {
                      try (Pool inner = Pool.create(1)) {
                        return inner.apply(
                            () -> {
                              Death.HALT.happen();
                              return 1;
                            });
                      }
                    }));

    WorkerCrashedException inner =
        assertInstanceOf(WorkerCrashedException.class, failure.getCause());
    assertEquals(Death.HALT.exitCode(), inner.exitCode());
    OneBadItem.checkWorks(pool);
  }

  /** A task whose inner pool runs a task that never ends; leaves the pid of the inner worker. */
  private static int hangInside(Marks marks) {
    try (Pool inner = Pool.create(1)) {
      return inner.apply(
          () -> {
            marks.leavePid();
            Death.hang();
            return 1;
          });
    }
  }

  private static void checkGone(long innerPid, long outerPid) {
    Await.until(
        "the inner worker is gone with the outer one",
        KeptPool.SOON,
        () -> Processes.hasEnded(innerPid));
    Await.until(
        "and so is the inner pool's folder",
        KeptPool.SOON,
        () -> NothingLeftBehind.folders(SessionFolder.defaultBase(), outerPid).isEmpty());
  }

  private static long parentOf(long pid) {
    return ProcessHandle.of(pid).flatMap(ProcessHandle::parent).orElseThrow().pid();
  }

  @Test
  void shouldLeaveNoInnerWorkerWhenTheOuterOneIsKilled() throws Exception {
    Marks left = marks;
    AsyncResult<Integer> result = pool.applyAsync(() -> hangInside(left));
    long innerPid = marks.awaitPid();
    long outerPid = parentOf(innerPid);
    assertNotEquals(ProcessHandle.current().pid(), outerPid);

    Signals.send("KILL", outerPid);

    assertEquals(outerPid, assertThrows(WorkerCrashedException.class, result::await).pid());
    checkGone(innerPid, outerPid);
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldLeaveNoInnerWorkerWhenTheOuterTaskIsCancelled() throws Exception {
    Marks left = marks;
    AsyncResult<Integer> result = pool.applyAsync(() -> hangInside(left));
    long innerPid = marks.awaitPid();
    long outerPid = parentOf(innerPid);

    assertTrue(result.cancel(true));

    checkGone(innerPid, outerPid);
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldLeaveNoInnerWorkerWhenTheOuterPoolIsTerminated() throws Exception {
    Marks left = marks;
    Pool outer = Pool.create(1);
    AsyncResult<Integer> result = outer.applyAsync(() -> hangInside(left));
    long innerPid = marks.awaitPid();
    long outerPid = parentOf(innerPid);

    outer.terminate();

    assertThrows(PoolException.class, result::await);
    checkGone(innerPid, outerPid);
  }

  @Test
  void shouldCloseThoughTheTaskHasNotClosedItsPool() throws Exception {
    Marks left = marks;
    Pool outer = Pool.create(1);
    long outerPid = outer.apply(() -> openAndForget(left));

    Await.within(
        KeptPool.SOON,
        "close of the outer pool",
        () -> {
          outer.close();
          return null;
        });

    checkGone(marks.awaitPid(), outerPid);
  }

  private static Pool forgotten;

  private static long openAndForget(Marks marks) {
    forgotten = Pool.create(1);
    forgotten.apply(
        () -> {
          marks.leavePid();
          return 1;
        });
    return ProcessHandle.current().pid();
  }

  /** Opens a pool in a worker of a pool in a worker …; returns how deep it came. */
  private static int nest(int depth) {
    try (Pool inner = Pool.builder().workers(1).workerMaxHeap("64m").build()) {
      return inner.apply(() -> nest(depth + 1));
    } catch (IllegalStateException e) {
      if (!e.getMessage().contains("nested too deeply")) {
        throw e;
      }
      return depth;
    }
  }

  @Test
  void shouldNotNestWithoutEnd() {
    assertEquals(4, nest(0));
  }

  @Test
  void shouldSayThatPoolsAreNestedTooDeeply() {
    String message = pool.apply(() -> messageAtTheLimit(1));

    assertEquals(
        "pools are nested too deeply: depth=4, at most 4 levels of workers are allowed", message);
  }

  private static String messageAtTheLimit(int depth) {
    try (Pool inner = Pool.builder().workers(1).workerMaxHeap("64m").build()) {
      return inner.apply(() -> messageAtTheLimit(depth + 1));
    } catch (IllegalStateException e) {
      return e.getMessage();
    }
  }

  @Test
  void shouldRefuseToTakeThePoolItselfIntoATask() throws Exception {
    Pool captured = pool;

    TaskSerializationException failure =
        assertThrows(
            TaskSerializationException.class, () -> pool.apply(() -> captured.workers().size()));

    assertTrue(failure.getMessage().contains("Pool"), failure::getMessage);
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldEndAForkBombWithAClearError() throws Exception {
    try (ChildJvm child = ChildJvm.start(ForkBombMain.class)) {
      long most = 0;
      while (child.isAlive()) {
        most = Math.max(most, child.handle().descendants().count());
        Thread.sleep(5); // a sampling interval
      }

      assertTrue(most <= 4, "processes at a time: " + most);
      assertNotEquals(0, child.awaitExit(KeptPool.SOON));
      String stderr = String.join("\n", child.stderr());
      assertFalse(child.stdout().toString().contains("result"), child.stdout()::toString);
      assertTrue(
          stderr.contains("the static initializer of " + ForkBombMain.class.getName()), stderr);
      assertTrue(stderr.contains("start the pool in a method"), stderr);
    }
  }
}
