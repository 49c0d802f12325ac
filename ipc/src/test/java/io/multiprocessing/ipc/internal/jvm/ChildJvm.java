package io.multiprocessing.ipc.internal.jvm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A JVM started by a test with the class path of the test, killed at the end if it still runs. */
public final class ChildJvm implements AutoCloseable {

  private static final long DEADLINE_SECONDS = 60;

  private static final String END = "<end of output>";

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> errors = Collections.synchronizedList(new ArrayList<>());
  private final Thread errorReader;

  private ChildJvm(Process process) {
    this.process = process;
    // threads of their own: the common pool of a machine with two processors has only one
    readAll(process.inputReader(), lines::add, () -> lines.add(END));
    this.errorReader = readAll(process.errorReader(), errors::add, () -> {});
  }

  private static Thread readAll(BufferedReader reader, Consumer<String> line, Runnable end) {
    Thread thread =
        new Thread(
            () -> {
              try (reader) {
                reader.lines().forEach(line);
              } catch (IOException | UncheckedIOException e) {
                // killed: what came so far is all there is
              } finally {
                end.run();
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  public static ChildJvm start(Class<?> main, Object... arguments) throws IOException {
    return startWith(List.of(), main, arguments);
  }

  public static ChildJvm startWith(List<String> flags, Class<?> main, Object... arguments)
      throws IOException {
    return startAfter(List.of(), flags, main, arguments);
  }

  /** On another JDK than the test's. */
  public static ChildJvm startOn(
      Path javaHome, List<String> flags, Class<?> main, Object... arguments) throws IOException {
    return start(List.of(), javaHome, flags, main, arguments);
  }

  /** The prefix is a command that runs the rest of its command line. */
  public static ChildJvm startAfter(
      List<String> prefix, List<String> flags, Class<?> main, Object... arguments)
      throws IOException {
    return start(prefix, Path.of(System.getProperty("java.home")), flags, main, arguments);
  }

  private static ChildJvm start(
      List<String> prefix, Path javaHome, List<String> flags, Class<?> main, Object... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(javaHome.resolve("bin").resolve("java").toString());
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

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for the next line it prints. */
  public String readLine() throws InterruptedException {
    String line = nextLine();
    if (line.equals(END)) {
      throw new AssertionError("no line from " + process + "; stderr: " + stderr());
    }
    return line;
  }

  private String nextLine() throws InterruptedException {
    String line = lines.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
    if (line == null) {
      process.destroyForcibly();
      throw new AssertionError("silent: " + process + "; stderr: " + stderr());
    }
    return line;
  }

  public void expectLine(String expected) throws InterruptedException {
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

  /** What it printed and was not yet read, until its end. */
  public String stdoutAtEnd() throws InterruptedException {
    List<String> rest = new ArrayList<>();
    for (String line = nextLine(); !line.equals(END); line = nextLine()) {
      rest.add(line);
    }
    return String.join("\n", rest);
  }

  /** What it printed as errors until its end. */
  public String stderr() throws InterruptedException {
    errorReader.join(TimeUnit.SECONDS.toMillis(DEADLINE_SECONDS));
    return String.join("\n", errors);
  }

  /** As kill -9, and waits for it. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    kill();
  }
}
