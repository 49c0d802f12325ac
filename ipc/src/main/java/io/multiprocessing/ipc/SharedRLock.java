package io.multiprocessing.ipc;

import io.multiprocessing.ipc.internal.segment.Region;
import io.multiprocessing.ipc.internal.segment.Region.RegionAddress;
import java.io.Serializable;

/**
 * A {@link SharedLock} that its holder can take again, and that is free when it was unlocked as
 * often: reentrant.
 *
 * <p>All else is as there: make it with {@link #create()} and let it travel; a holder that dies is
 * noticed, and the next one is told. After {@link #lockToRepair()} the holder can also take it by
 * {@link #lock()}, in a method it calls for the repair.
 *
 * <p>This class is thread-safe.
 *
 * <p>Memory consistency: what a thread did before it unlocked for the last time happens-before what
 * follows the next locking, in shared memory also across processes.
 */
public final class SharedRLock extends OwnedLock {

  private static final long serialVersionUID = 1L;
  private static final int TAG = 0x524C_434B; // RLCK

  private SharedRLock(Region region) {
    super(region);
  }

  /**
   * Makes a lock that is free, with {@link OwnerDeath#THROW}.
   *
   * @return a new lock
   */
  public static SharedRLock create() {
    return create(OwnerDeath.THROW);
  }

  /**
   * Makes a lock that is free.
   *
   * @param ownerDeath what happens after a holder's death
   * @return a new lock
   */
  public static SharedRLock create(OwnerDeath ownerDeath) {
    return new SharedRLock(allocate(TAG, ownerDeath));
  }

  @Override
  boolean takeAgain() {
    if (!isHeldByCurrentThread()) {
      return false;
    }
    int holds = mutex().holds();
    if (holds == Integer.MAX_VALUE) {
      throw new IllegalStateException("holds=" + holds + ", there cannot be more");
    }
    mutex().setHolds(holds + 1);
    return true;
  }

  @Override
  void refuseToWaitForSelf() {
    // it never would
  }

  /**
   * Tells how often the calling thread holds the lock.
   *
   * @return 0 if it does not
   */
  public int getHoldCount() {
    return isHeldByCurrentThread() ? mutex().holds() : 0;
  }

  private Object writeReplace() {
    return new Travel(region().address());
  }

  /** Both sides: the lock on its way. */
  private record Travel(RegionAddress address) implements Serializable {
    private Object readResolve() {
      return new SharedRLock(Region.attach(address, TAG));
    }
  }
}
