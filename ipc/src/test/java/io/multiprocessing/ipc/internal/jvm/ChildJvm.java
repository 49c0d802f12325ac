package io.multiprocessing.ipc.internal.jvm;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A JVM started by a test with the class path of the test, killed at the end if it still runs. */
public final class ChildJvm implements AutoCloseable {

  private static final long DEADLINE_SECONDS = 20;

  private final Process process;
  private final BufferedReader out;
  private final CompletableFuture<String> err;

  private ChildJvm(Process process) {
    this.process = process;
    this.out = process.inputReader();
    this.err =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return new String(process.getErrorStream().readAllBytes());
              } catch (IOException e) {
                return e.toString();
              }
            });
  }

  public static ChildJvm start(Class<?> main, Object... arguments) throws IOException {
    return startWith(List.of(), main, arguments);
  }

  public static ChildJvm startWith(List<String> flags, Class<?> main, Object... arguments)
      throws IOException {
    return startAfter(List.of(), flags, main, arguments);
  }

  /** The prefix is a command that runs the rest of its command line. */
  public static ChildJvm startAfter(
      List<String> prefix, List<String> flags, Class<?> main, Object... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1"));
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return new ChildJvm(new ProcessBuilder(command).start());
  }

  public long pid() {
    return process.pid();
  }

  /** Waits for the next line it prints; null at its end. */
  public String readLine() {
    try {
      return CompletableFuture.supplyAsync(
              () -> {
                try {
                  return out.readLine();
                } catch (IOException e) {
                  return null;
                }
              })
          .get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("no line from " + process, e);
    }
  }

  public void expectLine(String expected) {
    String line = readLine();
    if (!expected.equals(line)) {
      process.destroyForcibly();
      throw new AssertionError("wanted " + expected + ", got " + line + "; stderr: " + stderr());
    }
  }

  /** Waits for its end, which must be a good one. */
  public void expectSuccess() throws InterruptedException {
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running; stderr: " + stderr());
    }
    if (process.exitValue() != 0) {
      throw new AssertionError("exit code " + process.exitValue() + "; stderr: " + stderr());
    }
  }

  /** What it printed as errors until its end. */
  public String stderr() {
    try {
      return err.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      return e.toString();
    }
  }

  /** As kill -9, and waits for it. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("survived kill -9: " + process);
    }
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
