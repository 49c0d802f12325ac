package io.multiprocessing.ipc.internal.queue;

import io.multiprocessing.ipc.internal.jvm.ProcessStamp;
import io.multiprocessing.ipc.internal.memory.Memory;
import io.multiprocessing.ipc.internal.wait.Doorbell;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Consumer side: the end of a log that elements are taken from, by threads of any process.
 *
 * <p>This class is thread-safe.
 */
final class LogHead {

  /*
   * Taking, under the take lock: the element is copied out, or, if it has blocks of its own, they
   * get the stamp of this process; the place after it goes into the other state; then the count is
   * set, by one store. Before that store the element is in the log whatever happens, after it the
   * element is this process's. What follows (blocks of the log that are consumed, words that help
   * others) may be left undone by a dead holder: the next one, or a sweep, does it.
   */

  private final LogMemory memory;
  private final ByteBuffer words;
  private final BlockHeap heap;
  private final int log;
  private final int at;
  private final boolean isBounded;
  private final StampLock lock;
  private final Doorbell notFull;
  private final ConsumerTable consumers; // or null
  private final LogCursor cursor; // guarded by lock
  private volatile long knownPut; // no more than were put: saves a look at the putters' words

  LogHead(LogMemory memory, int log, boolean isBounded, ConsumerTable consumers) {
    this.memory = memory;
    this.words = memory.words();
    this.heap = memory.heap();
    this.log = log;
    this.at = LogMemoryLayout.log(log);
    this.isBounded = isBounded;
    this.lock =
        new StampLock(words, at + LogLayout.TAKE_LOCK, memory.bell(at + LogLayout.TAKE_BELL));
    this.notFull = memory.bell(at + LogLayout.NOT_FULL);
    this.consumers = consumers;
    this.cursor = new LogCursor(heap, log);
  }

  StampLock lock() {
    return lock;
  }

  /** Returns how many elements were ever taken. */
  long count() {
    return Memory.getLongAcquire(words, at + LogLayout.TAKE_COUNT);
  }

  private boolean isEmpty(long taken) {
    if (taken < knownPut) {
      return false;
    }
    // acquire: the elements are there; pairs with the release in LogTail
    long put = Memory.getLongAcquire(words, at + LogLayout.PUT_COUNT);
    knownPut = put; // not to be read again here: another thread may store an older one over it
    return taken >= put;
  }

  boolean isEmpty() {
    return isEmpty(count());
  }

  /** Takes the first element, if there is one; waits for the lock only. */
  boolean poll(ElementInput into) {
    if (isEmpty()) {
      return false;
    }
    lock.lock();
    return takeAndUnlock(into);
  }

  /** As {@link #poll(ElementInput)}; gives up after the timeout or an interrupt. */
  boolean poll(ElementInput into, long timeoutNanos) {
    return !isEmpty() && lock.tryLock(timeoutNanos) && takeAndUnlock(into);
  }

  private boolean takeAndUnlock(ElementInput into) {
    try {
      long count = Memory.getLong(words, at + LogLayout.TAKE_COUNT);
      if (memory.isClosed() || isEmpty(count)) {
        return false;
      }
      take(into, count);
    } finally {
      lock.unlock();
    }
    if (isBounded) {
      notFull.ring();
    }
    return true;
  }

  private void take(ElementInput into, long count) {
    int state = LogLayout.takeState(at, count);
    cursor.load(words, state);
    int oldBlock = cursor.block();
    long oldOrdinal = cursor.ordinal();
    long entry = cursor.readLong();
    long length = LogEntry.length(entry);
    boolean inBlocks = LogEntry.isInBlocks(entry);
    int first = inBlocks ? (int) cursor.readLong() : -1;
    if (inBlocks) {
      into.prepareForBlocks();
      markTaken(first);
    } else {
      into.readFrom(cursor, (int) length);
    }
    publish(state, count, length);
    into.setFormat(LogEntry.format(entry));
    if (inBlocks) {
      into.readBlocks(heap, BlockOwner.element(log, count), first, length);
    }
    freeConsumed(oldBlock, oldOrdinal);
  }

