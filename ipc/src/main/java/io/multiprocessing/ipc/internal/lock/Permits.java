package io.multiprocessing.ipc.internal.lock;

import io.multiprocessing.ipc.internal.memory.Memory;
import io.multiprocessing.ipc.internal.segment.Region;
import io.multiprocessing.ipc.internal.segment.Region.RegionAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Both sides: a number of permits that threads of several JVMs take and give back.
 *
 * <p>This class is thread-safe.
 *
 * <p>Memory consistency: what happened before {@link #release} happens-before what follows the
 * taking of a permit that it made available.
 */
public final class Permits {

  /*
   * State: available, and by process the permits it has acquired and not released (census), changed
   * as one step in the ledger. A release counts for the process that makes it, if that has any; so a
   * process that releases what another acquired is allowed to, and is not owed anything for it.
   *
   * Death of a holder. Who waits or tries looks now and then whether the processes in the census
   * live. The permits of a dead one become available, but no more than are missing: if others have
   * released in its stead, less are. Each is counted in "recovered" and logged. So it goes for
   * permits that stand for something a process uses, of which it is free when dead. Where permits
   * count things that one process makes and another takes (no OWNED), they stay what they are.
   *
   * Death in the middle of a step: the ledger undoes it. Death between the step and the wake-up:
   * sleepers look by themselves (WaitingRoom).
   */

  private static final int TAG = 0x5345_4D41; // SEMA
  private static final int ERA = 0; // the census knows only one

  private final Region region;
  private final Ledger ledger;
  private final Census census;
  private final WaitingRoom room;
  private final Prize prize = new OnePermit();

  private Permits(Region region) {
    this.region = region;
    ledger = new Ledger(region);
    census = new Census(ledger, PermitsLayout.CENSUS);
    room =
        new WaitingRoom(
            region,
            PermitsLayout.CLAIM,
            PermitsLayout.BELL,
            PermitsLayout.CLAIM_BELL,
            PermitsLayout.PATROL);
  }

  /**
   * Makes permits.
   *
   * @param permits how many are available at first, 0 or more
   * @param bounded whether there may never be more
   * @param owned whether permits of dead processes are given back
   * @return the permits
   */
  public static Permits create(int permits, boolean bounded, boolean owned) {
    Region region = Region.allocate(TAG, PermitsLayout.BYTES);
    long rules = (bounded ? PermitsLayout.BOUNDED : 0) | (owned ? PermitsLayout.OWNED : 0);
    // nobody else knows the region; whatever passes it on publishes them
    Memory.putLong(region.memory(), PermitsLayout.INITIAL, permits);
    Memory.putLong(region.memory(), PermitsLayout.RULES, rules);
    Memory.putLongVolatile(region.memory(), PermitsLayout.AVAILABLE, permits);
    return new Permits(region);
  }

  /**
   * Attaches permits that this or another process has made.
   *
   * @param address where they are
   * @return the same permits
   */
  public static Permits attach(RegionAddress address) {
    return new Permits(Region.attach(address, TAG));
  }

  /**
   * Returns the memory.
   *
   * @return the region that holds them
   */
  public Region region() {
    return region;
  }

  /**
   * Takes a permit if one is available, or is found with a dead process. Does not block.
   *
   * @return whether it took one
   */
  public boolean tryAcquire() {
    return prize.tryTake(true) || (room.patrol().isDue() && prize.tryRecover());
  }

  /**
   * Blocks until it has taken a permit.
   *
   * @param timeoutNanos how long at most
   * @return false after the timeout
   * @throws InterruptedException if the caller was interrupted; it has taken none then
   */
  public boolean acquire(long timeoutNanos) throws InterruptedException {
    return prize.tryTake(false) || room.await(prize, timeoutNanos, true);
  }

  /** Blocks until it has taken a permit; an interrupt is kept for later. */
  public void acquireUninterruptibly() {
    if (!prize.tryTake(false)) {
      room.awaitUninterruptibly(prize);
    }
  }

  /**
   * Makes permits available.
   *
   * @param permits how many, 1 or more
   * @throws IllegalStateException if there would be too many; none is released then
   */
  public void release(int permits) {
    ledger.begin();
    try {
      long available = ledger.get(PermitsLayout.AVAILABLE) + permits;
      checkBounds(available, permits);
      ledger.set(PermitsLayout.AVAILABLE, available);
      int owned = Math.min(census.own(ERA), permits);
      if (owned > 0) {
        census.add(ERA, -owned);
      }
      ledger.commit();
    } finally {
      ledger.end();
    }
    room.wakeOne(); // which wakes the next if there is more
  }

  private void checkBounds(long available, int permits) {
    long most = isBounded() ? initial() : Integer.MAX_VALUE;
    if (available > most) {
      throw new IllegalStateException(
          "permits="
              + permits
              + " released where "
              + (available - permits)
              + " of at most "
              + most
              + " are available");
    }
  }

  /**
   * Returns how many permits are available now.
   *
   * @return 0 or more
   */
  public int available() {
    if (room.patrol().isDue()) {
      recover();
    }
    return (int) ledger.get(PermitsLayout.AVAILABLE);
  }

  /**
   * Returns how many permits were given back for dead processes, since the beginning.
   *
   * @return 0 or more
   */
  public long recovered() {
    return ledger.get(PermitsLayout.RECOVERED);
  }

  /**
   * Returns how many permits there were at first.
   *
   * @return 0 or more
   */
  public int initial() {
    return (int) ledger.get(PermitsLayout.INITIAL);
  }

  /**
   * Tells whether there may never be more than at first.
   *
   * @return as it was made
   */
  public boolean isBounded() {
    return (ledger.get(PermitsLayout.RULES) & PermitsLayout.BOUNDED) != 0;
  }

  private boolean isOwned() {
    return (ledger.get(PermitsLayout.RULES) & PermitsLayout.OWNED) != 0;
  }

  private void recover() {
    if (isOwned()) {
      List<String> news = new ArrayList<>();
      census.buryDead(ERA, (process, count) -> news.add(inherit(process, count)));
      news.forEach(Log::warn); // code of others, so not within a turn
    }
  }

  /** In a turn of the ledger. */
  private String inherit(long process, int count) {
    long available = ledger.get(PermitsLayout.AVAILABLE);
    long back = Math.max(0, Math.min(count, initial() - available));
    ledger.set(PermitsLayout.AVAILABLE, available + back);
    ledger.set(PermitsLayout.RECOVERED, recovered() + back);
    return "process "
        + ProcessWord.pid(process)
        + " has died with permits="
        + count
        + " of a semaphore, of which "
        + back
        + " were missing and are available again";
  }

  /** Both sides: one permit, as waiters see it. */
  private final class OnePermit implements Prize {

    @Override
    public boolean tryTake(boolean isClaimant) {
      ledger.begin();
      try {
        long available = ledger.get(PermitsLayout.AVAILABLE);
        if (available <= (isClaimant || !room.hasClaim() ? 0 : 1)) {
          return false;
        }
        ledger.set(PermitsLayout.AVAILABLE, available - 1);
        if (isOwned()) {
          census.add(ERA, 1);
        }
        ledger.commit();
        return true;
      } finally {
        ledger.end();
      }
    }

    @Override
    public boolean tryRecover() {
      recover();
      return tryTake(true);
    }

    @Override
    public boolean looksFree() {
      return ledger.get(PermitsLayout.AVAILABLE) > 0;
    }

    @Override
    public boolean isFree() {
      ledger.begin(); // a compare-and-set, and the value not on trial: see WaitingRoom
      try {
        return looksFree();
      } finally {
        ledger.end();
      }
    }
  }
}
