package io.multiprocessing.ipc;

import io.multiprocessing.ipc.internal.lock.Mutex;
import io.multiprocessing.ipc.internal.segment.Region;
import java.io.Serializable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

/**
 * What {@link SharedLock} and {@link SharedRLock} have in common: a thread of a process owns them.
 */
abstract sealed class OwnedLock implements Lock, Serializable permits SharedLock, SharedRLock {

  private static final long serialVersionUID = 1L;

  private final transient Region region;
  private final transient Mutex mutex;
  private final transient OwnerDeath ownerDeath;

  OwnedLock(Region region) {
    this.region = region;
    this.mutex = new Mutex(region);
    this.ownerDeath = mutex.policy() == 0 ? OwnerDeath.THROW : OwnerDeath.TELL;
  }

  static Region allocate(int tag, OwnerDeath ownerDeath) {
    Region region = Region.allocate(tag, Mutex.BYTES);
    new Mutex(region)
        .setPolicy(
            switch (ownerDeath) {
              case THROW -> 0;
              case TELL -> 1;
            });
    return region;
  }

  final Region region() {
    return region;
  }

  final Mutex mutex() {
    return mutex;
  }

  /** Whether the caller owns the lock and has taken it once more. */
  abstract boolean takeAgain();

  /** Throws if the caller, who owns the lock, would wait for itself. */
  abstract void refuseToWaitForSelf();

  /**
   * Takes the lock.
   *
   * <p>Blocks until the thread that holds it, in whatever process, releases it or its process is
   * found dead, which takes some 0.1 s. Any thread may call this. An interrupt does not end the
   * wait, and stays pending.
   *
   * @throws OwnerDiedException if a process has died holding it and nobody has repaired that yet,
   *     unless the lock was made with {@link OwnerDeath#TELL}; the caller does not hold it
   * @throws IllegalStateException if the caller holds it and it cannot be taken twice
   */
  @Override
  public final void lock() {
    if (!mutex.takeIfFree() && !takeAgain()) {
      refuseToWaitForSelf();
      mutex.acquire();
    }
    refuseIfInconsistent();
  }

  /**
   * As {@link #lock()}, but takes the lock also if a process has died holding it. Then {@link
   * #isInconsistent()} is true, and the caller repairs what the lock guards and calls {@link
   * #markConsistent()}. In any case the caller releases it by {@link #unlock()}.
   *
   * @throws IllegalStateException if the caller holds it and it cannot be taken twice
   */
  public final void lockToRepair() {
    if (!mutex.takeIfFree() && !takeAgain()) {
      refuseToWaitForSelf();
      mutex.acquire();
    }
  }

  /**
   * As {@link #lock()}, but an interrupt ends the wait, at once.
   *
   * @throws InterruptedException if the caller was interrupted before or meanwhile; it does not
   *     hold the lock
   * @throws OwnerDiedException as {@link #lock()}
   * @throws IllegalStateException as {@link #lock()}
   */
  @Override
  public final void lockInterruptibly() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (!takeAgain()) {
      refuseToWaitForSelf();
      mutex.acquire(Long.MAX_VALUE);
    }
    refuseIfInconsistent();
  }

  /**
   * Takes the lock if it is free, or if its holder is found dead, for which it looks at most ten
   * times a second. Does not block, and goes ahead of those who wait.
   *
   * @return whether the caller holds it now
   * @throws OwnerDiedException as {@link #lock()}
   */
  @Override
  public final boolean tryLock() {
    boolean taken = takeAgain() || mutex.tryAcquire();
    if (taken) {
      refuseIfInconsistent();
    }
    return taken;
  }

  /**
   * As {@link #lockInterruptibly()}, for a limited time.
   *
   * @param time how long to wait; zero or less means only to try
   * @param unit of the time
   * @return false if the time has passed; the caller does not hold the lock
   * @throws InterruptedException if the caller was interrupted before or meanwhile
   * @throws OwnerDiedException as {@link #lock()}
   */
  @Override
  public final boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long timeoutNanos = unit.toNanos(time);
    boolean taken =
        takeAgain() || (timeoutNanos <= 0 ? mutex.tryAcquire() : mutex.acquire(timeoutNanos));
    if (taken) {
      refuseIfInconsistent();
    }
    return taken;
  }

  private void refuseIfInconsistent() {
    // who holds it already knows
    if (mutex.isInconsistent() && ownerDeath == OwnerDeath.THROW && mutex.holds() == 1) {
      mutex.release();
      throw ownerDied();
    }
  }

  final boolean throwsIfInconsistent() {
    return ownerDeath == OwnerDeath.THROW;
  }

  final OwnerDiedException ownerDied() {
    long pid = mutex.victimPid();
    return new OwnerDiedException(
        "process "
            + pid
            + " died while it held this lock, so what the lock guards may be half changed;"
            + " take it by lockToRepair(), repair, and call markConsistent()",
        pid);
  }

  /**
   * Releases the lock, and wakes one who waits. Does not block.
   *
   * @throws IllegalMonitorStateException if the calling thread does not hold it
   */
  @Override
  public final void unlock() {
    checkHeld();
    int holds = mutex.holds();
    if (holds == 1) {
      mutex.release();
    } else {
      mutex.setHolds(holds - 1);
    }
  }

  /**
   * Makes a condition of this lock. It travels by itself, and brings the lock along.
   *
   * @return a new condition
   */
  @Override
  public final SharedCondition newCondition() {
    return SharedCondition.of(this);
  }

  /**
   * Tells whether the calling thread holds the lock. Does not block.
   *
   * @return false also if another thread of this process does
   */
  public final boolean isHeldByCurrentThread() {
    return mutex.isHeldByCurrentThread();
  }

  /**
   * Tells whether a thread of some process holds the lock. A hint: it may change at once, and a
   * holder that has died is taken for one until somebody wants the lock.
   *
   * @return false if it is free
   */
  public final boolean isLocked() {
    return mutex.isLocked();
  }

  /**
   * Tells whether a process has died holding the lock and nobody has called {@link
   * #markConsistent()} since, so that what it guards may be half changed. Any thread may ask; a
   * holder gets a lasting answer. Does not block, and does not look for the dead: taking the lock
   * does.
   *
   * @return true if so
   */
  public final boolean isInconsistent() {
    return mutex.isInconsistent();
  }

  /**
   * Says that what the lock guards is in order again. Does not block.
   *
   * @throws IllegalMonitorStateException if the calling thread does not hold the lock
   */
  public final void markConsistent() {
    checkHeld();
    mutex.markConsistent();
  }

  final void checkHeld() {
    if (!mutex.isHeldByCurrentThread()) {
      throw new IllegalMonitorStateException(
          "the calling thread " + Thread.currentThread().getName() + " does not hold " + this);
    }
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof OwnedLock that && region.equals(that.region);
  }

  @Override
  public final int hashCode() {
    return region.hashCode();
  }

  @Override
  public final String toString() {
    long pid = mutex.ownerPid();
    return getClass().getSimpleName()
        + "["
        + (pid == 0 ? "free" : "held by process " + pid)
        + (isInconsistent() ? ", inconsistent]" : "]");
  }
}
