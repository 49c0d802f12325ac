package io.multiprocessing.internal.parent;

import io.multiprocessing.internal.protocol.WorkerLayout;
import java.util.function.LongSupplier;

/**
 * Parent side: what a worker could give back of the first of its chunks, was asked for, and has
 * given. Driver only; for a worker that has chunks.
 */
final class Giving {

  private final ControlWords words;
  private final SentChunks chunks;
  private final ItemWatch watch;
  private final LongSupplier clock;
  private int timesAsked;
  private long askedNanos;

  Giving(ControlWords words, SentChunks chunks, ItemWatch watch, LongSupplier clock) {
    this.words = words;
    this.chunks = chunks;
    this.watch = watch;
    this.clock = clock;
  }

  /**
   * Returns how long what it could give back of its first chunk would run elsewhere; 0 if there is
   * nothing but the item that it runs, or somebody relies on the size of the chunk.
   */
  double nanosToGive() {
    SentChunk chunk = chunks.first();
    ChunkSizer sizer = chunk.job().sizer();
    boolean runs = words.running() == chunk.sequence();
    int done = runs ? WorkerLayout.itemsDone(words.progress()) : 0;
    int items = chunk.items().count() - done - 1;
    if (items <= 0 || !sizer.isAdaptive() || watch.isInterrupting() || !chunk.isWanted()) {
      return 0;
    }
    // what takes longer than it should counts more than what was measured elsewhere
    long now = clock.getAsLong();
    double soFar = (double) (now - chunks.firstSinceNanos()) / (done + 1);
    double nanos = items * Math.max(soFar, sizer.estimatedNanos(1));
    // a slow item among many quick ones: however quick the rest is, it waits, and has a slow
    // neighbour
    long running = now - watch.runningSinceNanos(chunk.sequence(), done, now);
    return Math.max(nanos, (double) running);
  }

  /** Asks for all but one of so many parts of what the first chunk has behind its running item. */
  void ask(int parts) {
    SentChunk chunk = chunks.first();
    chunk.askedFor();
    askedNanos = clock.getAsLong();
    words.wish(WorkerLayout.wish(chunk.sequence(), parts, ++timesAsked));
  }

  long nanosSinceAsked() {
    return clock.getAsLong() - askedNanos;
  }

  /** Returns the job whose items the worker has given back since it was asked, or null. */
  Job take() {
    SentChunk chunk = chunks.first();
    if (!chunk.isAskedFor()) {
      return null;
    }
    long given = words.given();
    int count = WorkerLayout.givenCount(given);
    if (given != WorkerLayout.given(chunk.sequence(), count) || count >= chunk.items().count()) {
      return null; // an older one
    }
    chunks.shorten(chunk, count);
    return chunk.job();
  }
}
