package io.multiprocessing;

/** How the items of a call are grouped into chunks, the unit that travels to a worker. */
public sealed interface Chunking {

  /**
   * The same number of items in every chunk; at most 131,072 where the items are primitive numbers.
   *
   * @param size the number of items, at least 1
   */
  record Fixed(int size) implements Chunking {

    /**
     * Checks the size.
     *
     * @param size the number of items, at least 1
     */
    public Fixed {
      if (size < 1) {
        throw new IllegalArgumentException("chunkSize must be at least 1: chunkSize=" + size);
      }
    }
  }

  /**
   * Starts with small chunks, measures the time per item inside the worker, and grows to chunks
   * that cost about a hundred times their dispatch, but never more than a fair share of what
   * remains, and with {@code imap} a fourth of each worker's share of the look-ahead. When nothing
   * is left to hand out, a chunk that is being run is divided: an idle worker gets items that were
   * not begun. The default.
   */
  record Adaptive() implements Chunking {}

  /**
   * Python's rule: {@code ceil(n / (4 · workers))} items per chunk, as {@code
   * multiprocessing.Pool.map} has it; 1 for {@code imap}, where n is not known.
   */
  record Python() implements Chunking {}
}
