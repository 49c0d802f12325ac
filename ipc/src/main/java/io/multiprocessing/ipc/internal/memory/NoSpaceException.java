package io.multiprocessing.ipc.internal.memory;

import java.nio.file.Path;

/** Both sides: a file could not get the space it was to have; it has been removed again. */
public final class NoSpaceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Path path; // null after a journey to another JVM; the message has it
  private final long wantedBytes;
  private final long freeBytes;

  NoSpaceException(Path path, long wantedBytes, long freeBytes, Throwable cause) {
    super(
        "no space for "
            + path
            + ": wanted "
            + wantedBytes
            + " bytes, free "
            + freeBytes
            + "; free some or use a folder on a larger file system",
        cause);
    this.path = path;
    this.wantedBytes = wantedBytes;
    this.freeBytes = freeBytes;
  }

  /**
   * Returns the file that was to be made.
   *
   * @return its path; it no longer exists
   */
  public Path path() {
    return path;
  }

  /**
   * Returns how large the file was to be.
   *
   * @return a size in bytes
   */
  public long wantedBytes() {
    return wantedBytes;
  }

  /**
   * Returns what was free on the file system just after the failure.
   *
   * @return a size in bytes, or -1 if it could not be found out
   */
  public long freeBytes() {
    return freeBytes;
  }
}
