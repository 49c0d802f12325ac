package io.multiprocessing.ipc.internal.lock;

import io.multiprocessing.ipc.internal.memory.Memory;
import io.multiprocessing.ipc.internal.segment.Region;
import io.multiprocessing.ipc.internal.wait.Doorbell;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Both sides: where threads of all JVMs wait for a lock or a permit, and get it fast on average,
 * and each of them some day.
 *
 * <p>This class is thread-safe.
 */
final class WaitingRoom {

  /*
   * Fast. Who comes may take a free prize at once, ahead of those who wait ("barging"): a waiter
   * takes 50 µs to wake up, in which others can be served a thousand times. Giving back wakes one
   * sleeper, and only if the bell says that somebody sleeps.
   *
   * Fair. Who has waited for CLAIM_AFTER_NANOS writes a number of its own into the claim word, if
   * that is 0. From then on nobody but the claimant takes the prize, and giving back rings the
   * claimant's own bell. Having got the prize (or given up) the claimant clears the claim, and the
   * next who has waited that long can have it. Sleepers are woken first come, first served, and
   * look by themselves now and then, so each gets to write its claim. Only tryLock and the like do
   * not care for claims.
   *
   *   claim word   0 ──claim──▶ number ──end──▶ 0        by the claimant
   *                             number ──drop─▶ 0        by any other waiter, see below
   *
   * Death of a peer. A claimant that is killed, or stopped, does not come for the prize. Another
   * waiter that has seen the prize free and the same claim for UNUSED_NANOS, several times what it
   * takes to wake up, drops the claim. No claimant needs to be identified for that, and one that was
   * only slow claims again. A thread killed after it was woken, and before it announced itself
   * again, leaves others asleep of which the bell does not know: they look by themselves, at least
   * every MAX_SLICE_NANOS.
   *
   * No lost wake-up. A waiter announces itself, looks, sleeps; who gives back makes the prize free,
   * reads the claim, looks for announcements: all volatile (see Doorbell). It may ring the wrong
   * bell if the claim changes meanwhile. If the claim was just made: the claimant looks at the prize
   * after having made it and announced itself, and finds it free. If it was just ended without the
   * prize: the claimant looks at the prize after having ended it, finds it free, and wakes another.
   */

  static final long CLAIM_AFTER_NANOS = 1_000_000;
  static final long UNUSED_NANOS = 200_000;

  private static final int CLAIM_NUMBER_BITS = 40;
  private static final AtomicLong CLAIMS = new AtomicLong();

  private final ByteBuffer memory;
  private final int claimAt;
  private final Doorbell bell;
  private final Doorbell claimBell;
  private final Patrol patrol;

  WaitingRoom(Region region, int claimAt, int bellAt, int claimBellAt, int patrolAt) {
    this.memory = region.memory();
    this.claimAt = claimAt;
    this.bell = region.doorbell(bellAt);
    this.claimBell = region.doorbell(claimBellAt);
    this.patrol = new Patrol(memory, patrolAt);
  }

  /** Whether somebody is to get the prize before all others. */
  boolean hasClaim() {
    return claim() != 0;
  }

  long claim() {
    // volatile: who gives back reads this after it has made the prize free
    return Memory.getLongVolatile(memory, claimAt);
  }

  /** To be called after the prize has become free. */
  void wakeOne() {
    (hasClaim() ? claimBell : bell).ringIfAwaited(1);
  }

  /** Returns a number that nobody else has, or 0 if somebody has the claim. */
  long tryClaim() {
    long mask = (1L << CLAIM_NUMBER_BITS) - 1;
    long number =
        ProcessWord.pid(ProcessWord.self()) << CLAIM_NUMBER_BITS
            | (CLAIMS.incrementAndGet() & mask);
    return Memory.compareAndSetLong(memory, claimAt, 0, number) ? number : 0;
  }

  /** Ends a claim, if it is still there. */
  void endClaim(long number) {
    Memory.compareAndSetLong(memory, claimAt, number, 0);
  }

  /** Ends the claim of another, who may be alive after all and wait for its own bell only. */
  void dropClaim(long number) {
    endClaim(number);
    claimBell.ringIfAwaited(1);
  }

  Doorbell bell(boolean ofClaimant) {
    return ofClaimant ? claimBell : bell;
  }

  Patrol patrol() {
    return patrol;
  }

  /**
   * Blocks until the caller has the prize.
   *
   * @return false after the timeout
   * @throws InterruptedException if the caller may be interrupted and was
   */
  boolean await(Prize prize, long timeoutNanos, boolean interruptible) throws InterruptedException {
    return new Waiter(this, prize).await(timeoutNanos, interruptible);
  }

  /** As {@link #await}, without end; an interrupt is kept for later. */
  void awaitUninterruptibly(Prize prize) {
    try {
      await(prize, Long.MAX_VALUE, false);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
