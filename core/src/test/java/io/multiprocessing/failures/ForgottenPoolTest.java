package io.multiprocessing.failures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.multiprocessing.ipc.internal.files.SessionFolder;
import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.ChildJvm;
import io.multiprocessing.testing.NothingLeftBehind;
import io.multiprocessing.testing.Processes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A pool is not closed. */
@ExtendWith(NothingLeftBehind.class)
class ForgottenPoolTest {

  private static void checkNothingLeft(ChildJvm child, List<ProcessHandle> workers)
      throws Exception {
    Await.until(
        "no worker is left", KeptPool.SOON, () -> workers.stream().allMatch(Processes::hasEnded));
    assertTrue(
        NothingLeftBehind.folders(SessionFolder.defaultBase(), child.pid()).isEmpty(),
        "its folder is gone");
  }

  @Test
  void shouldBeTerminatedWithAWarningWhenItIsCollected() throws Exception {
    try (ChildJvm child =
        ChildJvm.start(ForgetPoolMain.class, ForgetPoolMain.Mode.DROP_AND_COLLECT)) {
      child.awaitLine("ready");
      List<ProcessHandle> workers = child.handle().descendants().toList();

      child.awaitLine("collected");

      assertEquals(0, child.awaitExit(KeptPool.SOON));
      assertTrue(
          String.join("\n", child.stderr()).contains("was not closed"),
          () -> "a warning: " + child.stderr());
      checkNothingLeft(child, workers);
    }
  }

  @Test
  void shouldBeTerminatedWhenAnIteratorOfItIsDroppedAsWell() throws Exception {
    try (ChildJvm child =
        ChildJvm.start(ForgetPoolMain.class, ForgetPoolMain.Mode.DROP_WITH_AN_ITERATOR)) {
      assertEquals("1", child.awaitLine("first"));

      child.awaitLine("collected");

      assertEquals(0, child.awaitExit(KeptPool.SOON));
    }
  }

  @Test
  void shouldStayAsLongAsOneOfItsResultsIsInUse() throws Exception {
    try (ChildJvm child =
        ChildJvm.start(ForgetPoolMain.class, ForgetPoolMain.Mode.DROP_BUT_KEEP_A_RESULT)) {
      child.awaitLine("kept");

      child.awaitLine("collected");

      assertEquals(0, child.awaitExit(KeptPool.SOON));
    }
  }

  @ParameterizedTest
  @CsvSource({"RETURN, 0", "RETURN_WHILE_BUSY, 0", "EXIT_WHILE_BUSY, 7", "THROW, 1"})
  void shouldNotOutliveTheMainMethod(ForgetPoolMain.Mode mode, int exitCode) throws Exception {
    try (ChildJvm child = ChildJvm.start(ForgetPoolMain.class, mode)) {
      assertEquals("6", child.awaitLine("sum"));
      List<ProcessHandle> workers = child.handle().descendants().toList();

      assertEquals(exitCode, child.awaitExit(KeptPool.SOON));

      checkNothingLeft(child, workers);
      List<String> complaints =
          child.stderr().stream()
              .filter(line -> line.contains("multiprocessing.internal"))
              .toList();
      assertEquals(List.of(), complaints);
      assertFalse(child.isAlive());
    }
  }
}
