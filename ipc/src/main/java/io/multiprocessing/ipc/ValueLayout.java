package io.multiprocessing.ipc;

import io.multiprocessing.ipc.internal.segment.Region;

/**
 * Both sides: what the region of a raw value holds.
 *
 * <pre>
 *      0  tag     int    which type, see below
 *      4  size    int    of the region
 *      8  value   long, or double
 *                 int, boolean (0 or 1) or byte, as an int
 *    128
 * </pre>
 *
 * <p>Tag and size never change, so that they may share a cache line with the value.
 */
final class ValueLayout {

  // "MPV" and a number for the type; each type has its own, so that a long is never read as a
  // double
  static final int LONG_TAG = 0x4D50_5601;
  static final int INT_TAG = 0x4D50_5602;
  static final int DOUBLE_TAG = 0x4D50_5603;
  static final int BOOLEAN_TAG = 0x4D50_5604;
  static final int BYTE_TAG = 0x4D50_5605;

  static final int VALUE_OFFSET = Region.TAG_BYTES;
  static final int BYTES = VALUE_OFFSET + Long.BYTES;

  private ValueLayout() {}
}
