package io.multiprocessing.ipc.internal.queue;

import io.multiprocessing.ipc.internal.segment.Segment;

/**
 * Both sides: offsets in the file of a {@link BlockHeap}.
 *
 * <pre>
 *       0  header of the segment
 *     128  magic and version    long
 *     136  id of the segment    long   the same as in the address
 *     144  blocks               long   how many the file has room for
 *     256  in use               int    blocks from this one on have never been used
 *     384  hint                 int    no block below is free, most likely
 *     512  last sweep           long   when, in ms of the clock that all processes share
 *    4096  table                one entry of 32 bytes for each block
 *            +0   owner         long   see BlockOwner
 *            +8   taker         long   stamp of the process that reads the element, or 0
 *            +16  next          int    next block of the log or element, or -1
 *            +20  free since    int    in ms
 *       …  blocks               each of 64 KiB, from a multiple of that
 * </pre>
 *
 * <pre>
 * field        writer                                          reader                access
 * magic … blocks   creator, before anybody knows the file      who opens it          plain
 * in use       whoever needs more blocks                       everybody             compare-and-set
 * hint         whoever claims or frees                         whoever claims        opaque, a hint
 * last sweep   whoever sweeps                                  whoever waits long    compare-and-set
 * owner        claim, free, sweep: compare-and-set;            everybody             acquire
 *              who owns it: release
 * taker        who claims, 0; who holds the take lock          sweep                 release, acquire
 * next         who holds the block or the put lock             who reads the chain   plain, ordered
 *                                                                                    by the count
 * free since   who frees                                       housekeeping          opaque
 * </pre>
 */
final class BlockFileLayout {

  /** "MPBK", version 1. */
  static final long MAGIC = 0x4D50_424B_0000_0001L;

  static final int MAGIC_OFFSET = Segment.payloadOffset();
  static final int ID_OFFSET = MAGIC_OFFSET + Long.BYTES;
  static final int BLOCKS_OFFSET = ID_OFFSET + Long.BYTES;
  static final int IN_USE_OFFSET = 256;
  static final int HINT_OFFSET = 384;
  static final int LAST_SWEEP_OFFSET = 512;
  static final int TABLE_OFFSET = 4096;

  static final int ENTRY_BYTES = 32;
  static final int OWNER = 0;
  static final int TAKER = OWNER + Long.BYTES;
  static final int NEXT = TAKER + Long.BYTES;
  static final int FREE_SINCE = NEXT + Integer.BYTES;

  static final int BLOCK_BYTES = 1 << 16;

  private BlockFileLayout() {}

  static long blocksOffset(long blocks) {
    long end = TABLE_OFFSET + blocks * ENTRY_BYTES;
    return (end + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
  }

  static long fileBytes(long blocks) {
    return blocksOffset(blocks) + blocks * BLOCK_BYTES;
  }
}
