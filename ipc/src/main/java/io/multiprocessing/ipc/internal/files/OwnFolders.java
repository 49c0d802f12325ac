package io.multiprocessing.ipc.internal.files;

import java.nio.file.Path;

/** Both sides: which session folders, and which other locked files, this JVM has at the moment. */
final class OwnFolders {

  /*
   * A POSIX lock belongs to the process, and closing any descriptor of the file gives it up. So the
   * sweeper must not so much as open an owner file of its own JVM. The list is kept as system
   * properties because a JVM may contain this class several times, in the class loaders of several
   * applications.
   */

  private static final String PREFIX = "io.multiprocessing.session.";

  private OwnFolders() {}

  static void add(Path folder) {
    System.setProperty(key(folder), "open");
  }

  static void remove(Path folder) {
    System.clearProperty(key(folder));
  }

  static boolean contains(Path folder) {
    return System.getProperty(key(folder)) != null;
  }

  /** The name alone is random enough, and the same however the base folder is spelled. */
  private static String key(Path folder) {
    return PREFIX + folder.getFileName();
  }
}