  private void markTaken(int first) {
    for (int block = first; block >= 0; block = heap.next(block)) {
      heap.setTaker(block, ProcessStamp.own());
    }
  }

  private void publish(int state, long count, long length) {
    int nextState = LogLayout.takeState(at, count + 1);
    cursor.store(words, nextState);
    long bytes = Memory.getLong(words, state + LogLayout.BYTES) + length;
    Memory.putLong(words, nextState + LogLayout.BYTES, bytes);
    if (consumers != null) {
      consumers.prepare(state, nextState);
    }
    // release: the element is ours, and its blocks have our stamp; pairs with taken() and count()
    Memory.putLongRelease(words, at + LogLayout.TAKE_COUNT, count + 1);
    Memory.putLongRelease(words, at + LogLayout.TAKEN_BYTES, bytes);
    if (consumers != null) {
      consumers.count(nextState);
    }
  }

  private void freeConsumed(int oldBlock, long oldOrdinal) {
    if (cursor.block() == oldBlock) {
      return;
    }
    Memory.putLongRelease(words, at + LogLayout.FIRST_ORDINAL, cursor.ordinal());
    int block = oldBlock;
    for (long ordinal = oldOrdinal; ordinal < cursor.ordinal(); ordinal++) {
      int next = heap.next(block);
      heap.free(block, BlockOwner.log(log, ordinal));
      block = next;
    }
  }

  /** Drops the first element; returns false if there is none. */
  boolean drop() {
    lock.lock();
    try {
      long count = Memory.getLong(words, at + LogLayout.TAKE_COUNT);
      if (memory.isClosed() || isEmpty(count)) {
        return false;
      }
      dropFirst(count);
    } finally {
      lock.unlock();
    }
    if (isBounded) {
      notFull.ring();
    }
    return true;
  }

  /** Blocks of its own stay without a taker: a sweep finds them. */
  private void dropFirst(long count) {
    int state = LogLayout.takeState(at, count);
    cursor.load(words, state);
    int oldBlock = cursor.block();
    long oldOrdinal = cursor.ordinal();
    long entry = cursor.readLong();
    cursor.skip(LogEntry.isInBlocks(entry) ? Long.BYTES : LogEntry.length(entry));
    publish(state, count, LogEntry.length(entry));
    freeConsumed(oldBlock, oldOrdinal);
    heap.sweep().plan();
  }

  /** Copies the first elements, at most so many, and leaves them. Holds the lock meanwhile. */
  List<byte[][]> copy(int most) {
    List<byte[][]> elements = new ArrayList<>();
    lock.lock();
    try {
      long count = Memory.getLong(words, at + LogLayout.TAKE_COUNT);
      cursor.load(words, LogLayout.takeState(at, count));
      for (; elements.size() < most && !memory.isClosed() && !isEmpty(count); count++) {
        elements.add(copyNext());
      }
    } finally {
      lock.unlock();
    }
    return elements;
  }

  private byte[][] copyNext() {
    long entry = cursor.readLong();
    long length = LogEntry.length(entry);
    if (LogEntry.isInBlocks(entry)) {
      return copyBlocks((int) cursor.readLong(), length);
    }
    byte[] bytes = new byte[(int) length];
    cursor.read(bytes, bytes.length);
    return new byte[][] {bytes};
  }

  private byte[][] copyBlocks(int first, long length) {
    List<byte[]> copies = new ArrayList<>();
    int block = first;
    for (long left = length; left > 0; left -= BlockFileLayout.BLOCK_BYTES) {
      byte[] bytes = new byte[(int) Math.min(left, BlockFileLayout.BLOCK_BYTES)];
      heap.memory(block).get(heap.start(block), bytes);
      copies.add(bytes);
      block = heap.next(block);
    }
    return copies.toArray(new byte[0][]);
  }
}
