package io.multiprocessing.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Test side and worker side: lines that tasks write and the test reads. Can be captured by a task.
 */
public final class TaskLog implements AutoCloseable {

  private final String file;

  private TaskLog(String file) {
    this.file = file;
  }

  /** Makes an empty log. */
  public static TaskLog create() {
    try {
      return new TaskLog(Files.createTempFile("tasks", ".log").toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Any process: adds a line; lines of different processes do not mix. */
  public void add(Object line) {
    try {
      Files.writeString(Path.of(file), line + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Test: all lines so far. */
  public List<String> lines() {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Test: waits for that many lines. */
  public void awaitLines(int count) {
    Await.until(count + " lines in the log", () -> lines().size() >= count);
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
