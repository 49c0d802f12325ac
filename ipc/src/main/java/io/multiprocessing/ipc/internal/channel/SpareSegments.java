package io.multiprocessing.ipc.internal.channel;

import java.io.File;
import java.nio.file.Path;

/**
 * Both sides: segments that have been read and are kept, to be written again.
 *
 * <p>The pages of a new file cost four times as much as writing to it: 64 MiB take 31 ms, and 8 ms
 * if the file was there (JDK 17, /dev/shm).
 *
 * <p>A session has a few, for all its channels. Files are given and taken by renaming them, so any
 * JVM may do either at any time; it may die, too.
 */
final class SpareSegments {
  private static final int FILES = 4;
  private static final long MAX_BYTES = 65L << 20; // a payload of 64 MiB, and what is around it
  private static final int LEFT_FREE = 16; // times the size of a spare

  private final Path folder;

  /**
   * Names the place.
   *
   * @param folder of the session, on the file system of its channels
   */
  SpareSegments(Path folder) {
    this.folder = folder;
  }

  private File file(int number) {
    return folder.resolve("spare-" + number).toFile();
  }

  /** Makes one of them a segment of that name; its content and size are arbitrary. */
  boolean take(Path segment) {
    for (int i = 0; i < FILES; i++) {
      if (file(i).renameTo(segment.toFile())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Keeps a segment that was read, unless there are enough, or it takes too much of what is free.
   */
  boolean give(Path segment) {
    File given = segment.toFile();
    long bytes = given.length();
    if (bytes > MAX_BYTES || folder.toFile().getUsableSpace() < LEFT_FREE * bytes) {
      return false;
    }
    for (int i = 0; i < FILES; i++) {
      if (!file(i).exists()) { // who gives one at the same time replaces ours, or we theirs
        return given.renameTo(file(i));
      }
    }
    return false;
  }

  /** Gives their space back. */
  void drop() {
    for (int i = 0; i < FILES; i++) {
      file(i).delete();
    }
  }
}
