package io.multiprocessing.failures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.multiprocessing.testing.NothingLeftBehind;
import io.multiprocessing.testing.Signals;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ctrl-C and other polite requests to the parent to end. */
@ExtendWith(NothingLeftBehind.class)
class ParentSignalTest {

  /** A session of its own, and SIGINT as a terminal's programs have it. */
  private static final List<String> AS_FROM_A_TERMINAL =
      List.of("setsid", "env", "--default-signal=INT");

  private static void assumeThereAre(List<String> programs) throws Exception {
    try {
      Process process =
          new ProcessBuilder(Stream.concat(programs.stream(), Stream.of("true")).toList()).start();
      assumeTrue(process.waitFor() == 0, "env is too old");
    } catch (IOException e) {
      assumeTrue(false, "no setsid here: " + e);
    }
  }

  private static void checkEndedInOrder(KeptPool kept, int exitCode) throws Exception {
    assertEquals(exitCode, kept.jvm().awaitExit(KeptPool.SOON.multipliedBy(2)));
    kept.awaitNoProcess();
    assertFalse(kept.hasFolder(), "the folder is gone with the parent");
    List<String> complaints =
        kept.jvm().stderr().stream()
            .filter(line -> line.contains("Exception") || line.contains("Error"))
            .toList();
    assertEquals(List.of(), complaints);
  }

  @ParameterizedTest
  @EnumSource(names = {"IDLE", "BUSY", "HANGING", "WITH_CHILDREN"})
  void shouldEndInOrderOnCtrlC(KeepPoolMain.Mode mode) throws Exception {
    assumeThereAre(AS_FROM_A_TERMINAL);
    try (KeptPool kept = KeptPool.start(AS_FROM_A_TERMINAL, mode)) {
      Signals.sendToGroup("INT", kept.jvm().pid()); // the keyboard's goes to the workers as well

      checkEndedInOrder(kept, 130);
    }
  }

  @Test
  void shouldEndInOrderWhenOnlyTheParentIsInterrupted() throws Exception {
    assumeThereAre(AS_FROM_A_TERMINAL);
    try (KeptPool kept = KeptPool.start(AS_FROM_A_TERMINAL, KeepPoolMain.Mode.BUSY)) {
      Signals.send("INT", kept.jvm().pid());

      checkEndedInOrder(kept, 130);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BUSY", "WRITING", "STARTING"})
  void shouldEndInOrderOnSigterm(KeepPoolMain.Mode mode) throws Exception {
    try (KeptPool kept = KeptPool.start(mode)) {
      Signals.send("TERM", kept.jvm().pid());

      checkEndedInOrder(kept, 143);
    }
  }

  @Test
  void shouldKeepItsWorkersWhenOnlyTheyAreInterrupted() throws Exception {
    assumeThereAre(AS_FROM_A_TERMINAL);
    try (KeptPool kept = KeptPool.start(AS_FROM_A_TERMINAL, KeepPoolMain.Mode.BUSY)) {
      kept.offspring().forEach(worker -> Signals.send("INT", worker.pid()));
      assertThrows(
          TimeoutException.class,
          () ->
              CompletableFuture.anyOf(
                      kept.offspring().stream()
                          .map(ProcessHandle::onExit)
                          .toArray(CompletableFuture[]::new))
                  .get(1, TimeUnit.SECONDS),
          "it is for the parent to decide");
      Signals.send("TERM", kept.jvm().pid());
      checkEndedInOrder(kept, 143);
    }
  }
}
