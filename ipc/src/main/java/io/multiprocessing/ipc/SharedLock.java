package io.multiprocessing.ipc;

import io.multiprocessing.ipc.internal.segment.Region;
import io.multiprocessing.ipc.internal.segment.Region.RegionAddress;
import java.io.Serializable;

/**
 * A lock for threads of several JVMs, which does not stay locked when its holder's process dies.
 *
 * <p>Make it with {@link #create()} and let a task's lambda capture it, or send it: it is the same
 * lock everywhere. It goes with the last process that uses it; there is nothing to close. As usual:
 *
 * <pre>{@code
 * lock.lock();
 * try {
 *   …
 * } finally {
 *   lock.unlock();
 * }
 * }</pre>
 *
 * <p>A thread of one process holds it; only that one can unlock it, and it cannot take it twice
 * ({@link SharedRLock} can be). Waiting takes no processor time to speak of. Those who come may
 * overtake those who wait, but nobody for long: who has waited a millisecond is next.
 *
 * <p>If the process of the holder ends, whichever way, one who waits gets the lock some 0.1 s later
 * and is told: see {@link OwnerDeath}. A thread that ends without unlocking while its process lives
 * keeps the lock. A process that is stopped, as by a debugger, keeps it too.
 *
 * <p>This class is thread-safe.
 *
 * <p>Memory consistency: what a thread did before it unlocked happens-before what follows the next
 * locking, in shared memory also across processes.
 */
public final class SharedLock extends OwnedLock {

  private static final long serialVersionUID = 1L;
  private static final int TAG = 0x4C4F_434B; // LOCK

  private SharedLock(Region region) {
    super(region);
  }

  /**
   * Makes a lock that is free, with {@link OwnerDeath#THROW}.
   *
   * @return a new lock
   */
  public static SharedLock create() {
    return create(OwnerDeath.THROW);
  }

  /**
   * Makes a lock that is free.
   *
   * @param ownerDeath what happens after a holder's death
   * @return a new lock
   */
  public static SharedLock create(OwnerDeath ownerDeath) {
    return new SharedLock(allocate(TAG, ownerDeath));
  }

  @Override
  boolean takeAgain() {
    return false;
  }

  @Override
  void refuseToWaitForSelf() {
    if (isHeldByCurrentThread()) {
      throw new IllegalStateException(
          "this thread holds the lock and would wait for itself; a SharedRLock can be taken twice");
    }
  }

  private Object writeReplace() {
    return new Travel(region().address());
  }

  /** Both sides: the lock on its way. */
  private record Travel(RegionAddress address) implements Serializable {
    private Object readResolve() {
      return new SharedLock(Region.attach(address, TAG));
    }
  }
}
