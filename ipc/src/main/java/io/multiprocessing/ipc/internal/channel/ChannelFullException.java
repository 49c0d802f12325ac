package io.multiprocessing.ipc.internal.channel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Writer side: the file system has no room for what was to be written; the channel itself is
 * intact.
 *
 * <p>Once there is room again the same channel goes on. A message of less than 4 KiB can usually be
 * committed even then, from a small reserve.
 */
public final class ChannelFullException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long wantedBytes;
  private final long freeBytes;

  /** What to throw after a failed write: this, or the failure itself if it has another reason. */
  static RuntimeException causedBy(
      IOException failure, String what, Path folder, long wantedBytes) {
    long freeBytes = folder.toFile().getUsableSpace();
    String message = failure.getMessage();
    boolean noRoom =
        freeBytes < wantedBytes || (message != null && message.contains("No space left"));
    return noRoom
        ? new ChannelFullException(what, folder, wantedBytes, freeBytes, failure)
        : new UncheckedIOException("cannot write " + what + " in " + folder, failure);
  }

  /** The channel's own limit, whatever the file system has. */
  static ChannelFullException atLimit(String what, Path folder, long wantedBytes) {
    return new ChannelFullException(
        what, folder, wantedBytes, folder.toFile().getUsableSpace(), null);
  }

  /**
   * Finds out whether something failed because a channel was full: serializers wrap what the output
   * throws.
   *
   * @param failure what writing an object into a message threw
   * @return the reason at the bottom of it, or null if it is another one
   */
  public static ChannelFullException behind(Throwable failure) {
    for (Throwable reason = failure; reason != null; reason = reason.getCause()) {
      if (reason instanceof ChannelFullException full) {
        return full;
      }
    }
    return null;
  }

  private ChannelFullException(
      String what, Path folder, long wantedBytes, long freeBytes, IOException cause) {
    super(
        "no room for "
            + what
            + " in "
            + folder
            + ": "
            + wantedBytes
            + " bytes wanted, "
            + freeBytes
            + " bytes free on its file system"
            + (cause == null ? "" : " (" + cause.getMessage() + ")"),
        cause);
    this.wantedBytes = wantedBytes;
    this.freeBytes = freeBytes;
  }

  /**
   * Returns how many bytes were asked of the file system.
   *
   * @return bytes
   */
  public long wantedBytes() {
    return wantedBytes;
  }

  /**
   * Returns how many bytes the file system had left when this was thrown.
   *
   * @return bytes
   */
  public long freeBytes() {
    return freeBytes;
  }
}
