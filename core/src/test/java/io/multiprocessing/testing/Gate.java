package io.multiprocessing.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Test side and worker side: shows the test how many tasks have arrived, and holds them until the
 * test lets them go. Can be captured by a task.
 */
public final class Gate implements AutoCloseable {

  private static final long LIMIT_NANOS = 60_000_000_000L; // of a task whose test has failed
  private static final String OPEN = "open";

  private final String folder;

  private Gate(String folder) {
    this.folder = folder;
  }

  /** Makes a gate that is shut. */
  public static Gate create() {
    try {
      return new Gate(Files.createTempDirectory("gate").toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Task: tells the test that this task runs. */
  public void arrive() throws IOException {
    Files.createTempFile(Path.of(folder), "arrived", "");
  }

  /** Task: tells the test that this task runs, and waits until it may go on. */
  public void pass() throws IOException, InterruptedException {
    arrive();
    long start = System.nanoTime();
    while (Files.exists(Path.of(folder)) && !Files.exists(Path.of(folder, OPEN))) {
      if (System.nanoTime() - start > LIMIT_NANOS) {
        throw new IllegalStateException("the gate was not opened in time");
      }
      Thread.sleep(2);
    }
  }

  /** Test: lets all tasks go on, also those that come later. */
  public void open() {
    try {
      Files.createFile(Path.of(folder, OPEN));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Test: how many tasks have arrived so far. */
  public int arrived() {
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      return (int) files.filter(f -> f.getFileName().toString().startsWith("arrived")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Test: waits until that many tasks have arrived. */
  public void awaitArrived(int tasks) {
    Await.until(tasks + " tasks have started", () -> arrived() >= tasks);
  }

  /** Test: removes the files; tasks that still wait go on. */
  @Override
  public void close() {
    Await.until("the gate is removed", this::isRemoved);
  }

  private boolean isRemoved() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(Path.of(folder));
      return true;
    } catch (DirectoryNotEmptyException e) {
      return false; // a task that nobody waits for has arrived meanwhile
    }
  }
}
