package io.multiprocessing.internal.parent;

import java.nio.ByteBuffer;

/** Parent side: the items of a job. Driver only, unless said otherwise. */
interface ItemSource {

  /** Returns the number of items, or -1 while that is not known. */
  long size();

  /** Returns how many items can be taken now for a chunk of the given size. */
  long available(int chunkSize);

  /** Takes items; returns the index of the first. */
  long take(int count);

  /** Returns a taken item, an object. */
  default Object get(long index) {
    throw new UnsupportedOperationException();
  }

  /** Puts taken items, numbers, from the buffer's position on; those of a range need not travel. */
  default void put(ByteBuffer numbers, long first, int count) {
    throw new UnsupportedOperationException();
  }

  /** Says that an item is not needed any more. */
  default void release(long index) {}

  /** Says that nothing is needed any more. */
  default void close() {}

  /** Returns the first number of a range, 0 for anything else. */
  default long rangeStart() {
    return 0;
  }

  /** Says that no more items shall be read from the user; what was read is finished. */
  default void stopReading() {}

  /** Returns how many items a chunk may have, unless the caller has chosen its size. */
  default int largestChunk() {
    return Integer.MAX_VALUE;
  }

  /** Tells that the job's chunks now have this size, for sources that read ahead. */
  default void chunkSizeIs(int items) {}

  /** Returns what the user's iterator threw, which ends the items, or null. */
  default RuntimeException failure() {
    return null;
  }
}
