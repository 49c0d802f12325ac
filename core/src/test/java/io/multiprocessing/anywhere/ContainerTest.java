package io.multiprocessing.anywhere;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.multiprocessing.testing.Await;
import io.multiprocessing.testing.ChildJvm;
import io.multiprocessing.testing.NothingLeftBehind;
import io.multiprocessing.testing.Processes;
import io.multiprocessing.testing.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The parent is process 1, as in a container. */
@ExtendWith(NothingLeftBehind.class)
class ContainerTest {

  private static final Duration STOP_LIMIT = Duration.ofSeconds(10); // of docker stop

  /** What is left over is seen by the shell outside, when process 1 and all others have ended. */
  private static final String SCRIPT =
      """
      mount -t tmpfs -o size=64m tmpfs /dev/shm || exit 77
      unshare --pid --fork --kill-child --mount-proc "$@"
      code=$?
      echo "left [$(ls -A /dev/shm)]"
      exit $code
      """;

  @TempDir Path folder;

  private static List<String> command(String... rest) {
    List<String> command = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c", SCRIPT, "sh"));
    command.addAll(List.of(rest));
    return command;
  }

  private static boolean canRun() throws InterruptedException {
    try {
      return new ProcessBuilder(command("true")).start().waitFor() == 0;
    } catch (IOException e) {
      return false; // no unshare
    }
  }

  private ChildJvm start() throws Exception {
    assumeTrue(canRun(), "process namespaces cannot be made here");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return ChildJvm.startCommand(
        command(
            java,
            "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + folder,
            "-cp",
            System.getProperty("java.class.path"),
            ProcessOneMain.class.getName()),
        Map.of(),
        folder);
  }

  /** As seen from here. */
  private static ProcessHandle processOne(ChildJvm child) {
    return child
        .handle()
        .descendants()
        .filter(each -> each.info().commandLine().orElse("").contains("ProcessOneMain"))
        .filter(each -> each.info().command().orElse("").endsWith("java"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldLeaveNothingWhenTheContainerIsStoppedWhileAPoolStarts() throws Exception {
    try (ChildJvm child = start()) {
      Await.until(
          "a worker comes up",
          () ->
              child
                  .handle()
                  .descendants()
                  .anyMatch(each -> each.info().commandLine().orElse("").contains("WorkerMain")));

      Signals.send("TERM", processOne(child).pid());

      assertEquals(143, child.awaitExit(STOP_LIMIT), () -> "stderr " + child.stderr());
      assertEquals("]", child.awaitLine("left ["));
      try (Stream<Path> files = Files.list(folder)) {
        assertEquals(
            List.of(),
            files.filter(file -> file.getFileName().toString().contains("processing-")).toList());
      }
    }
  }

  @Test
  void shouldWorkAsProcessOneAndEndInOrderWhenTheContainerIsStopped() throws Exception {
    try (ChildJvm child = start()) {
      assertEquals("1", child.awaitLine("pid"));
      assertEquals("[]", child.awaitLine("zombies"));
      child.awaitLine("ready");
      List<ProcessHandle> all = child.handle().descendants().toList();

      Signals.send("TERM", processOne(child).pid());

      assertEquals(143, child.awaitExit(STOP_LIMIT), () -> "stderr " + child.stderr());
      assertEquals("]", child.awaitLine("left ["));
      Await.until("all have ended", () -> all.stream().allMatch(Processes::hasEnded));
    }
  }
}
