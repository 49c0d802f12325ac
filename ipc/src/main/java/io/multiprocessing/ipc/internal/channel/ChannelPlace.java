package io.multiprocessing.ipc.internal.channel;

import java.nio.file.Path;

/**
 * Both sides: where the files of a channel are.
 *
 * <p>The overflow is for large messages that the folder's file system has no room for. This class
 * is thread-safe.
 */
public final class ChannelPlace {

  /*
   * All but small messages leave a part of the folder's file system to everybody else: to small ones,
   * new queues, whatever others keep there. They go to the overflow before it is full. Before that,
   * queues begin to save room.
   */

  private static final int LEFT_PART = 8;
  private static final long LEFT_LIMIT_BYTES = 64L << 20;
  private static final int NARROW_PART = 4;
  private static final long NARROW_LIMIT_BYTES = 256L << 20;

  private final Path folder;
  private final Path overflow; // or null
  private final SpareSegments spares; // or null
  private final long totalBytes; // 0 if the system does not say

  /**
   * Names the place; makes nothing.
   *
   * @param folder of this channel alone, which exists
   * @param overflow of this channel alone, on another file system, whose parent exists; or null
   */
  public ChannelPlace(Path folder, Path overflow) {
    this(folder, overflow, null);
  }

  /**
   * Names the place; makes nothing.
   *
   * @param folder of this channel alone, which exists
   * @param overflow of this channel alone, on another file system, whose parent exists; or null
   * @param spares of a session, on the folder's file system, where its channels keep files to be
   *     used again; or null
   */
  public ChannelPlace(Path folder, Path overflow, Path spares) {
    this.folder = folder;
    this.overflow = overflow;
    this.spares = spares == null ? null : new SpareSegments(spares);
    this.totalBytes = folder.toFile().getTotalSpace();
  }

  Path folder() {
    return folder;
  }

  /** The overflow, or null. */
  Path overflow() {
    return overflow;
  }

  /** The files to be used again, or null. */
  SpareSegments spares() {
    return spares;
  }

  /** Whether that many bytes more would leave too little to others. */
  boolean isShortWith(long bytes) {
    if (!leavesTooLittle(bytes)) {
      return false;
    }
    if (spares != null) {
      spares.drop();
    }
    return leavesTooLittle(bytes);
  }

  private boolean leavesTooLittle(long bytes) {
    return freeBytes() - bytes < Math.min(LEFT_LIMIT_BYTES, totalBytes / LEFT_PART);
  }

  /** Whether queues should grow as little as possible. */
  boolean isNarrow() {
    return freeBytes() < Math.min(NARROW_LIMIT_BYTES, totalBytes / NARROW_PART);
  }

  long freeBytes() {
    return folder.toFile().getUsableSpace();
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
