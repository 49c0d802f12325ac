package io.multiprocessing.ipc.internal.files;

import io.multiprocessing.ipc.internal.jvm.ProcessIdentity;
import io.multiprocessing.ipc.internal.memory.FullFileSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Parent side: the folder that holds the files of one session, gone with the session at the latest
 * when the next one begins.
 *
 * <p>Only its owner's user can look into it. This class is thread-safe.
 */
public final class SessionFolder implements AutoCloseable {

  /*
   * Life of a folder
   *   .multiprocessing-<pid>-<random>   made, then the owner file in it, locked and written
   *   multiprocessing-<pid>-<random>    renamed: whoever sees it under this name, sees it locked
   *   (gone)                            by close(), by a worker that outlives the parent, or a sweep
   *
   * Death of the owner. The kernel releases the lock, and the next sweep that gets it deletes.
   * Deleting takes the owner file last, so a folder without one is a deletion that was cut short
   * and belongs to nobody. An unfinished folder has no protection but its age.
   */

  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final int ATTEMPTS = 3;

  private final Path path;
  private final OwnerFile owner;
  private boolean closed; // guarded by this

  private SessionFolder(Path path, OwnerFile owner) {
    this.path = path;
    this.owner = owner;
  }

  /**
   * Makes a folder in memory if there is such a file system, in the temp folder otherwise.
   *
   * @param purpose a few words for a human who wonders
   * @return the folder, owned by this JVM
   * @throws UncheckedIOException if it cannot be made
   */
  public static SessionFolder create(String purpose) {
    return create(defaultBase(), purpose);
  }

  /**
   * Makes a folder within a given one.
   *
   * @param base an existing folder on a file system of this machine that knows locks and shared
   *     mappings
   * @param purpose a few words for a human who wonders
   * @return the folder, owned by this JVM
   * @throws io.multiprocessing.ipc.NoSpaceException if the file system is full
   * @throws UncheckedIOException if it cannot be made
   */
  public static SessionFolder create(Path base, String purpose) {
    ProcessIdentity self = ProcessIdentity.current();
    for (int attempt = 1; ; attempt++) {
      try {
        return createOnce(base.resolve(FolderName.next(self.pid())), self, purpose);
      } catch (IOException e) { // perhaps a name in use, or taken for dead after a very long stop
        if (attempt == ATTEMPTS) {
          throw isForWantOfRoom(e)
              ? FullFileSystem.unchecked(e, base, NamesLayout.SMALL_FILE_BYTES)
              : new UncheckedIOException("cannot make a session folder in " + base, e);
        }
      }
    }
  }

  /** Asks no other class: where it is descriptors that are missing, none could be loaded. */
  private static boolean isForWantOfRoom(IOException e) {
    return e.getMessage() != null && e.getMessage().contains("No space left");
  }

  private static SessionFolder createOnce(Path path, ProcessIdentity self, String purpose)
      throws IOException {
    Path unfinished = FolderName.unfinished(path);
    OwnFolders.add(path);
    OwnerFile owner = null;
    try {
      PrivateFolder.create(unfinished);
      owner = OwnerFile.create(unfinished, self, purpose);
      Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
      return new SessionFolder(path, owner);
    } catch (IOException | RuntimeException e) {
      if (owner != null) {
        owner.close();
      }
      FileTree.delete(unfinished);
      OwnFolders.remove(path);
      throw e;
    }
  }

  /**
   * Returns where sessions are kept if nothing else is said, which is what to sweep.
   *
   * @return {@code /dev/shm} if it can be written to, else the temp folder
   */
  public static Path defaultBase() {
    return Files.isDirectory(SHARED_MEMORY) && Files.isWritable(SHARED_MEMORY)
        ? SHARED_MEMORY
        : Path.of(System.getProperty("java.io.tmpdir"));
  }

  /**
   * Returns where to put what has no room in memory.
   *
   * @return the temp folder; empty if that is {@link #defaultBase()}
   */
  public static Optional<Path> overflowBase() {
    Path temp = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    return temp.equals(defaultBase().toAbsolutePath()) ? Optional.empty() : Optional.of(temp);
  }

  /**
   * Removes the folders of dead owners, of this user only, wherever sessions are kept if nothing
   * else is said.
   *
   * @throws UncheckedIOException if {@link #defaultBase()} cannot be listed
   */
  public static void sweepDefaultPlaces() {
    sweep(defaultBase());
    overflowBase().ifPresent(SessionFolder::sweepIfPossible);
  }

  /**
   * Removes the folders of dead owners, of this user only, if the base can be listed: a temp folder
   * need not even exist.
   *
   * @param base where to look, without going into its subfolders
   */
  public static void sweepIfPossible(Path base) {
    try {
      sweep(base);
    } catch (UncheckedIOException e) {
      // then nothing of ours is there, or nobody can find it
    }
  }

  /**
   * Removes the folders of dead owners, of this user only.
   *
   * <p>Takes a directory listing if there are none. Any number of processes and threads may do it
   * at once, and none can hit a folder whose owner lives, be it one that is just being made.
   *
   * @param base where to look, without going into its subfolders
   * @return how many folders were removed
   * @throws UncheckedIOException if the base cannot be listed
   */
  public static int sweep(Path base) {
    synchronized (SessionFolder.class) { // two sweeps in one JVM would take each other's locks away
      try {
        return new Sweep(base).run();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Deletes a folder with all it contains, while others may still be making and deleting files in
   * it.
   *
   * <p>For a worker whose parent died. Symbolic links are deleted, never followed. Tries for about
   * 100 ms.
   *
   * @param folder which; need not exist
   * @throws UncheckedIOException if something could not be deleted
   */
  public static void deleteRecursively(Path folder) {
    try {
      FileTree.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the folder.
   *
   * @return its path, also after {@link #close()}
   */
  public Path path() {
    return path;
  }

  /**
   * Deletes the folder with all it contains and gives up owning it; a second call does nothing.
   *
   * @throws UncheckedIOException if something could not be deleted within about 200 ms; a sweep
   *     after the end of this JVM will try again
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      deleteThenRelease();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + path, e);
    } finally {
      OwnFolders.remove(path); // after the lock: until then a sweep must not open the file
    }
  }

  private void deleteThenRelease() throws IOException {
    try {
      FileTree.delete(path);
    } catch (IOException e) {
      owner.close(); // a file descriptor may be what was missing; now there is that one
      try {
        FileTree.delete(path);
      } catch (IOException again) {
        again.addSuppressed(e);
        throw again;
      }
    } finally {
      owner.close();
    }
  }
}
