package io.multiprocessing.ipc.internal.lock;

import io.multiprocessing.ipc.internal.memory.Memory;
import io.multiprocessing.ipc.internal.segment.Region;
import java.nio.ByteBuffer;

/**
 * Both sides: words in shared memory of which several change together or not at all, even if the
 * process that changes them dies.
 *
 * <p>Use: {@code begin(); try { … set … ; commit(); } finally { end(); }}. Nothing in between may
 * block or call code of others. This class is thread-safe.
 */
final class Ledger {

  /*
   * Protocol. The mutex is held from begin() to end(). set() notes the old value of a word, counts
   * the note, then changes the word; commit() sets the count to 0. So at any moment, the notes that
   * count lead back to the last commit.
   *
   * Death. The next owner of the mutex is told that the one before has died, and writes the old
   * values back, last first. If it dies too, the next does the same again. The same happens at an
   * end() without commit().
   *
   * Ordering. Each step is a release, so none is seen without those before it: neither by the next
   * owner, nor in what a kill between two instructions leaves behind.
   */

  private final ByteBuffer memory;
  private final Mutex mutex;

  Ledger(Region region) {
    memory = region.memory();
    mutex = new Mutex(region);
  }

  /** Waits for its turn, some ns to µs; an interrupt is kept for later. */
  void begin() {
    mutex.acquire();
    if (mutex.isInconsistent()) {
      undo();
      mutex.markConsistent();
    }
  }

  private void undo() {
    for (long n = Memory.getLongAcquire(memory, LedgerLayout.CHANGES); n > 0; n--) {
      int pair = LedgerLayout.FIRST_PAIR + (int) (n - 1) * LedgerLayout.PAIR_BYTES;
      int at = (int) Memory.getLong(memory, pair);
      Memory.putLongRelease(memory, at, Memory.getLong(memory, pair + Long.BYTES));
    }
    commit();
  }

  /** Reads a word; outside of a turn, a value that may be on trial. */
  long get(int at) {
    return Memory.getLongOpaque(memory, at);
  }

  /** Changes a word, until commit() on trial. */
  void set(int at, long value) {
    int n = (int) Memory.getLong(memory, LedgerLayout.CHANGES);
    if (n == LedgerLayout.PAIRS) {
      throw new IllegalStateException("more than " + n + " changes in one step");
    }
    int pair = LedgerLayout.FIRST_PAIR + n * LedgerLayout.PAIR_BYTES;
    Memory.putLong(memory, pair, at);
    Memory.putLong(memory, pair + Long.BYTES, Memory.getLong(memory, at));
    // release: the note is complete before it counts; pairs with the acquire in undo()
    Memory.putLongRelease(memory, LedgerLayout.CHANGES, n + 1L);
    Memory.putLongRelease(memory, at, value); // release: after the note counts
  }

  /** Makes the changes since begin() final, as one step. */
  void commit() {
    // release: after the changes
    Memory.putLongRelease(memory, LedgerLayout.CHANGES, 0);
  }

  /** Ends the turn; undoes what was not committed. */
  void end() {
    if (Memory.getLong(memory, LedgerLayout.CHANGES) != 0) {
      undo();
    }
    mutex.release();
  }
}
