package io.multiprocessing.ipc.internal.jvm;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Both sides: whether this JVM has file descriptors left. */
public final class FileDescriptors {

  private static final File NULL = new File("/dev/null");
  // three pipes of the child's, two more for the JDK until the child runs
  private static final int FOR_A_CHILD = 10;

  private FileDescriptors() {}

  /**
   * Tells whether a file can be opened.
   *
   * @return true also where that cannot be tried
   */
  public static boolean isOneLeft() {
    if (!NULL.exists()) {
      return true; // another system
    }
    try (FileInputStream opened = new FileInputStream(NULL)) {
      return opened.getFD().valid();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Looks whether a process can be started. If a pipe to the child cannot be made, the JDK (17,
   * seen with strace) closes what it has made, and then descriptors that are not its own: whatever
   * numbers happen to lie on its stack, such as 0. So it must not come to that. Takes some 20 µs;
   * another thread may take the descriptors right afterwards.
   *
   * @throws IOException if there are too few left
   */
  public static void checkForAChild() throws IOException {
    if (!NULL.exists()) {
      return; // another system
    }
    List<FileInputStream> taken = new ArrayList<>(FOR_A_CHILD);
    try {
      for (int i = 0; i < FOR_A_CHILD; i++) {
        taken.add(new FileInputStream(NULL));
      }
    } catch (IOException e) {
      throw new IOException("too few file descriptors to start a process: " + e.getMessage(), e);
    } finally {
      for (FileInputStream each : taken) {
        each.close();
      }
    }
  }
}
