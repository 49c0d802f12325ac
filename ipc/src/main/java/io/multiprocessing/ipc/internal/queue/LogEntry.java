package io.multiprocessing.ipc.internal.queue;

/**
 * Both sides: the word in a log before each element.
 *
 * <pre>
 *   63 … 56   | 55 … 48 | 47 … 0
 *   storage   | format  | length in bytes
 * </pre>
 *
 * <p>An inline element follows the word; of one that is stored in blocks of its own the number of
 * the first follows.
 */
final class LogEntry {

  static final int INLINE = 1;
  static final int IN_BLOCKS = 2;

  /** Formats: an object as ObjectCodec writes it, or bytes as they are. */
  static final int OBJECT = 1;

  static final int BYTES = 2;

  private static final int STORAGE_SHIFT = 56;
  private static final int FORMAT_SHIFT = 48;
  private static final long LENGTH_MASK = (1L << FORMAT_SHIFT) - 1;

  private LogEntry() {}

  static long of(int storage, int format, long length) {
    return (long) storage << STORAGE_SHIFT | (long) format << FORMAT_SHIFT | length;
  }

  /** Returns whether the element is in blocks of its own. */
  static boolean isInBlocks(long entry) {
    int storage = (int) (entry >>> STORAGE_SHIFT);
    if (storage != INLINE && storage != IN_BLOCKS) {
      throw new IllegalStateException("the queue is damaged: storage=" + storage);
    }
    return storage == IN_BLOCKS;
  }

  static int format(long entry) {
    return (int) (entry >>> FORMAT_SHIFT) & 0xFF;
  }

  static long length(long entry) {
    return entry & LENGTH_MASK;
  }
}
