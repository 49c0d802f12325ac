package io.multiprocessing.internal.parent;

/**
 * Parent side: how many items of a stream may be held, which were read and whose results were not
 * consumed.
 *
 * <p>By default it grows with the chunks, up to a limit; from there on, and when the caller has
 * chosen it, the chunks have to fit. Otherwise one or two chunks would be all that is held, and all
 * workers but these would have nothing to do.
 */
final class LookAhead {

  private static final int MAX_ITEMS = 1 << 16; // bounds the growth of the default
  // one that it runs, one ahead, one whose results are consumed, one that is read
  private static final int CHUNKS_PER_WORKER = 4;

  private final boolean chosen;
  private final int chunks;
  private volatile int items; // written by the driver, read by the thread that reads the items

  /**
   * Creates it.
   *
   * @param items how many may be held, or 0 for the default
   */
  LookAhead(int items, int workers) {
    this.chosen = items > 0;
    this.chunks = CHUNKS_PER_WORKER * workers;
    this.items = chosen ? items : chunks;
  }

  int items() {
    return items;
  }

  /** Returns how large a chunk may be, so that there are several for each worker. */
  int largestChunk() {
    return Math.max(1, (chosen ? items : MAX_ITEMS) / chunks);
  }

  /**
   * Returns how many items have to be consumed before it is worth reading on: so many that half a
   * chunk has room. Never more than were read, however much the look-ahead grows meanwhile.
   *
   * @param readCount how many were read
   */
  long awaitedAfter(long readCount) {
    int now = items;
    return readCount - now + Math.max(1, now / (2 * chunks));
  }

  /** Driver only: makes room for chunks of this size; returns whether there is more now. */
  boolean growFor(int chunkSize) {
    int wanted = (int) Math.min(MAX_ITEMS, (long) chunks * chunkSize);
    if (chosen || wanted <= items) {
      return false;
    }
    items = wanted;
    return true;
  }
}
