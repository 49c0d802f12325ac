package io.multiprocessing.internal.parent;

import io.multiprocessing.internal.protocol.WorkerLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Parent side: the chunks that a worker holds, in the order sent, and the account of what it was
 * given. Driver only.
 */
final class SentChunks implements Iterable<SentChunk> {

  private final LongSupplier clock;
  private final Deque<SentChunk> chunks = new ArrayDeque<>();
  private long lastSequence;
  private long assignedTasks; // in all its life
  private long bytes;
  private long emptySinceNanos;
  private long firstSinceNanos; // since when the first one has been the first
  private long lastNewsNanos;

  SentChunks(LongSupplier clock, long now) {
    this.clock = clock;
    this.emptySinceNanos = now;
    this.lastNewsNanos = now;
  }

  boolean isEmpty() {
    return chunks.isEmpty();
  }

  int size() {
    return chunks.size();
  }

  SentChunk first() {
    return chunks.getFirst();
  }

  SentChunk last() {
    return chunks.getLast();
  }

  @Override
  public Iterator<SentChunk> iterator() {
    return chunks.iterator();
  }

  /** Returns a copy, in the order sent. */
  List<SentChunk> copy() {
    return new ArrayList<>(chunks);
  }

  List<SentChunk> newestFirst() {
    List<SentChunk> copy = copy();
    Collections.reverse(copy);
    return copy;
  }

  /** Returns the chunk of that number, or null if it is none of these. */
  SentChunk find(long sequence) {
    for (SentChunk chunk : chunks) {
      if (chunk.sequence() == sequence) {
        return chunk;
      }
    }
    return null;
  }

  long nextSequence() {
    return ++lastSequence;
  }

  /**
   * Tells whether the claim word of the next chunk is free: chunks may end out of order when some
   * are taken back.
   */
  boolean hasClaimSlot() {
    return chunks.isEmpty()
        || lastSequence + 1 - chunks.getFirst().sequence() < WorkerLayout.CLAIM_SLOTS;
  }

  void add(SentChunk chunk) {
    if (chunks.isEmpty()) {
      lastNewsNanos = clock.getAsLong();
      firstSinceNanos = lastNewsNanos;
    }
    chunks.addLast(chunk);
    assignedTasks += chunk.items().count();
    bytes += chunk.bytes();
  }

  /** The worker does not hold it any more. */
  void remove(SentChunk chunk) {
    if (chunks.peekFirst() == chunk) {
      firstSinceNanos = clock.getAsLong();
    }
    chunks.remove(chunk);
    chunk.over();
    bytes -= chunk.bytes();
    if (chunks.isEmpty()) {
      emptySinceNanos = clock.getAsLong();
    }
  }

  /** As {@link #remove}, of one that the worker has not begun. */
  void takeBack(SentChunk chunk) {
    remove(chunk);
    assignedTasks -= chunk.items().count();
  }

  /** Takes the end of a chunk back, which the worker will not run. */
  void shorten(SentChunk chunk, int count) {
    assignedTasks -= chunk.items().count() - count;
    chunk.shortenTo(count);
  }

  /** The worker has said something. */
  void heard() {
    lastNewsNanos = clock.getAsLong();
  }

  /** Returns for how long the worker has had chunks and said nothing. */
  long nanosSinceNews() {
    return clock.getAsLong() - lastNewsNanos;
  }

  long assignedTasks() {
    return assignedTasks;
  }

  long bytes() {
    return bytes;
  }

  long emptySinceNanos() {
    return emptySinceNanos;
  }

  long firstSinceNanos() {
    return firstSinceNanos;
  }
}
