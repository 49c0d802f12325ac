package io.multiprocessing.ipc.internal.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** Both sides: folders that only this user can look into. */
final class PrivateFolder {

  private static final String OWNER_ONLY = "rwx------";

  private PrivateFolder() {}

  /** Makes a folder that must not exist. */
  static void create(Path folder) throws IOException {
    FileAttribute<?> ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY));
    try {
      Files.createDirectory(folder, ownerOnly);
    } catch (UnsupportedOperationException e) { // Windows: the temp folder is private already
      Files.createDirectory(folder);
    }
  }

  /** Makes a folder unless it exists, and refuses one that is not ours alone. */
  static void ensure(Path folder) throws IOException {
    try {
      create(folder);
    } catch (FileAlreadyExistsException e) {
      check(folder);
    }
  }

  /**
   * Refuses a folder that is not ours alone: in a place where everybody can make folders, somebody
   * may have made one for us to fall into.
   */
  static void check(Path folder) throws IOException {
    PosixFileAttributes found;
    try {
      found = Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (UnsupportedOperationException e) { // Windows, as above
      return;
    }
    String mode = PosixFilePermissions.toString(found.permissions());
    if (!found.isDirectory()) {
      throw new FileSystemException(folder.toString(), null, "refused: it is no folder");
    }
    if (!found.owner().equals(CurrentUser.principal())) {
      throw new AccessDeniedException(
          folder.toString(), null, "refused: it belongs to " + found.owner().getName());
    }
    if (!mode.equals(OWNER_ONLY)) {
      throw new AccessDeniedException(
          folder.toString(), null, "refused: its mode is " + mode + " instead of " + OWNER_ONLY);
    }
  }
}
