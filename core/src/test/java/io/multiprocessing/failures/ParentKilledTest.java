package io.multiprocessing.failures;

import io.multiprocessing.Pool;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.NothingLeftBehind;
import io.multiprocessing.testing.Signals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The parent is killed with -9: it can do nothing about its workers any more. */
@ExtendWith(NothingLeftBehind.class)
class ParentKilledTest {

  @ParameterizedTest
  @EnumSource
  void shouldLeaveNoProcessWhateverTheWorkersDo(KeepPoolMain.Mode mode) throws Exception {
    try (KeptPool kept = KeptPool.start(mode)) {
      Signals.send("KILL", kept.jvm().pid());

      kept.awaitNoProcess();
      if (mode == KeepPoolMain.Mode.WRITING) {
        // a file that is made while the folder is deleted may stay until the next start of a pool
        awaitSweep(kept);
      } else {
        Await.until(
            "the last worker has removed the folder", KeptPool.SOON, () -> !kept.hasFolder());
      }
    }
  }

  @Test
  void shouldRemoveTheFolderOfAParentWhoseWorkersWereKilledToo() throws Exception {
    try (KeptPool kept = KeptPool.start(KeepPoolMain.Mode.IDLE)) {
      Signals.send("STOP", kept.jvm().pid()); // it must not start new ones
      kept.offspring().forEach(process -> Signals.send("KILL", process.pid()));
      Signals.send("KILL", kept.jvm().pid());
      kept.awaitNoProcess();

      awaitSweep(kept);
    }
  }

  private static void awaitSweep(KeptPool kept) {
    try (Pool pool = Pool.create(1)) {
      Await.until("the next pool has swept: " + pool, KeptPool.SOON, () -> !kept.hasFolder());
    }
  }

  @Test
  void shouldNoticeTheDeathOfAParentWhileTheWorkerWasStopped() throws Exception {
    try (KeptPool kept = KeptPool.start(KeepPoolMain.Mode.BUSY)) {
      kept.offspring().forEach(process -> Signals.send("STOP", process.pid()));
      Signals.send("KILL", kept.jvm().pid());
      Await.until("the parent is gone", () -> !kept.jvm().isAlive());

      kept.offspring().forEach(process -> Signals.send("CONT", process.pid()));

      kept.awaitNoProcess();
    }
  }
}
