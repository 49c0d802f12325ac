package io.multiprocessing.ipc.internal.lock;

import io.multiprocessing.ipc.internal.memory.Memory;
import io.multiprocessing.ipc.internal.segment.Region;
import io.multiprocessing.ipc.internal.segment.Region.RegionAddress;
import io.multiprocessing.ipc.internal.wait.Doorbell;
import java.nio.ByteBuffer;

/**
 * Both sides: a flag that threads of several JVMs set, clear and wait for.
 *
 * <p>This class is thread-safe.
 *
 * <p>Memory consistency: what happened before {@link #set()} happens-before what follows an {@link
 * #isSet()} or {@link #await} that returns true because of it.
 */
public final class Flag {

  /*
   * One word: bit 0 is the flag, the rest counts how often it was set. So a waiter that wakes late,
   * when the flag was cleared again, sees that it had been set.
   *
   * Death of a peer. Each change is one compare-and-set. Who is killed between setting the flag and
   * ringing leaves sleepers behind, which look by themselves (Doorbell.sleep). A dead waiter leaves
   * nothing but the bell's waiting bit.
   */

  private static final int TAG = 0x4556_4E54; // EVNT
  private static final long SET = 1;
  private static final long ONE_MORE = 2;

  private final Region region;
  private final ByteBuffer memory;
  private final Doorbell bell;

  private Flag(Region region) {
    this.region = region;
    memory = region.memory();
    bell = region.doorbell(EventLayout.BELL);
  }

  /**
   * Makes a flag that is not set.
   *
   * @return the flag
   */
  public static Flag create() {
    return new Flag(Region.allocate(TAG, EventLayout.BYTES));
  }

  /**
   * Attaches a flag that this or another process has made.
   *
   * @param address where it is
   * @return the same flag
   */
  public static Flag attach(RegionAddress address) {
    return new Flag(Region.attach(address, TAG));
  }

  /**
   * Returns the memory.
   *
   * @return the region that holds it
   */
  public Region region() {
    return region;
  }

  /**
   * Tells whether it is set. Takes a nanosecond.
   *
   * @return true if it is
   */
  public boolean isSet() {
    // acquire: what the setter did before is there; pairs with the compare-and-set in set()
    return (Memory.getLongAcquire(memory, EventLayout.STATE) & SET) != 0;
  }

  /** Sets it, and wakes all who wait. Does not block. */
  public void set() {
    while (true) {
      long state = Memory.getLongVolatile(memory, EventLayout.STATE);
      if ((state & SET) != 0) {
        return; // who set it rings
      }
      if (Memory.compareAndSetLong(memory, EventLayout.STATE, state, (state | SET) + ONE_MORE)) {
        bell.ring();
        return;
      }
    }
  }

  /** Clears it. Does not block. */
  public void clear() {
    long state;
    do {
      state = Memory.getLongVolatile(memory, EventLayout.STATE);
    } while ((state & SET) != 0
        && !Memory.compareAndSetLong(memory, EventLayout.STATE, state, state & ~SET));
  }

  /**
   * Blocks until it is set.
   *
   * @param timeoutNanos how long at most
   * @return whether it is or was set meanwhile; false after the timeout
   * @throws InterruptedException if the caller was interrupted
   */
  public boolean await(long timeoutNanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long first = Memory.getLongAcquire(memory, EventLayout.STATE);
    if ((first & SET) != 0) {
      return true;
    }
    long startNanos = System.nanoTime();
    while (true) {
      int seen = bell.sequence();
      // acquire: as in isSet()
      if (Memory.getLongAcquire(memory, EventLayout.STATE) != first) {
        return true; // only setting changes the state of a clear flag
      }
      long leftNanos = timeoutNanos - (System.nanoTime() - startNanos);
      if (leftNanos <= 0) {
        return false;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      bell.sleep(seen, leftNanos);
    }
  }
}
