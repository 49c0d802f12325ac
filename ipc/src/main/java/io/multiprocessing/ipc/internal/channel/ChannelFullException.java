package io.multiprocessing.ipc.internal.channel;

import io.multiprocessing.ipc.internal.memory.FullFileSystem;
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
    boolean noRoom = freeBytes < wantedBytes || FullFileSystem.isBehind(failure);
    return noRoom
        ? new ChannelFullException(
            what, folder, wantedBytes, freeBytes, String.valueOf(failure.getMessage()), failure)
        : new UncheckedIOException("cannot write " + what + " in " + folder, failure);
  }

  /**
   * The same for a message in a segment, whose part that was written before counts as free.
   *
   * @param wantedBytes the size of the message as far as it has come
   * @param takenBytes how much of it is in the channel's folder
   */
  static RuntimeException ofLargeMessage(
      IOException failure, ChannelPlace place, long wantedBytes, long takenBytes) {
    long freeBytes = place.freeBytes() + takenBytes;
    if (freeBytes >= wantedBytes && !FullFileSystem.isBehind(failure)) {
      return new UncheckedIOException("cannot write a large message in " + place, failure);
    }
    return new ChannelFullException(
        "a large message",
        place.folder(),
        wantedBytes,
        freeBytes,
        failure.getMessage() + ofOverflow(place, failure),
        failure);
  }

  private static String ofOverflow(ChannelPlace place, IOException failure) {
    if (place.overflow() == null) {
      return "";
    }
    StringBuilder text = new StringBuilder("; its overflow ").append(place.overflow());
    text.append(": ").append(place.overflow().getParent().toFile().getUsableSpace());
    text.append(" bytes free");
    for (Throwable refusal : failure.getSuppressed()) {
      text.append(", ").append(refusal.getClass().getSimpleName());
    }
    return text.toString();
  }

  /** The channel's own limit, whatever the file system has. */
  static ChannelFullException atLimit(String what, Path folder, long wantedBytes) {
    return new ChannelFullException(
        what, folder, wantedBytes, folder.toFile().getUsableSpace(), "", null);
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
      String what,
      Path folder,
      long wantedBytes,
      long freeBytes,
      String reason,
      IOException cause) {
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
            + (reason.isEmpty() ? "" : " (" + reason + ")"),
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
