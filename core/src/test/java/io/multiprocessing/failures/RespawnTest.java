package io.multiprocessing.failures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.AsyncResult;
import io.multiprocessing.Pool;
import io.multiprocessing.SerializableRunnable;
import io.multiprocessing.WorkerStartException;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.NothingLeftBehind;
import io.multiprocessing.testing.Signals;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Workers came up once, and their replacements do not. */
@ExtendWith(NothingLeftBehind.class)
class RespawnTest {

  @TempDir private Path folder;
  private Marks marks;

  @BeforeEach
  void setUp() {
    marks = Marks.in(folder);
  }

  @Test
  @Tag("slow")
  void shouldStartAgainWithPausesAndGiveUpAfterAFew() throws Exception {
    Marks left = marks;
    try (Pool pool =
        oneWorker(
            () -> {
              left.leave("tried");
              if (left.count("tried") > 1) {
                throw new IllegalStateException("broken by now");
              }
            })) {
      Signals.send("KILL", pool.apply(() -> ProcessHandle.current().pid()));

      WorkerStartException failure =
          Await.within(
              Duration.ofSeconds(90),
              "giving up",
              () -> assertThrows(WorkerStartException.class, () -> pool.apply(() -> 1)));

      assertTrue(failure.getMessage().contains("broken by now"), failure::getMessage);
      assertEquals(6, marks.count("tried"));
    }
  }

  @Test
  void shouldRecoverWhenWhatBrokeTheInitializerIsRepaired() throws Exception {
    Marks left = marks;
    try (Pool pool =
        oneWorker(
            () -> {
              left.leave("tried");
              if (left.count("tried") == 2) {
                throw new IllegalStateException("broken by now");
              }
              if (left.count("tried") == 3) {
                left.await("repaired"); // else it would fail again, and the pool give up in time
              }
            })) {
      Signals.send("KILL", pool.apply(() -> ProcessHandle.current().pid()));
      Await.until("a start has failed", () -> marks.count("tried") >= 2);
      AsyncResult<Integer> waiting = pool.applyAsync(() -> 5);
      left.leave("repaired");

      assertEquals(5, waiting.await());
      assertEquals(3, marks.count("tried"));
    }
  }

  private static Pool oneWorker(SerializableRunnable initializer) {
    return Pool.builder().workers(1).initializer(initializer).build();
  }
}
