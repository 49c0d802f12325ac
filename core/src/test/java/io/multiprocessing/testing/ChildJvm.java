package io.multiprocessing.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A JVM with the class path of the test that runs a small main; killed at the end if need be. */
public final class ChildJvm implements AutoCloseable {

  /** A JVM of its own, with pools of its own, and much to do before it says the first thing. */
  private static final Duration PATIENCE = Duration.ofSeconds(50);

  private final Process process;
  private final List<String> stdout = new CopyOnWriteArrayList<>();
  private final List<String> stderr = new CopyOnWriteArrayList<>();
  private final List<Thread> readers;

  private ChildJvm(Process process) {
    this.process = process;
    this.readers =
        List.of(read(process.inputReader(), stdout::add), read(process.errorReader(), stderr::add));
  }

  private static Thread read(BufferedReader reader, Consumer<String> line) {
    Thread thread =
        new Thread(
            () -> {
              try (reader) {
                reader.lines().forEach(line);
              } catch (IOException | UncheckedIOException e) {
                // killed: what came so far is all there is
              }
            },
            "child-output");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Starts a main class. */
  public static ChildJvm start(Class<?> main, Object... arguments) throws IOException {
    return startAfter(List.of(), main, arguments);
  }

  /** Starts a main class on another JDK. */
  public static ChildJvm startOn(Path javaHome, Class<?> main, Object... arguments)
      throws IOException {
    return start(List.of(), javaHome, main, arguments);
  }

  /** Starts a main class by a program that runs the rest of its command line. */
  public static ChildJvm startAfter(List<String> prefix, Class<?> main, Object... arguments)
      throws IOException {
    return start(prefix, Path.of(System.getProperty("java.home")), main, arguments);
  }

  private static ChildJvm start(
      List<String> prefix, Path javaHome, Class<?> main, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(javaHome.resolve("bin").resolve("java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return new ChildJvm(new ProcessBuilder(command).start());
  }

  /** Starts a command that runs a JVM in a way of its own. */
  public static ChildJvm startCommand(
      List<String> command, Map<String, String> environment, Path folder) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    return new ChildJvm(builder.start());
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public ProcessHandle handle() {
    return process.toHandle();
  }

  public List<String> stdout() {
    return List.copyOf(stdout);
  }

  public List<String> stderr() {
    return List.copyOf(stderr);
  }

  /** Waits for a line that begins with a word, and returns the rest of it. */
  public String awaitLine(String word) {
    Await.until(
        "a line of the child begins with " + word + "; stdout " + stdout + ", stderr " + stderr,
        PATIENCE,
        () -> find(word) != null || (!process.isAlive() && readersAreDone()));
    String line = find(word);
    if (line == null) {
      throw new AssertionError(
          "the child ended without a line " + word + "; stdout " + stdout + ", stderr " + stderr);
    }
    return line.substring(word.length()).strip();
  }

  private String find(String word) {
    for (String line : stdout) {
      if (line.startsWith(word)) {
        return line;
      }
    }
    return null;
  }

  private boolean readersAreDone() {
    return readers.stream().noneMatch(Thread::isAlive);
  }

  /** Waits for its end and returns the exit code. */
  public int awaitExit(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError(
          "the child still runs after " + limit + "; stdout " + stdout + ", stderr " + stderr);
    }
    for (Thread reader : readers) {
      reader.join(10_000); // what it has started and left behind may hold its output open
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
  }
}
