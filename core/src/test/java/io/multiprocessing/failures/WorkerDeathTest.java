package io.multiprocessing.failures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.Pool;
import io.multiprocessing.TaskFailedException;
import io.multiprocessing.TaskOptions;
import io.multiprocessing.WorkerContext;
import io.multiprocessing.WorkerCrashedException;
import io.multiprocessing.WorkerInfo;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.NothingLeftBehind;
import io.multiprocessing.testing.Signals;
import io.multiprocessing.testing.Workers;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A worker dies while it runs an item. */
@ExtendWith(NothingLeftBehind.class)
class WorkerDeathTest {

  private static Pool pool;

  @TempDir private Path folder;

  @BeforeAll
  static void open() {
    pool =
        Pool.builder()
            .workers(2)
            .workerMaxHeap("64m")
            .outputListener((workerId, source, line) -> {}) // crash reports by the page
            .build();
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  /** What every message about a dead worker says. */
  private static void checkSaysWho(WorkerCrashedException failure, String item) {
    assertTrue(
        failure
            .getMessage()
            .startsWith("worker " + failure.workerId() + " (pid " + failure.pid() + ") "),
        failure::getMessage);
    assertTrue(failure.getMessage().contains(" while running " + item), failure::getMessage);
    assertFalse(ProcessHandle.of(failure.pid()).map(ProcessHandle::isAlive).orElse(false));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HANG")
  void shouldFailOnlyTheItemThatEndedItsWorker(Death death) throws Exception {
    WorkerCrashedException failure =
        OneBadItem.dying(WorkerCrashedException.class, pool, death::happen);

    assertEquals(OneBadItem.BAD, failure.itemIndex());
    assertEquals(death.exitCode(), failure.exitCode());
    checkSaysWho(failure, "item 4 of mapOutcomes");
    assertTrue(failure.getMessage().contains(death.message()), failure::getMessage);
    assertEquals(death == Death.OUT_OF_MEMORY, failure.outOfMemory());
    Optional<Integer> signal =
        switch (death) {
          case KILL -> Optional.of(9);
          case SEGFAULT -> Optional.of(11);
          default -> Optional.empty();
        };
    assertEquals(signal, failure.signal());
  }

  @Test
  void shouldSayThatATaskExitedWithSuccess() throws Exception {
    WorkerCrashedException failure =
        OneBadItem.dying(WorkerCrashedException.class, pool, () -> System.exit(0));

    assertEquals(0, failure.exitCode());
    assertTrue(failure.getMessage().contains("exited with code 0"), failure::getMessage);
  }

  @Test
  void shouldShowTheLastLinesOfStderr() throws Exception {
    WorkerCrashedException failure =
        OneBadItem.dying(
            WorkerCrashedException.class,
            pool,
            () -> {
              for (int line = 1; line <= 100; line++) {
                System.err.println("last words " + line);
              }
              Runtime.getRuntime().halt(3);
            });

    assertEquals("last words 100", failure.stderr().get(failure.stderr().size() - 1));
    assertTrue(failure.stderr().size() >= 10, failure.stderr()::toString);
    assertTrue(failure.getMessage().contains("last lines of its stderr:"), failure::getMessage);
    assertTrue(failure.getMessage().contains("last words 100"), failure::getMessage);
    assertFalse(failure.outOfMemory(), "3 is also the code of a JVM out of memory");
  }

  @Test
  void shouldShowWhereTheJvmCrashed() throws Exception {
    WorkerCrashedException failure =
        OneBadItem.dying(WorkerCrashedException.class, pool, Death.SEGFAULT::happen);

    Path log = failure.crashLog().orElseThrow();
    assertTrue(Files.isRegularFile(log), "the crash log is there until the pool is closed");
    assertTrue(failure.crashSummary().contains("SIGSEGV"), failure::crashSummary);
    assertTrue(failure.crashSummary().contains("Problematic frame"), failure::crashSummary);
    assertTrue(failure.getMessage().contains(failure.crashSummary()), failure::getMessage);
    assertFalse(failure.getMessage().contains(log.toString()), "the message outlives the log");
  }

  @Test
  void shouldSayThatTheCrashLogWhichTheJvmAnnouncesDoesNotStay() {
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    WorkerCrashedException failure;
    try (Pool listened =
        Pool.builder()
            .workers(1)
            .outputListener((worker, source, line) -> lines.add(line))
            .build()) {
      failure =
          assertThrows(
              WorkerCrashedException.class,
              () ->
                  listened.apply(
                      () -> {
                        Death.SEGFAULT.happen();
                        return null;
                      }));
    }

    String log = failure.crashLog().orElseThrow().toString();
    List<String> announced = List.copyOf(lines).stream().filter(l -> l.contains(log)).toList();
    assertEquals(1, announced.size(), lines::toString);
    assertTrue(announced.get(0).startsWith("# " + log + " (does not stay"), announced::toString);
  }

  @Test
  void shouldNoticeAWorkerThatIsKilledFromOutside() throws Exception {
    Path pidFile = folder.resolve("pid");
    String pidPath = pidFile.toString();
    AsyncResult<String> result =
        pool.applyAsync(
            () -> {
              writePid(pidPath);
              Death.hang();
              return "survived";
            });
    Await.until("the task runs", () -> Files.exists(pidFile));
    long pid = Long.parseLong(Files.readString(pidFile));

    Signals.send("KILL", pid);

    WorkerCrashedException failure =
        Await.within(
            OneBadItem.SOON,
            "noticing a kill",
            () -> assertThrows(WorkerCrashedException.class, result::await));
    assertEquals(pid, failure.pid());
    checkSaysWho(failure, "the call");
    assertTrue(failure.getMessage().contains("exited with code 137 (SIGKILL"), failure::getMessage);
    OneBadItem.checkWorks(pool);
  }

  private static void writePid(String file) throws IOException {
    Path unfinished = Path.of(file + ".tmp");
    Files.writeString(unfinished, Long.toString(ProcessHandle.current().pid()));
    Files.move(unfinished, Path.of(file));
  }

  @Test
  void shouldReplaceIdleWorkersThatAreKilled() throws Exception {
    OneBadItem.checkWorks(pool);
    Set<Long> pids = Workers.pids(pool);

    pids.forEach(pid -> Signals.send("KILL", pid));

    OneBadItem.checkWorks(pool); // nothing was lost with them
    Await.until(
        "two new workers are ready",
        () ->
            pool.workers().size() == 2
                && pool.workers().stream()
                    .allMatch(
                        worker ->
                            worker.state() == WorkerInfo.State.IDLE
                                && !pids.contains(worker.pid())));
  }

  @Test
  void shouldSayHowTheCallOfASingleResultDied() throws Exception {
    WorkerCrashedException failure =
        assertThrows(
            WorkerCrashedException.class,
            () ->
                pool.apply(
                    () -> {
                      Death.HALT.happen();
                      return 1;
                    }));

    checkSaysWho(failure, "the call");
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldFailACallWhoseItemsHaveOneResultTogether() throws Exception {
    List<Integer> items = List.of(0, 1, 2, 3, 4, 5, 6, 7);
    assertThrows(
        WorkerCrashedException.class,
        () -> pool.mapReduce(item -> deadly(item, 5), 0, Integer::sum, items));
    assertThrows(
        WorkerCrashedException.class, () -> pool.anyMatch(item -> deadly(item, 5) < 0, items));
    assertThrows(
        WorkerCrashedException.class, () -> pool.mapToLong((long x) -> deadly((int) x, 5), 0, 8));
    assertThrows(
        WorkerCrashedException.class,
        () -> pool.mapToDouble((double x) -> deadly((int) x, 5), new double[] {1, 2, 3, 4, 5}));
    OneBadItem.checkWorks(pool);
  }

  private static int deadly(int item, int deadlyItem) {
    if (item == deadlyItem) {
      Death.HALT.happen();
    }
    return item;
  }

  @Test
  void shouldKeepAWorkerThatOnlyClaimsToBeOutOfMemory() throws Exception {
    long pid = pool.apply(() -> ProcessHandle.current().pid());
    TaskFailedException failure =
        OneBadItem.of(
            TaskFailedException.class,
            pool,
            item -> {
              throw new OutOfMemoryError("so it says");
            });

    assertInstanceOf(OutOfMemoryError.class, failure.getCause());
    assertTrue(pool.workers().stream().anyMatch(worker -> worker.pid() == pid));
  }

  /** An object that halts the worker that writes it, or the one that reads it. */
  static final class Deadly implements Serializable {
    private static final long serialVersionUID = 1L;

    private final boolean whenRead;
    private final boolean whenWritten;

    Deadly(boolean whenRead, boolean whenWritten) {
      this.whenRead = whenRead;
      this.whenWritten = whenWritten;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
      haltIf(whenWritten);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      haltIf(whenRead);
    }

    private static void haltIf(boolean now) {
      if (now && WorkerContext.isWorker()) {
        Runtime.getRuntime().halt(5);
      }
    }
  }

  @Test
  void shouldFailOnlyTheItemWhoseResultKillsItsWriter() throws Exception {
    WorkerCrashedException failure =
        OneBadItem.of(WorkerCrashedException.class, pool, item -> new Deadly(false, true));

    assertEquals(OneBadItem.BAD, failure.itemIndex());
    checkSaysWho(failure, "item 4 of mapOutcomes");
  }

  @Test
  void shouldFailOnlyTheItemWhoseArgumentKillsItsReader() throws Exception {
    List<Object> items = List.of(0, 1, 2, new Deadly(true, false), 4, 5);

    var outcomes =
        pool.mapOutcomes(
            item -> item.toString().length(), items, TaskOptions.defaults().chunkSize(6));

    for (int i = 0; i < 6; i++) {
      assertNotEquals(i == 3, outcomes.get(i).isSuccess(), "item " + i);
    }
    WorkerCrashedException failure =
        OneBadItem.failure(WorkerCrashedException.class, outcomes.get(3));
    assertEquals(3, failure.itemIndex());
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldFailACallWhoseTaskKillsItsReader() throws Exception {
    Deadly captured = new Deadly(true, false);

    WorkerCrashedException failure =
        assertThrows(WorkerCrashedException.class, () -> pool.apply(captured::hashCode));

    checkSaysWho(failure, "the call");
    OneBadItem.checkWorks(pool);
  }

  @Test
  void shouldFailOneOfAHundredCallsWhenOneWorkerIsKilled() throws Exception {
    List<AsyncResult<Integer>> results =
        IntStream.range(0, 100)
            .mapToObj(
                i ->
                    pool.applyAsync(
                        () -> {
                          if (i == 0) {
                            Death.KILL.happen();
                          }
                          return i;
                        }))
            .toList();

    assertThrows(WorkerCrashedException.class, results.get(0)::await);
    for (int i = 1; i < 100; i++) {
      assertEquals(i, results.get(i).await());
    }
  }
}
