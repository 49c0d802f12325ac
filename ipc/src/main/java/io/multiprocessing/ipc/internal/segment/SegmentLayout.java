package io.multiprocessing.ipc.internal.segment;

/**
 * Both sides: offsets in the header of a segment.
 *
 * <pre>
 *      0  magic and version     long
 *      8  id                    long   random
 *     16  size of the file      long   bytes, header included
 *     24  pid of the creator    long
 *     32  start of the creator  long   as in ProcessIdentity
 *     40  kind                  long   what it holds, if it has a name; else 0
 *     48  size of the payload   long   bytes; the file has up to 7 more
 *    128  payload
 * </pre>
 *
 * <p>Written by the creator before anybody knows where the segment is, never changed.
 */
final class SegmentLayout {

  /** "MPSG", version 1. */
  static final long MAGIC = 0x4D50_5347_0000_0001L;

  static final int MAGIC_OFFSET = 0;
  static final int ID_OFFSET = MAGIC_OFFSET + Long.BYTES;
  static final int BYTES_OFFSET = ID_OFFSET + Long.BYTES;
  static final int PID_OFFSET = BYTES_OFFSET + Long.BYTES;
  static final int START_OFFSET = PID_OFFSET + Long.BYTES;
  static final int KIND_OFFSET = START_OFFSET + Long.BYTES;
  static final int PAYLOAD_OFFSET = KIND_OFFSET + Long.BYTES;
  static final int HEADER_BYTES = 128;

  private SegmentLayout() {}
}
