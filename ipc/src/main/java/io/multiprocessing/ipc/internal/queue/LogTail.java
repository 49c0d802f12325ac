package io.multiprocessing.ipc.internal.queue;

import io.multiprocessing.ipc.internal.memory.Memory;
import io.multiprocessing.ipc.internal.wait.Doorbell;
import java.nio.ByteBuffer;

/**
 * Producer side: the end of a log that elements are appended to, by threads of any process.
 *
 * <p>This class is thread-safe.
 *
 * <p>Memory consistency: what happened before an element was offered happens-before what follows
 * the call of {@link LogHead#poll} that takes it, in whatever process.
 */
final class LogTail {

  /*
   * Appending, under the put lock: the element is written behind the place in the current state, the
   * place after it goes into the other state, then the count is set, by one store. The count decides
   * which state is the current one. So whatever a holder did before it died is either all there or
   * not at all, and the next one just goes on.
   */

  private final LogMemory memory;
  private final ByteBuffer words;
  private final int log;
  private final int at;
  private final long maxElements;
  private final long maxBytes;
  private final StampLock lock;
  private final Doorbell notEmpty;
  private final LogCursor cursor; // guarded by lock
  private volatile long knownTaken; // no more than were taken: saves a look at the takers' words

  LogTail(LogMemory memory, int log, long maxBytes) {
    this.memory = memory;
    this.words = memory.words();
    this.log = log;
    this.at = LogMemoryLayout.log(log);
    this.maxElements = memory.maxElements();
    this.maxBytes = maxBytes;
    this.lock = new StampLock(words, at + LogLayout.PUT_LOCK, memory.bell(at + LogLayout.PUT_BELL));
    this.notEmpty = memory.bell(at + LogLayout.NOT_EMPTY);
    this.cursor = new LogCursor(memory.heap(), log);
  }

  StampLock lock() {
    return lock;
  }

  /** Returns how many elements were ever put. */
  long count() {
    // acquire: the elements are there; pairs with the release in append()
    return Memory.getLongAcquire(words, at + LogLayout.PUT_COUNT);
  }

  private long taken() {
    return Memory.getLongAcquire(words, at + LogLayout.TAKE_COUNT);
  }

  /** Whether there is room now; stays true while the caller holds the lock. */
  boolean hasRoom() {
    long count = count();
    long taken = knownTaken; // read once: another thread may store an older one over ours
    if (count - taken >= maxElements || maxBytes != Long.MAX_VALUE) {
      taken = taken();
      knownTaken = taken;
    }
    return count - taken < maxElements && (maxBytes == Long.MAX_VALUE || hasRoomForBytes());
  }

  private boolean hasRoomForBytes() {
    long count = count();
    long bytes = Memory.getLongOpaque(words, LogLayout.putState(at, count) + LogLayout.BYTES);
    // a taker that died has perhaps not counted its last bytes: an empty log has room in any case
    return count == taken()
        || bytes - Memory.getLongAcquire(words, at + LogLayout.TAKEN_BYTES) < maxBytes;
  }

  /** Appends an element if there is room; waits for the lock only. */
  boolean offer(ElementOutput element, int format) {
    if (!hasRoom()) {
      return false;
    }
    lock.lock();
    return appendAndUnlock(element, format);
  }

  /** As {@link #offer(ElementOutput, int)}; gives up after the timeout or an interrupt. */
  boolean offer(ElementOutput element, int format, long timeoutNanos) {
    return hasRoom() && lock.tryLock(timeoutNanos) && appendAndUnlock(element, format);
  }

  private boolean appendAndUnlock(ElementOutput element, int format) {
    try {
      if (memory.isClosed() || !hasRoom()) {
        return false;
      }
      append(element, format);
    } finally {
      lock.unlock();
    }
    notEmpty.ring();
    return true;
  }

  private void append(ElementOutput element, int format) {
    long count = Memory.getLong(words, at + LogLayout.PUT_COUNT);
    int state = LogLayout.putState(at, count);
    int nextState = LogLayout.putState(at, count + 1);
    cursor.load(words, state);
    element.appendTo(cursor, format, log, count);
    cursor.store(words, nextState);
    long bytes = Memory.getLong(words, state + LogLayout.BYTES) + element.length();
    Memory.putLongOpaque(words, nextState + LogLayout.BYTES, bytes);
    // release: publishes the element and the state; pairs with count()
    Memory.putLongRelease(words, at + LogLayout.PUT_COUNT, count + 1);
    element.forget();
  }
}
