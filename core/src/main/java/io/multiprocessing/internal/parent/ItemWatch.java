package io.multiprocessing.internal.parent;

import io.multiprocessing.internal.protocol.WorkerLayout;

/**
 * Parent side: the clock of the item that a worker runs: since when it has been seen, and when the
 * worker is to be killed because it was interrupted and does not react. Driver only.
 */
final class ItemWatch {

  private final ControlWords words;

  private long seenChunk;
  private int seenItem;
  private long seenSinceNanos;

  private long killChunk; // 0 for none
  private int killItem; // -1 for the whole chunk
  private long killAtNanos;

  ItemWatch(ControlWords words) {
    this.words = words;
  }

  /** Returns since when the item that is running now has been seen running. */
  long runningSinceNanos(long sequence, int item, long now) {
    if (sequence != seenChunk || item != seenItem) {
      seenChunk = sequence;
      seenItem = item;
      seenSinceNanos = now;
    }
    return seenSinceNanos;
  }

  /** Asks for the interrupt of an item, or of whichever runs with -1, to be followed by a kill. */
  void interrupt(long sequence, int item, long killAt) {
    words.interrupt(sequence, item);
    killChunk = sequence;
    killItem = item;
    killAtNanos = killAt;
  }

  boolean isInterrupting() {
    return killChunk != 0;
  }

  /** Says that the worker does not hold a chunk any more. */
  void isOver(long sequence) {
    if (killChunk == sequence) {
      killChunk = 0;
    }
  }

  /** Tells whether the interrupted item has outlived its grace time. */
  boolean isKillDue(long now) {
    if (killChunk == 0) {
      return false;
    }
    if (killItem >= 0
        && (words.running() != killChunk || WorkerLayout.itemsDone(words.progress()) != killItem)) {
      killChunk = 0; // it has gone on to the next item
      return false;
    }
    return now - killAtNanos >= 0;
  }

  long nanosToKill(long now) {
    return killAtNanos - now;
  }
}
