package io.multiprocessing.ipc;

import java.nio.file.Path;

/**
 * There is not enough shared memory, or not enough room on the file system that was to hold it.
 *
 * <p>Nothing of what was asked for has been made, and nothing stays behind. Shared memory lies in
 * {@code /dev/shm}, which by default is half of the machine's memory and in a container often 64
 * MB.
 */
public final class NoSpaceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Path path; // null after a journey to another JVM; the message has it
  private final long wantedBytes;
  private final long freeBytes;

  /**
   * Creates the exception.
   *
   * @param path the file that was to be made, or the folder of one without a name
   * @param wantedBytes how large it was to be
   * @param freeBytes what was free just after the failure, or -1 if that could not be found out
   * @param cause what the system said, or null
   */
  public NoSpaceException(Path path, long wantedBytes, long freeBytes, Throwable cause) {
    super(
        "no space for "
            + path
            + ": wanted "
            + wantedBytes
            + " bytes, free "
            + freeBytes
            + "; "
            + advice(path),
        cause);
    this.path = path;
    this.wantedBytes = wantedBytes;
    this.freeBytes = freeBytes;
  }

  private static String advice(Path path) {
    return path.startsWith("/dev/shm")
        ? "free some, or give this machine or container more shared memory (docker run --shm-size)"
        : "free some or use a folder on a larger file system";
  }

  /**
   * Returns the file that was to be made, or the folder of one without a name.
   *
   * @return its path; null after the exception has travelled to another JVM
   */
  public Path path() {
    return path;
  }

  /**
   * Returns how large it was to be.
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
