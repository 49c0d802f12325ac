package io.multiprocessing.internal.parent;

import java.util.BitSet;

/** Parent side: a chunk that a worker holds. Driver only. */
final class SentChunk {

  private final long sequence;
  private final Job job;
  private Job.Items items; // fewer than were sent, once its worker has given some back
  private final int place; // of its numbers, -1 if it is not about numbers
  private final long bytes;
  private int received; // items whose results have come
  private BitSet settledEarly; // positions whose fate was decided without the worker, or null
  private boolean askedFor; // its worker was asked to give a part back, and has not answered
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

  /** Returns how long its items run by what is known of their job; infinite if nothing is. */
  double estimatedNanos() {
    double nanos = job.sizer().estimatedNanos(items.count());
    return nanos < 0 ? Double.POSITIVE_INFINITY : nanos;
  }

  /** Tells whether its results are still good for anything. */
  boolean isWanted() {
    return !abandoned && !job.isEnded();
  }

  boolean isAskedFor() {
    return askedFor;
  }

  void askedFor() {
    askedFor = true;
  }

  /** Says that its worker will run no more than so many of its items. */
  void shortenTo(int count) {
    giveBackFrom(count);
    items = new Job.Items(items.first(), count, items.attempt());
    askedFor = false;
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
