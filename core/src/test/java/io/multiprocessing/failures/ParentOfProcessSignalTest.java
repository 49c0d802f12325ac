package io.multiprocessing.failures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.internal.files.SessionFolder;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.ChildJvm;
import io.multiprocessing.testing.NothingLeftBehind;
import io.multiprocessing.testing.Processes;
import io.multiprocessing.testing.Signals;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A polite request to end to a parent that has started a process of its own. */
@ExtendWith(NothingLeftBehind.class)
class ParentOfProcessSignalTest {

  @Test
  void shouldTakeFolderAndProcessAlongThoughThatHasHardlyStarted() throws Exception {
    try (ChildJvm parent = ChildJvm.start(KeepProcessMain.class)) {
      parent.awaitLine("ready");
      List<ProcessHandle> offspring = parent.handle().descendants().toList();
      assertEquals(1, offspring.size(), offspring::toString);

      Signals.send("TERM", parent.pid());

      assertEquals(143, parent.awaitExit(KeptPool.SOON.multipliedBy(2)));
      assertTrue(
          NothingLeftBehind.folders(SessionFolder.defaultBase(), parent.pid()).isEmpty(),
          "the folder is gone with the parent");
      Await.until("the process is gone", KeptPool.SOON, () -> Processes.hasEnded(offspring.get(0)));
    }
  }
}
