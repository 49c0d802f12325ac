package io.multiprocessing.ipc.internal.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Parent side: one search for folders whose owners are dead. */
final class Sweep {

  /**
   * An unfinished folder has no lock yet, but takes milliseconds to finish; after that long its
   * maker must be dead.
   */
  private static final Duration UNFINISHED_FOR = Duration.ofMinutes(10);

  private final Path base;

  Sweep(Path base) {
    this.base = base;
  }

  /**
   * Returns how many folders are gone through this sweep; leaves for the next one what cannot be
   * deleted.
   */
  int run() throws IOException {
    int removed = 0;
    for (Path folder : candidates()) {
      try {
        if (isOurs(folder) && removeIfDead(folder)) {
          removed++;
        }
      } catch (IOException e) {
        // another sweep was quicker, or the folder is not ours to delete
      }
    }
    return removed;
  }

  private List<Path> candidates() throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(base)) {
      for (Path entry : entries) {
        if (FolderName.isFinished(entry) || FolderName.isUnfinished(entry)) {
          found.add(entry);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }

  /**
   * Others' folders may look like ours in a base everybody can write to, and root could delete
   * them.
   */
  private static boolean isOurs(Path folder) throws IOException {
    return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(CurrentUser.principal());
  }

  private static boolean removeIfDead(Path folder) throws IOException {
    if (FolderName.isUnfinished(folder)) {
      return isOld(folder) && remove(folder);
    }
    if (OwnFolders.contains(folder)) {
      return false;
    }
    try (OwnerFile owner = OwnerFile.tryTakeOver(folder)) {
      return owner != null && !owner.ownerLives() && remove(folder);
    } catch (NoSuchFileException e) {
      return remove(folder); // the owner file goes last: somebody died while deleting
    }
  }

  private static boolean isOld(Path folder) throws IOException {
    Instant changed = Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS).toInstant();
    return changed.isBefore(Instant.now().minus(UNFINISHED_FOR));
  }

  private static boolean remove(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    FileTree.delete(folder);
    return true;
  }
}
