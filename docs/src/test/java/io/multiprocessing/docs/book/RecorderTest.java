package io.multiprocessing.docs.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration WATCH = Duration.ofMillis(100);

  @TempDir private Path root;

  @Test
  void shouldKeepTheLastLine() throws Exception {
    run("echo 'a table'; echo '{\"example\":\"locks\",\"arguments\":\"'\"$*\"'\"}'");

    new Recorder(root, LIMIT, WATCH).record(Recording.LOCKS);

    Recorded recorded = Recorded.read(root.resolve("docs"), Recording.LOCKS);
    assertEquals("./run locks", recorded.command());
    assertEquals("locks --json", recorded.report().get("arguments").getAsString());
    assertFalse(recorded.machine().isBlank());
    assertTrue(recorded.seconds() > 0);
    double others = recorded.othersCores();
    assertTrue(others >= 0 && others <= recorded.cores(), "othersCores=" + others);
  }

  @Test
  void shouldMissANumberThatIsNotReported() throws Exception {
    run("echo '{\"size\":256,\"steps\":9,\"runs\":[{\"workers\":2}]}'");

    new Recorder(root, LIMIT, WATCH).record(Recording.DIFFUSION);

    Recorded recorded = Recorded.read(root.resolve("docs"), Recording.DIFFUSION);
    Exception refused =
        assertThrows(
            IllegalStateException.class, () -> recorded.report(BeyondSection.HeatReport.class));
    assertTrue(refused.getMessage().contains("double seconds"), refused.getMessage());
  }

  @Test
  void shouldRefuseWhatFails() throws Exception {
    run("echo '{}'; exit 3");

    assertRefused("ended with status 3", LIMIT);
  }

  @Test
  void shouldRefuseWhatReportsNothing() throws Exception {
    run("echo '{}'; echo 'a table'");

    assertRefused("reported no object: a table", LIMIT);
  }

  @Test
  void shouldEndWhatDoesNotEnd() throws Exception {
    run("echo '{}'; sleep 60");

    assertRefused("did not end within PT0.3S", Duration.ofMillis(300));
  }

  private void run(String script) throws IOException {
    Path file = Files.writeString(root.resolve("run"), "#!/usr/bin/env bash\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private void assertRefused(String message, Duration limit) {
    Recorder recorder = new Recorder(root, limit, WATCH);
    Exception refused =
        assertThrows(IllegalStateException.class, () -> recorder.record(Recording.LOCKS));
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
    assertFalse(Files.exists(Recorded.file(root.resolve("docs"), Recording.LOCKS)));
  }
}
