package io.multiprocessing.ipc.internal.memory;

import io.multiprocessing.ipc.NoSpaceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Both sides: tells a full file system from what else may go wrong with a file. */
public final class FullFileSystem {

  private FullFileSystem() {}

  /**
   * Returns what to throw for a failure.
   *
   * @param failure of making or writing a file
   * @param path the file or its folder
   * @param wantedBytes how large it was to be
   * @return a {@link NoSpaceException} if there was no room, else an {@link UncheckedIOException}
   */
  public static RuntimeException unchecked(IOException failure, Path path, long wantedBytes) {
    return isBehind(failure)
        ? new NoSpaceException(path, wantedBytes, freeBytesAround(path), failure)
        : new UncheckedIOException(failure);
  }

  private static long freeBytesAround(Path path) {
    Path existing = path.toAbsolutePath();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    return PreallocatedFile.freeBytesIn(existing);
  }

  /**
   * Tells whether there was no room, by what strerror(3) says, which the JDK passes on.
   *
   * @param failure of making or writing a file
   * @return true if so
   */
  public static boolean isBehind(IOException failure) {
    return PreallocatedFile.isNoSpace(failure);
  }
}
