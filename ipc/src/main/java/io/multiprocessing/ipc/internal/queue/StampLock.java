package io.multiprocessing.ipc.internal.queue;

import io.multiprocessing.ipc.internal.jvm.ProcessStamp;
import io.multiprocessing.ipc.internal.memory.Memory;
import io.multiprocessing.ipc.internal.wait.Doorbell;
import java.nio.ByteBuffer;

/**
 * Both sides: a lock for some hundred nanoseconds, between the threads of all JVMs, that does not
 * mind the death of its holder.
 *
 * <p>What it guards must be in order after every single store of a holder. Not reentrant; whoever
 * holds it must not wait for anything. This class is thread-safe.
 *
 * <p>Memory consistency: what happened before {@link #unlock()} happens-before what follows the
 * next {@link #lock()}.
 */
final class StampLock {

  /*
   * Word: 0 if free, else the stamp of the holding process, with WAITING set if somebody sleeps.
   *
   *   lock     0 → stamp. Else spin for a few µs; then set WAITING and sleep until rung.
   *   unlock   stamp → 0; if that fails WAITING is set: 0, then ring. All who sleep wake and try again.
   *
   * No lost wake-up: a waiter reads the bell's sequence, then sets WAITING in the word of a holder.
   * That holder rings after it, so the sequence the waiter sleeps on is outdated.
   *
   * Death of the holder: whoever has spun in vain, and then every 50 ms, looks whether that process
   * lives. If not, stamp → own stamp by one compare-and-set, so one of all that see it gets the lock,
   * WAITING kept. A holder killed between 0 and the ring leaves sleepers that look for themselves.
   */

  private static final long WAITING = 1L << 63;
  private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 200 : 1;
  private static final long SLICE_NANOS = 50_000_000;

  private final ByteBuffer memory;
  private final int at;
  private final Doorbell bell;

  StampLock(ByteBuffer memory, int at, Doorbell bell) {
    this.memory = memory;
    this.at = at;
    this.bell = bell;
  }

  /** Waits for it; an interrupt is kept for later. */
  void lock() {
    if (!Memory.compareAndSetLong(memory, at, 0, ProcessStamp.own())) {
      boolean interrupted = false;
      while (!waitForIt(Long.MAX_VALUE)) {
        interrupted |= Thread.interrupted();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits for it; returns false after the timeout or an interrupt, which stays pending. */
  boolean tryLock(long timeoutNanos) {
    return Memory.compareAndSetLong(memory, at, 0, ProcessStamp.own()) || waitForIt(timeoutNanos);
  }

  private boolean waitForIt(long timeoutNanos) {
    if (spin()) {
      return true;
    }
    long startNanos = System.nanoTime();
    while (true) {
      int seen = bell.sequence();
      long word = Memory.getLongVolatile(memory, at);
      if (takeIfFree(word) || takeFromTheDead(word)) {
        return true;
      }
      long leftNanos = timeoutNanos - (System.nanoTime() - startNanos);
      if (leftNanos <= 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      if (word != 0 && announce(word)) {
        bell.await(seen, Math.min(leftNanos, SLICE_NANOS));
      }
    }
  }

  private boolean spin() {
    for (int i = 0; i < SPINS; i++) {
      if (takeIfFree(Memory.getLongOpaque(memory, at))) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  private boolean takeIfFree(long word) {
    return word == 0 && Memory.compareAndSetLong(memory, at, 0, ProcessStamp.own());
  }

  private boolean takeFromTheDead(long word) {
    return word != 0
        && !ProcessStamp.isAlive(word & ~WAITING)
        && Memory.compareAndSetLong(memory, at, word, ProcessStamp.own() | (word & WAITING));
  }

  private boolean announce(long word) {
    return (word & WAITING) != 0 || Memory.compareAndSetLong(memory, at, word, word | WAITING);
  }

  void unlock() {
    // volatile write: publishes what was changed; pairs with the compare-and-set in lock()
    if (!Memory.compareAndSetLong(memory, at, ProcessStamp.own(), 0)) {
      Memory.putLongVolatile(memory, at, 0);
      bell.ring();
    }
  }

  /** Wakes all who sleep, to look at something else than the lock. */
  void ring() {
    bell.ring();
  }
}
