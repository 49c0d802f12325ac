package io.multiprocessing.ipc.internal.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Both sides: deletes folders in which others still make and delete files. */
final class FileTree {

  private static final int ATTEMPTS = 20;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private FileTree() {}

  /** Deletes a folder, a file, or a link itself. Nothing there is fine. */
  static void delete(Path root) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        deleteOnce(root);
        return;
      } catch (IOException e) { // typically not empty: somebody has made a file meanwhile
        if (attempt == ATTEMPTS) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private static void deleteOnce(Path path) throws IOException {
    try {
      Files.deleteIfExists(path); // of an empty folder too, without a file descriptor
    } catch (DirectoryNotEmptyException e) {
      deleteContents(path);
      Files.deleteIfExists(path);
    }
  }

  /**
   * Deletes what a folder contains, the owner file last: without it, what remains is free to be
   * swept.
   */
  private static void deleteContents(Path folder) throws IOException {
    Path owner = null;
    for (Path entry : entries(folder)) {
      if (entry.endsWith(OwnerFile.NAME)) {
        owner = entry;
      } else {
        deleteOnce(entry);
      }
    }
    if (owner != null) {
      deleteOnce(owner);
    }
  }

  /** Takes file descriptors for a moment only, and a single one if there is no second. */
  private static List<Path> entries(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      entries.forEach(found::add);
      return found;
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of(); // somebody else was quicker
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (IOException e) {
      String[] names = folder.toFile().list();
      if (names == null) {
        throw e;
      }
      for (String name : names) {
        found.add(folder.resolve(name));
      }
      return found;
    }
  }
}
