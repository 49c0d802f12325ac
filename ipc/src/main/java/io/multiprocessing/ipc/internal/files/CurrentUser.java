package io.multiprocessing.ipc.internal.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;

/**
 * Both sides: as whom this JVM runs.
 *
 * <p>Whoever owns our process is us; the user's name may be unknown in a container.
 */
final class CurrentUser {

  private static final Path OWN_PROCESS = Path.of("/proc/self");

  private static volatile UserPrincipal self; // null until found; all threads find the same

  private CurrentUser() {}

  static UserPrincipal principal() throws IOException {
    if (self == null) {
      self = Files.isDirectory(OWN_PROCESS) ? Files.getOwner(OWN_PROCESS) : ownerOfNewFile();
    }
    return self;
  }

  private static UserPrincipal ownerOfNewFile() throws IOException {
    Path probe = Files.createTempFile("multiprocessing", null);
    try {
      return Files.getOwner(probe);
    } finally {
      Files.delete(probe);
    }
  }

  /** A word for file names that no other user of this machine has. */
  static String word() {
    try {
      return Files.getAttribute(OWN_PROCESS, "unix:uid").toString();
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return System.getProperty("user.name", "user").replaceAll("[^A-Za-z0-9_-]", "_");
    }
  }
}
