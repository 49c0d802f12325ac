package io.multiprocessing.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs jcstress, as briefly as it goes unless {@code -Djcstress.mode} says otherwise. */
class AllPromisesTest {

  private static final String MODE = System.getProperty("jcstress.mode", "sanity");

  @TempDir Path folder;

  @Test
  @Timeout(value = 65, unit = TimeUnit.MINUTES) // 40 s on two quiet cores; an hour is waited for it
  void shouldKeepEveryPromise() throws Exception {
    Path log = folder.resolve("log");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        new ArrayList<>(
            List.of(java, "-cp", absoluteClassPath(), "org.openjdk.jcstress.Main", "-v"));
    command.addAll(List.of("-r", folder.resolve("report").toString(), "-m", MODE));
    if (MODE.equals("sanity")) { // each mixture of compilers and each placement takes a JVM
      command.addAll(List.of("-sc", "false", "-af", "NONE"));
    }
    Process jcstress =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertTrue(jcstress.waitFor(1, TimeUnit.HOURS), "still running");
      List<String> lines = Files.readAllLines(log);
      assertEquals(0, jcstress.exitValue(), () -> String.join("\n", lines));
      assertTrue(
          lines.stream().anyMatch(line -> line.contains("NoRingIsLost")), () -> "ran: " + lines);
    } finally {
      jcstress.descendants().forEach(ProcessHandle::destroyForcibly);
      jcstress.destroyForcibly();
    }
  }

  private static String absoluteClassPath() {
    StringBuilder path = new StringBuilder();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      path.append(Path.of(entry).toAbsolutePath()).append(File.pathSeparator);
    }
    return path.toString();
  }
}
