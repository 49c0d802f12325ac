package io.multiprocessing.failures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.multiprocessing.ipc.internal.files.SessionFolder;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.ChildJvm;
import io.multiprocessing.testing.NothingLeftBehind;
import io.multiprocessing.testing.Processes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A {@link KeepPoolMain} that is ready to be ended.
 *
 * @param jvm the parent of the pool
 * @param offspring all processes below it
 */
record KeptPool(ChildJvm jvm, List<ProcessHandle> offspring) implements AutoCloseable {

  /** Two seconds; but this limit is to find what hangs. */
  static final Duration SOON = Await.PATIENCE;

  static KeptPool start(KeepPoolMain.Mode mode) throws IOException {
    return start(List.of(), mode);
  }

  static KeptPool start(List<String> prefix, KeepPoolMain.Mode mode) throws IOException {
    ChildJvm jvm = ChildJvm.startAfter(prefix, KeepPoolMain.class, mode);
    try {
      jvm.awaitLine("ready");
      List<ProcessHandle> offspring = jvm.handle().descendants().toList();
      int expected = mode == KeepPoolMain.Mode.WITH_CHILDREN ? 4 : 2;
      assertEquals(expected, offspring.size(), offspring::toString);
      assertFalse(NothingLeftBehind.folders(SessionFolder.defaultBase(), jvm.pid()).isEmpty());
      return new KeptPool(jvm, offspring);
    } catch (IOException | RuntimeException | Error e) {
      jvm.close();
      throw e;
    }
  }

  /** Waits until no process is left. */
  void awaitNoProcess() {
    Await.until(
        "all processes are gone: " + offspring,
        SOON,
        () -> !jvm.isAlive() && offspring.stream().allMatch(Processes::hasEnded));
  }

  boolean hasFolder() throws IOException {
    return !NothingLeftBehind.sessionFolders(jvm.pid()).isEmpty();
  }

  @Override
  public void close() {
    offspring.forEach(ProcessHandle::destroyForcibly);
    jvm.close();
  }
}
