package io.multiprocessing.ipc.internal.files;

import io.multiprocessing.ipc.internal.memory.FullFileSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Both sides: a file that is being made, and that nobody finds before it is complete.
 *
 * <p>Instances must be confined to one thread.
 */
public final class NamedDraft implements AutoCloseable {

  private static final int ATTEMPTS = 100;

  private final SharedFolder folder;
  private final Path draft;
  private final Path name;
  private final long generation;
  private final String user;
  private boolean done;

  NamedDraft(SharedFolder folder, Path draft, Path name, long generation, String user) {
    this.folder = folder;
    this.draft = draft;
    this.name = name;
    this.generation = generation;
    this.user = user;
  }

  /** Makes all but the file. */
  void begin() throws IOException {
    PrivateFolder.create(draft);
    Path users = NamesLayout.users(draft, generation);
    PrivateFolder.create(users);
    Files.createFile(users.resolve(user));
  }

  /**
   * Returns where to make the file.
   *
   * @return a path at which nothing is
   */
  public Path path() {
    return NamesLayout.memory(draft, generation);
  }

  /**
   * Gives the file its name.
   *
   * @return the first use of it
   * @throws IllegalStateException if somebody was quicker
   */
  public NamedFile publish() {
    try {
      move();
    } catch (IOException e) {
      throw FullFileSystem.unchecked(e, name, NamesLayout.SMALL_FILE_BYTES);
    }
    done = true;
    return new NamedFile(folder, name, generation, user);
  }

  /** One step for all processes; fails if there is such a folder with something in it. */
  private void move() throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        Files.move(draft, name, StandardCopyOption.ATOMIC_MOVE);
        return;
      } catch (IOException e) {
        folder.checkFree(name);
        if (attempt == ATTEMPTS) {
          throw e;
        }
        Departure.removeDead(name);
      }
    }
  }

  /** Deletes it, unless it has got its name. */
  @Override
  public void close() {
    if (done) {
      return;
    }
    done = true;
    try {
      FileTree.delete(draft);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      folder.leave();
    }
  }
}
