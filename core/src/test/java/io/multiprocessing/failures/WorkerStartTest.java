package io.multiprocessing.failures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.Pool;
import io.multiprocessing.PoolBuilder;
import io.multiprocessing.PoolException;
import io.multiprocessing.ResultIterator;
import io.multiprocessing.TaskSerializationException;
import io.multiprocessing.WorkerSideException;
import io.multiprocessing.WorkerStartException;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.NothingLeftBehind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Workers do not come up: no endless respawn, no waiting for ever, and an error that says why. */
@ExtendWith(NothingLeftBehind.class)
class WorkerStartTest {

  /** Two starts of JVMs, one after the other, on a loaded machine. */
  private static final Duration FEW_STARTS = Duration.ofSeconds(90);

  @TempDir private Path folder;
  private Marks marks;

  @BeforeEach
  void setUp() {
    marks = Marks.in(folder);
  }

  private static PoolBuilder quiet() {
    return Pool.builder().workers(2).outputListener((workerId, source, line) -> {});
  }

  /** Checks that a pool gives up and says why, in every kind of call, and can be closed. */
  private static WorkerStartException givesUp(PoolBuilder builder) throws Exception {
    try (Pool pool = builder.build()) {
      WorkerStartException failure =
          Await.within(
              FEW_STARTS,
              "giving up",
              () ->
                  assertThrows(
                      WorkerStartException.class, () -> pool.map(item -> item, List.of(1, 2, 3))));
      assertThrows(WorkerStartException.class, () -> pool.applyAsync(() -> 1).await());
      assertThrows(WorkerStartException.class, () -> pool.apply(() -> 1));
      assertThrows(
          WorkerStartException.class,
          () -> {
            try (ResultIterator<Integer> results = pool.imap(item -> item, List.of(1))) {
              results.next();
            }
          });
      assertEquals(List.of(), pool.workers());
      assertFalse(failure.commandLine().isEmpty());
      return failure;
    }
  }

  @Test
  void shouldGiveUpWhenTheInitializerThrows() throws Exception {
    Marks left = marks;

    WorkerStartException failure =
        givesUp(
            quiet()
                .initializer(
                    () -> {
                      left.leave("tried");
                      throw new IllegalStateException("no model");
                    }));

    assertInstanceOf(IllegalStateException.class, failure.getCause());
    assertTrue(
        failure
            .getMessage()
            .matches(
                "the initializer failed in worker [1-4]: java.lang.IllegalStateException:"
                    + " no model"),
        failure::getMessage);
    assertTrue(marks.count("tried") <= 4, "tried " + marks.count("tried") + " times");
  }

  /** An exception that cannot travel. */
  static class StuckException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings({"serial", "unused"}) // that is the point
    private final Object held = Thread.currentThread();

