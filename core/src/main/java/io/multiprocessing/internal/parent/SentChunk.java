package io.multiprocessing.internal.parent;

import java.util.BitSet;

/** Parent side: a chunk that a worker holds. Driver only. */
final class SentChunk {

  private final long sequence;
  private final Job job;
  private final Job.Items items;
  private final int place; // of its numbers, -1 if it is not about numbers
  private final long bytes;
  private int received; // items whose results have come
  private BitSet settledEarly; // positions whose fate was decided without the worker, or null
  private boolean abandoned;
  private boolean over;

  SentChunk(long sequence, Job job, Job.Items items, int place, long bytes) {
    this.place = place;
    this.sequence = sequence;
    this.job = job;
    this.items = items;
    this.bytes = bytes;
  }

  long sequence() {
    return sequence;
  }

  Job job() {
    return job;
  }

  Job.Items items() {
    return items;
  }

  /** Returns where its numbers are in the worker's {@link NumberSpace}, or -1. */
  int place() {
    return place;
  }

  long bytes() {
    return bytes;
  }

  int received() {
    return received;
  }

  void received(int newReceived) {
    received = newReceived;
  }

  void settleEarly(int position) {
    if (settledEarly == null) {
      settledEarly = new BitSet();
    }
    settledEarly.set(position);
  }

  boolean isSettledEarly(int position) {
    return settledEarly != null && settledEarly.get(position);
  }

  /** Returns the first position from the given one on whose fate is open or, if not, decided. */
  int nextPosition(int from, boolean open) {
    int end = items.count();
    if (settledEarly == null) {
      return open ? from : end;
    }
    int next = open ? settledEarly.nextClearBit(from) : settledEarly.nextSetBit(from);
    return next < 0 ? end : Math.min(next, end);
  }

  /** Says that whatever comes of this chunk is not wanted any more, while its job goes on. */
  void abandon() {
    abandoned = true;
  }

  boolean isAbandoned() {
    return abandoned;
  }

  /** Says that its worker does not hold it any more. */
  void over() {
    over = true;
  }

  boolean isOver() {
    return over;
  }

  /** Gives the items from a position on back to the job, but for those whose fate is decided. */
  void giveBackFrom(int position) {
    if (abandoned) {
      return;
    }
    int end = items.count();
    while (end > position) { // from the back: what is given back last is taken first
      int start = end;
      while (start > position && !isSettledEarly(start - 1)) {
        start--;
      }
      job.giveBack(new Job.Items(items.first() + start, end - start, items.attempt()));
      end = start - 1;
    }
  }
}
