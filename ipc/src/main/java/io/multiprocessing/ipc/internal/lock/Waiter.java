package io.multiprocessing.ipc.internal.lock;

import java.util.concurrent.locks.LockSupport;

/** Both sides: one thread's wait in a {@link WaitingRoom}, from its arrival to its end. */
final class Waiter {

  // some µs: longer than most locks are held, shorter than falling asleep and waking up
  private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 100 : 0;

  // what the futex can sleep in one go: 800 ms, halved
  private static final long FIRST_SLICE_NANOS = 781_250;
  private static final long MAX_SLICE_NANOS = 100_000_000;
  private static final long PATROL_AFTER_NANOS = 5_000_000;

  private final WaitingRoom room;
  private final Prize prize;
  private final long startNanos = System.nanoTime();
  private long lastSliceNanos = FIRST_SLICE_NANOS;
  private long claim; // ours, or 0

  Waiter(WaitingRoom room, Prize prize) {
    this.room = room;
    this.prize = prize;
  }

  boolean await(long timeoutNanos, boolean interruptible) throws InterruptedException {
    boolean taken = spin();
    boolean interrupted = false;
    try {
      while (!taken) {
        int seen = announce();
        long waitedNanos = System.nanoTime() - startNanos;
        if (prize.tryTake(claim != 0) || recover(waitedNanos)) {
          return true;
        }
        if (waitedNanos >= timeoutNanos) {
          return false;
        }
        if (Thread.interrupted()) {
          if (interruptible) {
            throw new InterruptedException();
          }
          interrupted = true; // and asleep undisturbed meanwhile
        }
        if (claim(waitedNanos) || outlastClaim()) {
          taken = spin();
        } else {
          long sliceNanos = nextSlice(waitedNanos);
          room.bell(claim != 0).sleep(seen, Math.min(sliceNanos, timeoutNanos - waitedNanos));
        }
      }
      return true;
    } finally {
      leave();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Also with a claim the others' bell is told, since this thread may be the one it has woken, and
   * on which those that sleep there rely.
   */
  private int announce() {
    if (claim != 0 && room.claim() != claim) {
      claim = 0; // another has dropped it
    }
    int seen = room.bell(false).announce();
    return claim == 0 ? seen : room.bell(true).announce();
  }

  private boolean spin() {
    for (int i = 0; i < SPINS; i++) {
      if (prize.looksFree() && prize.tryTake(claim != 0)) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  private boolean recover(long waitedNanos) {
    return waitedNanos >= PATROL_AFTER_NANOS && room.patrol().isDue() && prize.tryRecover();
  }

  /** Returns true if the caller has the claim since now. */
  private boolean claim(long waitedNanos) {
    if (claim != 0 || waitedNanos < WaitingRoom.CLAIM_AFTER_NANOS) {
      return false;
    }
    claim = room.tryClaim();
    return claim != 0;
  }

  /**
   * If the prize is there and kept for a claimant, gives that one the time to wake up and take it,
   * and drops a claim that is not used. Returns true if it is worth to try again at once.
   */
  private boolean outlastClaim() {
    long foreign = room.claim();
    if (foreign == 0 || foreign == claim || !prize.looksFree()) {
      return false;
    }
    long sinceNanos = System.nanoTime();
    while (room.claim() == foreign && prize.looksFree()) {
      if (System.nanoTime() - sinceNanos >= WaitingRoom.UNUSED_NANOS) {
        room.dropClaim(foreign);
        return true;
      }
      pause();
    }
    return true;
  }

  private static void pause() {
    if (SPINS > 0) {
      Thread.onSpinWait(); // not asleep: on a busy machine that would be for much longer
    } else {
      LockSupport.parkNanos(WaitingRoom.UNUSED_NANOS); // the claimant needs this processor
    }
  }

  private long nextSlice(long waitedNanos) {
    if (waitedNanos < WaitingRoom.CLAIM_AFTER_NANOS) {
      return WaitingRoom.CLAIM_AFTER_NANOS - waitedNanos;
    }
    lastSliceNanos = Math.min(MAX_SLICE_NANOS, 2 * lastSliceNanos);
    return lastSliceNanos;
  }

  /** Clears the claim. What is free now is for another, who may sleep and know nothing of it. */
  private void leave() {
    if (claim != 0) {
      room.endClaim(claim);
    }
    if (prize.isFree()) {
      room.wakeOne();
    }
  }
}
