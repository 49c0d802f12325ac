package io.multiprocessing.ipc;

import io.multiprocessing.ipc.internal.segment.Region;

/**
 * Both sides: what the file of a flag holds.
 *
 * <pre>
 *      0  magic and version   long
 *      8  flag                byte   0 or 1
 *      9  unused
 *     16
 * </pre>
 *
 * <p>A flag without a file is a region with the byte behind its tag.
 */
final class FlagLayout {

  /** "MPFL", version 1. */
  static final long MAGIC = 0x4D50_464C_0000_0001L;

  static final int MAGIC_OFFSET = 0;
  static final int FLAG_OFFSET = MAGIC_OFFSET + Long.BYTES;
  static final int BYTES = FLAG_OFFSET + Long.BYTES;

  static final int REGION_TAG = 0x4D50_464C;
  static final int REGION_FLAG_OFFSET = Region.TAG_BYTES;
  static final int REGION_BYTES = REGION_FLAG_OFFSET + Long.BYTES;

  private FlagLayout() {}
}
