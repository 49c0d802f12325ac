package io.multiprocessing.internal.parent;

import io.multiprocessing.Chunking;

/** Parent side: how many items the next chunk of a job gets. Driver only. */
final class ChunkSizer {

  // About a hundred times what a chunk costs besides its items while every processor is busy: two
  // processes are woken, and the parent takes a processor away for 100 to 200 µs (measured).
  private static final double TARGET_NANOS = 20_000_000;
  // per chunk measured, so that one odd item does not mislead
  private static final int MAX_GROWTH = 8;
  // per worker; simulated, anything from 1 to 2 does as well
  private static final double FAIR_SHARES = 1.5;
  private static final int MAX_ITEMS = 1 << 20;
  private static final double WEIGHT_OF_NEWEST = 0.5;

  private final int workers;
  private final int largest;
  private final int fixed;
  private double nanosPerItem = -1; // unknown
  private int largestMeasured;

  ChunkSizer(Chunking chunking, int workers, ItemSource items) {
    this(chunking, workers, items.size(), items.largestChunk());
  }

  /**
   * Creates it.
   *
   * @param size number of items, or -1 if unknown
   * @param largest how many items a chunk may have, unless the caller has chosen its size
   */
  ChunkSizer(Chunking chunking, int workers, long size, int largest) {
    this.workers = workers;
    this.largest = Math.min(largest, MAX_ITEMS);
    this.fixed = fixedSize(chunking, workers, size);
  }

  private static int fixedSize(Chunking chunking, int workers, long size) {
    if (chunking instanceof Chunking.Fixed exact) {
      return exact.size();
    }
    if (chunking instanceof Chunking.Python) {
      // Lib/multiprocessing/pool.py, Pool._map_async: ceil(n / (4 · workers)); imap has 1
      long chunks = 4L * workers;
      return size < 0
          ? 1
          : (int) Math.min(Integer.MAX_VALUE, Math.max(1, (size + chunks - 1) / chunks));
    }
    return 0;
  }

  /**
   * Returns the size of the next chunk.
   *
   * @param remaining items not yet taken, or -1 if unknown
   */
  int next(long remaining) {
    if (fixed > 0) {
      return fixed;
    }
    if (nanosPerItem < 0) {
      return 1;
    }
    double size =
        Math.min(TARGET_NANOS / Math.max(nanosPerItem, 1), (double) largestMeasured * MAX_GROWTH);
    if (remaining >= 0) {
      // guided self-scheduling: never more than a fair share
      size = Math.min(size, remaining / (FAIR_SHARES * workers));
    }
    return (int) Math.max(1, Math.min(size, largest));
  }

  /** Tells whether chunks have no size that anybody relies on. */
  boolean isAdaptive() {
    return fixed == 0;
  }

  /** Learns from a chunk that was run. */
  void ran(int items, long nanos) {
    if (items <= 0) {
      return;
    }
    double measured = (double) nanos / items;
    nanosPerItem =
        nanosPerItem < 0
            ? measured
            : WEIGHT_OF_NEWEST * measured + (1 - WEIGHT_OF_NEWEST) * nanosPerItem;
    largestMeasured = Math.max(largestMeasured, items);
  }

  /** Returns how long a chunk will run, or -1 if unknown. */
  double estimatedNanos(int items) {
    return nanosPerItem < 0 ? -1 : nanosPerItem * items;
  }
}