    StuckException(String message) {
      super(message);
    }
  }

  @Test
  void shouldDescribeAnExceptionOfTheInitializerThatCannotTravel() throws Exception {
    WorkerStartException failure =
        givesUp(
            quiet()
                .initializer(
                    () -> {
                      throw new StuckException("stuck");
                    }));

    assertInstanceOf(WorkerSideException.class, failure.getCause());
    assertTrue(failure.getMessage().contains("StuckException: stuck"), failure::getMessage);
  }

  @ParameterizedTest
  @EnumSource(names = {"EXIT", "HALT", "KILL", "SEGFAULT", "OUT_OF_MEMORY"})
  void shouldGiveUpWhenTheInitializerEndsItsJvm(Death death) throws Exception {
    Marks left = marks;

    WorkerStartException failure =
        givesUp(
            quiet()
                .workerMaxHeap("32m")
                .initializer(
                    () -> {
                      left.leave("tried");
                      System.out.println("about to go");
                      death.happen();
                    }));

    assertTrue(
        failure.getMessage().matches("(?s)worker [1-4] \\(pid [0-9]+\\) .*"), failure::getMessage);
    assertTrue(failure.getMessage().contains(death.message()), failure::getMessage);
    assertTrue(failure.getMessage().contains(" before it was ready"), failure::getMessage);
    assertTrue(failure.getMessage().contains("about to go"), failure::getMessage);
    assertTrue(failure.output().contains("about to go"), failure::output);
    assertTrue(marks.count("tried") <= 4, "tried " + marks.count("tried") + " times");
  }

  @Test
  void shouldGiveUpWhenTheInitializerNeverEnds() throws Exception {
    WorkerStartException failure =
        givesUp(quiet().startTimeout(Duration.ofMillis(1_500)).initializer(Death::hang));

    assertTrue(
        failure.getMessage().contains("was killed: it was not ready in time: startTimeout=PT1.5S"),
        failure::getMessage);
  }

  @Test
  void shouldGiveUpWhenWorkersHaveNoProcessYetWhenTheirTimeIsOver() throws Exception {
    WorkerStartException failure = givesUp(quiet().startTimeout(Duration.ofNanos(1)));

    assertTrue(
        failure
            .getMessage()
            .matches("(?s)worker [1-4] \\(pid [0-9]+\\) was killed: it was not ready in time: .*"),
        failure::getMessage);
  }

  @Test
  void shouldShowWhatTheJvmSaysOfABadArgument() throws Exception {
    WorkerStartException failure = givesUp(quiet().jvmArgs("-XX:NoSuchFlag"));

    assertTrue(failure.output().contains("Unrecognized VM option 'NoSuchFlag'"), failure::output);
    assertTrue(failure.getMessage().contains("NoSuchFlag"), failure::getMessage);
    assertTrue(failure.getMessage().contains("exited with code 1"), failure::getMessage);
    assertTrue(
        failure.getMessage().contains("command line: " + failure.commandLine().get(0)),
        failure::getMessage);
  }

  @Test
  void shouldShowWhatTheJvmSaysOfAHeapBeyondTheMachine() throws Exception {
    WorkerStartException failure = givesUp(quiet().workerMaxHeap("900000000g"));

    assertTrue(failure.output().contains("heap"), failure::output);
  }

  @Test
  void shouldShowWhatAJavaHomeThatDoesNotWorkSays() throws Exception {
    Path home = javaHome("#!/bin/sh\necho not today >&2\nexit 66\n");

    WorkerStartException failure = givesUp(quiet().javaHome(home));

    assertTrue(failure.getMessage().contains("exited with code 66"), failure::getMessage);
    assertTrue(failure.output().contains("not today"), failure::output);
    assertTrue(failure.commandLine().get(0).startsWith(home.toString()));
  }

  @Test
  void shouldSayThatAJavaProgramCannotBeRunAtAll() throws Exception {
    WorkerStartException failure = givesUp(quiet().javaHome(javaHome("#!/no/such/interpreter\n")));

    assertTrue(failure.getMessage().contains("could not be started"), failure::getMessage);
    assertInstanceOf(IOException.class, failure.getCause());
  }

  private Path javaHome(String program) throws IOException {
    Path bin = Files.createDirectories(folder.resolve("jdk").resolve("bin"));
    Path java = Files.writeString(bin.resolve("java"), program);
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(folder.resolve("jdk").resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    return folder.resolve("jdk");
  }

  @Test
  void shouldRefuseAJavaHomeThatIsNone() {
    IllegalArgumentException failure =
        assertThrows(IllegalArgumentException.class, () -> Pool.builder().javaHome(folder));

    assertTrue(failure.getMessage().contains("javaHome=" + folder), failure::getMessage);
  }

  @Test
  void shouldNameTheClassThatIsNotOnTheClassPathOfTheWorkers() throws Exception {
    try (Pool pool = quiet().classPath(folder).build()) {
      TaskSerializationException failure =
          assertThrows(TaskSerializationException.class, () -> pool.apply(() -> 1));

      assertTrue(failure.getMessage().contains("the task of the call"), failure::getMessage);
      assertTrue(failure.getMessage().contains(getClass().getName()), failure::getMessage);
    }
  }

  @Test
  void shouldRefuseAnInitializerThatCannotTravel() {
    Thread captured = Thread.currentThread();

    TaskSerializationException failure =
        assertThrows(
            TaskSerializationException.class,
            () -> quiet().initializer(() -> captured.interrupt()).build());

    assertTrue(failure.getMessage().startsWith("the initializer cannot travel"));
    assertTrue(failure.getMessage().contains("java.lang.Thread"), failure::getMessage);
  }

  @Test
  void shouldWorkWithTheWorkersThatComeUp() throws Exception {
    Marks left = marks;
    try (Pool pool =
        quiet()
            .initializer(
                () -> {
                  left.leave("tried");
                  if (left.count("tried") == 1) {
                    throw new IllegalStateException("the first one fails");
                  }
                })
            .build()) {
      OneBadItem.checkWorks(pool);
      Await.until("both workers are up", () -> pool.stats().startedWorkers() == 2);
    }
  }

  @Test
  void shouldCloseWhileWorkersStart() throws Exception {
    Await.within(
        OneBadItem.SOON,
        "close of a pool whose workers do not come up",
        () -> {
          try (Pool pool = quiet().initializer(Death::hang).build()) {
            Await.until("they start", () -> pool.workers().size() == 2);
          }
          return null;
        });
  }

  @Test
  void shouldTerminateWhileWorkersStart() throws Exception {
    Pool pool = quiet().initializer(Death::hang).build();
    AsyncResult<Integer> waiting = pool.applyAsync(() -> 1);

    Await.within(
        OneBadItem.SOON,
        "terminate of a pool whose workers do not come up",
        () -> {
          pool.terminate();
          return null;
        });

    assertTrue(
        assertThrows(PoolException.class, waiting::await)
            .getMessage()
            .contains("the pool was terminated"));
  }

  @Test
  void shouldCloseAtOnceAfterTheStart() throws Exception {
    Await.within(
        OneBadItem.SOON,
        "ten pools opened and closed",
        () -> {
          for (int i = 0; i < 10; i++) {
            quiet().build().close();
          }
          return null;
        });
  }
}
