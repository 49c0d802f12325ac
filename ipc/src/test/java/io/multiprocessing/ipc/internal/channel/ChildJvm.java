package io.multiprocessing.ipc.internal.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.multiprocessing.ipc.internal.jvm.JdkPackages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Test side: starts one of the tiny mains of this package in a JVM of its own. */
final class ChildJvm implements AutoCloseable {
  private final Process process;

  private ChildJvm(Process process) {
    this.process = process;
  }

  /** Standard error goes where standard output goes. */
  static ChildJvm start(Class<?> main, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx64m");
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(JdkPackages.flags(Runtime.version().feature())); // as a worker has
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return new ChildJvm(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  Process process() {
    return process;
  }

  /** All it printed until it ended, with exit code 0. */
  String outputAtEnd() throws IOException, InterruptedException {
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError("child failed: " + process + "\n" + output);
    }
    return output;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
