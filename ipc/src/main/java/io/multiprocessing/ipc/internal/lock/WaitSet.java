package io.multiprocessing.ipc.internal.lock;

import io.multiprocessing.ipc.internal.segment.Region;
import io.multiprocessing.ipc.internal.segment.Region.RegionAddress;
import io.multiprocessing.ipc.internal.wait.Doorbell;

/**
 * Both sides: the threads of several JVMs that wait at a condition, and the signals given to them.
 *
 * <p>All methods but {@link #awaitDue} are called by the owner of the condition's lock. This class
 * is thread-safe all the same.
 */
public final class WaitSet {

  /*
   * Who begins to wait draws a ticket. A signal is not for a certain thread: it can be taken by any
   * that waited when it was given, which their tickets tell. Woken threads first get the lock
   * again, then take a signal, then return; who finds none goes on waiting.
   *
   * Death of a waiter. Before it has taken a signal it has swallowed none: the signal stays, and
   * another takes it, at the latest when it looks by itself, every SLICE_NANOS. After it has taken
   * one it owns the lock, so it dies as an owner, of which the next one is told. It leaves a count
   * too many, for which signals may be given that nobody takes; those can wake one thread each
   * without cause, that began to wait later and was there at a later signal. Whoever waits or
   * signals looks now and then for the dead and subtracts them. After a signal to all nobody counts.
   *
   * Death of a signaller: between the step in the ledger and the bell, sleepers look by themselves.
   *
   * The lock's owner takes turns of the ledger, never the other way round.
   */

  private static final int TAG = 0x434F_4E44; // COND
  private static final long SLICE_NANOS = 200_000_000;

  private final Region region;
  private final Ledger ledger;
  private final Census census;
  private final Doorbell bell;
  private final Patrol patrol;

  private WaitSet(Region region) {
    this.region = region;
    ledger = new Ledger(region);
    census = new Census(ledger, WaitSetLayout.CENSUS);
    bell = region.doorbell(WaitSetLayout.BELL);
    patrol = new Patrol(region.memory(), WaitSetLayout.PATROL);
  }

  /**
   * Makes an empty one.
   *
   * @return the new set
   */
  public static WaitSet create() {
    return new WaitSet(Region.allocate(TAG, WaitSetLayout.BYTES));
  }

  /**
   * Attaches one that this or another process has made.
   *
   * @param address where it is
   * @return the same set
   */
  public static WaitSet attach(RegionAddress address) {
    return new WaitSet(Region.attach(address, TAG));
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
   * Counts the calling thread as waiting.
   *
   * @return its ticket, for {@link #awaitDue} and {@link #leave}
   */
  public long enter() {
    ledger.begin();
    try {
      long ticket = ledger.get(WaitSetLayout.NEXT);
      ledger.set(WaitSetLayout.NEXT, ticket + 1);
      ledger.set(WaitSetLayout.WAITING, ledger.get(WaitSetLayout.WAITING) + 1);
      census.add(era(), 1);
      ledger.commit();
      return ticket;
    } finally {
      ledger.end();
    }
  }

  /**
   * Blocks, without the lock, until there is a signal that the caller may take, an interrupt, or
   * the timeout.
   *
   * @param ticket of the caller
   * @param timeoutNanos how long at most
   */
  public void awaitDue(long ticket, long timeoutNanos) {
    long startNanos = System.nanoTime();
    int seen = bell.sequence();
    while (!isDue(ticket) && !Thread.currentThread().isInterrupted()) {
      long leftNanos = timeoutNanos - (System.nanoTime() - startNanos);
      if (leftNanos <= 0) {
        return;
      }
      if (!bell.sleep(seen, Math.min(SLICE_NANOS, leftNanos))) {
        lookForDead();
      }
      seen = bell.sequence();
    }
  }

  private boolean isDue(long ticket) {
    ledger.begin();
    try {
      return isReleased(ticket) || isCalled(ticket);
    } finally {
      ledger.end();
    }
  }

  private boolean isReleased(long ticket) {
    return ticket < ledger.get(WaitSetLayout.RELEASED);
  }

  private boolean isCalled(long ticket) {
    return ledger.get(WaitSetLayout.SIGNALS) > 0 && ticket < ledger.get(WaitSetLayout.CALLED);
  }

  /**
   * Takes a signal if there is one, and ends the wait.
   *
   * @param ticket of the caller
   * @param anyway whether to end the wait also if there is none
   * @return whether it took a signal
   */
  public boolean leave(long ticket, boolean anyway) {
    ledger.begin();
    try {
      if (isReleased(ticket)) {
        return true; // and is not counted any more
      }
      boolean called = isCalled(ticket);
      if (called) {
        ledger.set(WaitSetLayout.SIGNALS, ledger.get(WaitSetLayout.SIGNALS) - 1);
      }
      if (called || anyway) {
        ledger.set(WaitSetLayout.WAITING, ledger.get(WaitSetLayout.WAITING) - 1);
        census.add(era(), -1);
        ledger.commit();
      }
      return called;
    } finally {
      ledger.end();
    }
  }

  /**
   * Gives a signal to some of the threads that wait now.
   *
   * @param most to how many at most
   */
  public void signal(int most) {
    lookForDead();
    long waiting;
    ledger.begin();
    try {
      waiting = ledger.get(WaitSetLayout.WAITING);
      if (waiting > 0) {
        // if signals are left over from the dead, there are enough for all who wait, who all may
        // take one from now on
        long signals = Math.min(ledger.get(WaitSetLayout.SIGNALS) + most, waiting);
        ledger.set(WaitSetLayout.SIGNALS, signals);
        ledger.set(WaitSetLayout.CALLED, ledger.get(WaitSetLayout.NEXT));
        ledger.commit();
      }
    } finally {
      ledger.end();
    }
    if (waiting > 0) {
      bell.ring(most);
    }
  }

  /** Ends the waits of all threads that wait now. */
  public void signalAll() {
    long waiting;
    ledger.begin();
    try {
      waiting = ledger.get(WaitSetLayout.WAITING);
      if (waiting > 0) {
        ledger.set(WaitSetLayout.RELEASED, ledger.get(WaitSetLayout.NEXT));
        ledger.set(WaitSetLayout.SIGNALS, 0);
        ledger.set(WaitSetLayout.WAITING, 0);
        ledger.set(WaitSetLayout.ERA, era() + 1);
        ledger.commit();
      }
    } finally {
      ledger.end();
    }
    if (waiting > 0) {
      bell.ring();
    }
  }

  /**
   * Returns how many threads wait, signalled or not, those of dead processes included for a while.
   *
   * @return 0 or more
   */
  public int waiting() {
    return (int) ledger.get(WaitSetLayout.WAITING);
  }

  private int era() {
    return (int) ledger.get(WaitSetLayout.ERA);
  }

  private void lookForDead() {
    if (waiting() > 0 && patrol.isDue()) {
      int era = era();
      census.buryDead(era, (process, count) -> forget(era, count));
    }
  }

  /** In a turn of the ledger. */
  private void forget(int era, int count) {
    if (era == era()) {
      long waiting = ledger.get(WaitSetLayout.WAITING) - count;
      ledger.set(WaitSetLayout.WAITING, waiting);
      ledger.set(WaitSetLayout.SIGNALS, Math.min(ledger.get(WaitSetLayout.SIGNALS), waiting));
    }
  }
}
