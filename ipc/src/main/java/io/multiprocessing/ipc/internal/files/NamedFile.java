package io.multiprocessing.ipc.internal.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Both sides: one use of a file with a name, which exists for as long as there is one.
 *
 * <p>This class is thread-safe.
 */
public final class NamedFile implements AutoCloseable {

  private final SharedFolder folder;
  private final Path name;
  private final long generation;
  private final Path user;
  private final AtomicBoolean closed = new AtomicBoolean();

  NamedFile(SharedFolder folder, Path name, long generation, String user) {
    this.folder = folder;
    this.name = name;
    this.generation = generation;
    this.user = NamesLayout.users(name, generation).resolve(user);
  }

  /** Counts as a user; returns false if the file is dead. */
  boolean begin() throws IOException {
    try {
      Files.createFile(user);
    } catch (NoSuchFileException e) {
      return false;
    }
    return Files.exists(path()); // from here on only unlink() can take it away
  }

  /**
   * Returns the file.
   *
   * @return its path; it leads there until {@link #unlink()}, or until the last use has ended
   */
  public Path path() {
    return NamesLayout.memory(name, generation);
  }

  /**
   * Tells the file from others that had the same name before.
   *
   * @return the number given when it was made
   */
  public long generation() {
    return generation;
  }

  /**
   * Takes the name away: nobody finds it by that any more, and it can be given anew. Who uses the
   * file goes on. Nothing happens the second time.
   *
   * @throws UncheckedIOException if it cannot be deleted
   */
  public void unlink() {
    try {
      Departure.unlink(name, generation);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + name, e);
    }
  }

  /**
   * Ends this use; the last one of all processes removes the file. Nothing happens the second time.
   *
   * @throws UncheckedIOException if it cannot be deleted; a sweep will try again
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      Files.deleteIfExists(user);
      Departure.removeIfUnused(name, generation);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + name, e);
    } finally {
      folder.leave();
    }
  }
}
