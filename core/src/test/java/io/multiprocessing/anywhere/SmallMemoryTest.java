package io.multiprocessing.anywhere;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
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

/**
 * In a container {@code /dev/shm} has 64 MB, unless more is asked for, and no code can be run from
 * it.
 */
@ExtendWith(NothingLeftBehind.class)
class SmallMemoryTest {

  private static final Duration LIMIT = Duration.ofSeconds(50);
  private static final int CONTAINER_MEGABYTES = 64;

  @TempDir Path folder;

  private static boolean runs(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.onExit().join().exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Where {@code /dev/shm} has so many megabytes and nothing else in it. */
  private ChildJvm start(int megabytes, String... arguments) throws IOException {
    List<String> prefix =
        List.of(
            "unshare",
            "-rm",
            "sh",
            "-c",
            "mount -t tmpfs -o noexec,size=" + megabytes + "m tmpfs /dev/shm && exec \"$@\"",
            "sh");
    assumeTrue(
        runs(Stream.concat(prefix.stream(), Stream.of("true")).toList()),
        "a tmpfs cannot be mounted here");
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx1g", "-Djava.io.tmpdir=" + folder));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(SmallMemoryMain.class.getName());
    command.addAll(List.of(arguments));
    return ChildJvm.startCommand(command, Map.of(), folder);
  }

  private void assertLeavesNothing(ChildJvm java) throws Exception {
    assertEquals("]", java.awaitLine("left ["), "in /dev/shm");
    assertEquals(0, java.awaitExit(LIMIT), () -> "stderr " + java.stderr());
    assertEquals(List.of(), sessions());
  }

  private List<Path> sessions() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().contains("multiprocessing-"))
          .toList();
    }
  }

  private static String sumOf(int megabytes) {
    long bytes = megabytes * (1L << 20);
    long sum = bytes;
    for (long i = 0; i < bytes; i += 1000) {
      sum += i / 1000 % 3;
    }
    return Long.toString(sum);
  }

  @Test
  void shouldMapTenThousandTimes() throws Exception {
    try (ChildJvm java = start(CONTAINER_MEGABYTES, "maps")) {
      assertEquals("50025000", java.awaitLine("maps")); // 3 and the number of the call
      assertLeavesNothing(java);
    }
  }

  @Test
  void shouldPassWhatDoesNotFitThroughTheTempFolder() throws Exception {
    try (ChildJvm java = start(CONTAINER_MEGABYTES, "large")) {
      String sum = sumOf(32);
      assertEquals("" + List.of(sum, sum, sum, sum, sum), java.awaitLine("arguments"));
      assertEquals("" + List.of(sum, sum, sum, sum), java.awaitLine("results"));
      assertEquals(Long.toString(5 * Long.parseLong(sum)), java.awaitLine("both"));
      assertEquals("2.000001E12", java.awaitLine("doubles"));
      assertEquals("[" + sumOf(200) + "]", java.awaitLine("argument "));
      assertEquals(sumOf(200), java.awaitLine("result "));
      assertEquals(sumOf(70), java.awaitLine("captured"));
      assertLeavesNothing(java);
    }
  }

  @Test
  void shouldShareMemoryBesidesAndSayWhatIsTooMuch() throws Exception {
    try (ChildJvm java = start(CONTAINER_MEGABYTES, "sharing")) {
      assertEquals("100.0, queue 100", java.awaitLine("array"));
      String sum = sumOf(32);
      assertEquals("" + List.of(sum, sum, sum), java.awaitLine("arguments"));
      String refusal = java.awaitLine("refused");
      assertTrue(refusal.matches(".*/dev/shm: wanted 2097[0-9]+ bytes, free [0-9]+;.*"), refusal);
      assertTrue(refusal.contains("--shm-size"), refusal);
      assertLeavesNothing(java);
    }
  }

  @Test
  void shouldShareLittleRoomAmongManyQueues() throws Exception {
    try (ChildJvm java = start(12, "many")) {
      assertEquals("2000", java.awaitLine("round"));
      assertLeavesNothing(java);
      assertFalse(java.stdout().contains("left over false"), () -> "" + java.stdout());
    }
  }

  @Test
  void shouldSayThatTheMemoryIsFullAndWorkWhenItIsFreed() throws Exception {
    try (ChildJvm java = start(8, "full")) {
      assertEquals("491", java.awaitLine("answer"));
      List<String> refusals =
          java.stdout().stream().filter(line -> line.startsWith("refused")).toList();
      assertEquals(2, refusals.size(), () -> "" + java.stdout());
      for (String refusal : refusals) {
        assertTrue(refusal.matches(".*/dev/shm.*: wanted [0-9]+ bytes, free [0-9]+;.*"), refusal);
        assertTrue(refusal.contains("--shm-size"), refusal);
      }
      assertTrue(refusals.get(0).contains("PoolBuilder.folder"), refusals.get(0));
      assertLeavesNothing(java);
      // a process has its files in the temp folder, then
      assertEquals(2, java.stdout().stream().filter("exit 0"::equals).count());
      assertEquals(2, java.stdout().stream().filter("process"::equals).count());
    }
  }

  @Test
  void shouldRemoveLargeMessagesWhenTheParentIsKilled() throws Exception {
    try (ChildJvm java = start(CONTAINER_MEGABYTES, "stay", "100")) {
      java.awaitLine("ready 104857600");
      List<ProcessHandle> workers = java.handle().descendants().toList();
      assertEquals(1, sessions().size());
      try (Stream<Path> files = Files.walk(sessions().get(0))) {
        long bytes = files.mapToLong(file -> file.toFile().length()).max().orElse(0);
        assertTrue(bytes >= 104857600, "the argument is not there: " + bytes);
      }

      Signals.send("KILL", java.pid());

      Await.until("the workers are gone", () -> workers.stream().allMatch(Processes::hasEnded));
      assertEquals(List.of(), sessions());
    }
  }

  @Test
  void shouldRemoveWhatWasLeftWhenAllWereKilled() throws Exception {
    Path dead = Files.createDirectory(folder.resolve("multiprocessing-99999999-dead"));
    Files.writeString(dead.resolve("owner"), "99999999:1\nnone\nlarge messages of a pool\n");
    Files.write(Files.createDirectory(dead.resolve("worker-1-up")).resolve("s0"), new byte[100]);
    try (ChildJvm java = start(CONTAINER_MEGABYTES, "stay", "1")) {
      java.awaitLine("ready");
      Await.until("the dead folder is swept", () -> !Files.exists(dead));
    }
  }
}
