package io.multiprocessing.ipc.internal.queue;

/**
 * Both sides: the word that says whose a block is.
 *
 * <pre>
 *   63 62 | 61 60 | 59 … 0
 *    0  0 |            0        free, without memory
 *    0  0 |            1        free, with memory
 *    0  0 |         stamp       a process, see ProcessStamp
 *    1  0 |  log  |  ordinal    block number so-and-so of a log
 *    1  1 |  log  |  element    part of element number so-and-so of a log
 * </pre>
 *
 * <p>What makes a block garbage (its process has ended, its ordinal or element is consumed) also
 * makes sure that no block gets that same owner word again. So whoever has found garbage and then
 * compares and sets hits what it has found, or nothing.
 */
final class BlockOwner {

  static final long FREE_EMPTY = 0;
  static final long FREE_COMMITTED = 1;

  private static final int KIND_SHIFT = 62;
  private static final int LOG_SHIFT = 60;
  private static final long LOG = 2;
  private static final long ELEMENT = 3;
  private static final long NUMBER_MASK = (1L << LOG_SHIFT) - 1;

  private BlockOwner() {}

  static long log(int log, long ordinal) {
    return LOG << KIND_SHIFT | (long) log << LOG_SHIFT | ordinal;
  }

  static long element(int log, long number) {
    return ELEMENT << KIND_SHIFT | (long) log << LOG_SHIFT | number;
  }

  static boolean isFree(long owner) {
    return owner == FREE_EMPTY || owner == FREE_COMMITTED;
  }

  static boolean isProcess(long owner) {
    return owner >>> KIND_SHIFT == 0 && !isFree(owner);
  }

  static boolean isLog(long owner) {
    return owner >>> KIND_SHIFT == LOG;
  }

  static boolean isElement(long owner) {
    return owner >>> KIND_SHIFT == ELEMENT;
  }

  static int logOf(long owner) {
    return (int) (owner >>> LOG_SHIFT) & 3;
  }

  static long numberOf(long owner) {
    return owner & NUMBER_MASK;
  }
}
