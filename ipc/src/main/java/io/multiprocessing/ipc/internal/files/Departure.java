package io.multiprocessing.ipc.internal.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Both sides: removes from a folder of files with names what somebody no longer uses, and what
 * nobody uses.
 *
 * <p>Any number of processes may do it at once, to the same names.
 */
final class Departure {

  private Departure() {}

  /** Removes all that a JVM has left behind that has ended, or is about to. */
  static void ofJvm(Path folder, String jvm) throws IOException {
    for (Path path : NamesLayout.list(folder)) {
      if (NamesLayout.isDraft(path, jvm)) {
        FileTree.delete(path);
      } else if (!path.getFileName().toString().startsWith(".") && Files.isDirectory(path)) {
        ofJvmFromName(path, jvm);
      }
    }
    Files.deleteIfExists(NamesLayout.jvmFile(folder, jvm)); // last: until then a sweep tries again
    removeIfEmpty(folder);
  }

  private static void ofJvmFromName(Path name, String jvm) throws IOException {
    for (long generation : NamesLayout.generations(name, NamesLayout.USERS)) {
      for (Path user : NamesLayout.list(NamesLayout.users(name, generation))) {
        if (NamesLayout.isUseBy(user, jvm)) {
          Files.deleteIfExists(user);
        }
      }
      removeIfUnused(name, generation);
    }
    removeDead(name);
  }

  /** Removes a generation if nobody uses it, and the name with its last one. */
  static void removeIfUnused(Path name, long generation) throws IOException {
    if (removeIfEmpty(NamesLayout.users(name, generation))) {
      Files.deleteIfExists(NamesLayout.memory(name, generation));
      removeIfEmpty(name);
    }
  }

  /** Removes what is left of generations that have lost a part. */
  static void removeDead(Path name) throws IOException {
    for (long generation : NamesLayout.generations(name, NamesLayout.MEMORY)) {
      if (!Files.exists(NamesLayout.users(name, generation))) {
        Files.deleteIfExists(NamesLayout.memory(name, generation));
      }
    }
    for (long generation : NamesLayout.generations(name, NamesLayout.USERS)) {
      if (!Files.exists(NamesLayout.memory(name, generation))) {
        removeAll(NamesLayout.users(name, generation));
      }
    }
    removeIfEmpty(name);
  }

  /** Takes the name away from a generation that may still be in use. */
  static void unlink(Path name, long generation) throws IOException {
    Files.deleteIfExists(NamesLayout.memory(name, generation)); // from here on it is dead
    removeDead(name);
  }

  private static void removeAll(Path users) throws IOException {
    for (Path user : NamesLayout.list(users)) {
      Files.deleteIfExists(user);
    }
    removeIfEmpty(users); // else somebody has just come, who will see that it is dead
  }

  /** Returns whether it is this call that has removed it. */
  static boolean removeIfEmpty(Path folder) throws IOException {
    try {
      Files.delete(folder);
      return true;
    } catch (FileSystemException e) { // not empty, or gone already
      return false;
    }
  }
}
