package io.multiprocessing.ipc;

import io.multiprocessing.ipc.internal.lock.Permits;
import io.multiprocessing.ipc.internal.segment.Region.RegionAddress;
import java.io.Serializable;
import java.time.Duration;

/**
 * A number of permits that threads of several JVMs acquire and release, to limit how many do
 * something at a time.
 *
 * <p>Make it with {@link #create(int)} and let a task's lambda capture it, or send it: it is the
 * same semaphore everywhere. It goes with the last process that uses it; there is nothing to close.
 * Any thread of any process may release. Waiting takes no processor time to speak of. Those who
 * come may overtake those who wait, but nobody for long: who has waited a millisecond is next.
 *
 * <p>If a process ends, whichever way, the permits it has acquired and not released are given back
 * some 0.1 s later, when somebody wants one. {@link #recoveredPermits()} counts them, and a warning
 * is logged (System.Logger {@code io.multiprocessing.ipc}). If other processes have released in its
 * stead, only as many as are missing are given back. That is right for permits that stand for
 * something a process uses. It is wrong for permits that count things which one process makes and
 * another takes: make those with {@link #createCounter(int)}.
 *
 * <p>This class is thread-safe.
 *
 * <p>Memory consistency: what a thread did before {@link #release()} happens-before what follows
 * the acquiring of a permit that was available through it, in shared memory also across processes.
 */
public sealed class SharedSemaphore implements Serializable permits SharedBoundedSemaphore {

  private static final long serialVersionUID = 1L;

  private final transient Permits permits;

  SharedSemaphore(Permits permits) {
    this.permits = permits;
  }

  /**
   * Makes a semaphore whose permits are given back when the process that has them dies.
   *
   * @param permits how many are available at first, at least 0
   * @return a new semaphore
   */
  public static SharedSemaphore create(int permits) {
    checkPermits(permits, 0);
    return new SharedSemaphore(Permits.create(permits, false, true));
  }

  /**
   * Makes a semaphore whose permits belong to nobody: one process releases what another acquires.
   * Nothing is given back when a process dies.
   *
   * @param permits how many are available at first, at least 0
   * @return a new semaphore
   */
  public static SharedSemaphore createCounter(int permits) {
    checkPermits(permits, 0);
    return new SharedSemaphore(Permits.create(permits, false, false));
  }

  static void checkPermits(int permits, int least) {
    if (permits < least) {
      throw new IllegalArgumentException("permits=" + permits + ", must be at least " + least);
    }
  }

  /**
   * Acquires a permit.
   *
   * <p>Blocks until one is available.
   *
   * @throws InterruptedException if the caller was interrupted before or meanwhile, which ends the
   *     wait at once; it has acquired none
   * @throws IllegalStateException if more than 254 processes have permits at the same time
   */
  public final void acquire() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    permits.acquire(Long.MAX_VALUE);
  }

  /**
   * As {@link #acquire()}, but an interrupt does not end the wait, and stays pending.
   *
   * @throws IllegalStateException as {@link #acquire()}
   */
  public final void acquireUninterruptibly() {
    permits.acquireUninterruptibly();
  }

  /**
   * Acquires a permit if one is available, or is found with a dead process, for which it looks at
   * most ten times a second. Does not block, and goes ahead of those who wait.
   *
   * @return whether it acquired one
   * @throws IllegalStateException as {@link #acquire()}
   */
  public final boolean tryAcquire() {
    return permits.tryAcquire();
  }

  /**
   * As {@link #acquire()}, for a limited time.
   *
   * @param timeout how long to wait; zero or less means only to try
   * @return false if the time has passed; it has acquired none
   * @throws InterruptedException as {@link #acquire()}
   * @throws IllegalStateException as {@link #acquire()}
   */
  public final boolean tryAcquire(Duration timeout) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long timeoutNanos = Nanos.of(timeout);
    return timeoutNanos <= 0 ? permits.tryAcquire() : permits.acquire(timeoutNanos);
  }

  /**
   * Releases a permit. Does not block. Any thread may, also of a process that has acquired none.
   *
   * @throws IllegalStateException if there would be more than there may be: 2147483647, or the
   *     initial number of a {@link SharedBoundedSemaphore}
   */
  public final void release() {
    permits.release(1);
  }

  /**
   * Releases several permits, or none if they are too many. Does not block.
   *
   * @param permits how many, at least 1
   * @throws IllegalStateException as {@link #release()}
   */
  public final void release(int permits) {
    checkPermits(permits, 1);
    this.permits.release(permits);
  }

  /**
   * Returns how many permits are available; a hint, as it may change at once. Does not block.
   *
   * @return a number of permits
   */
  public final int availablePermits() {
    return permits.available();
  }

  /**
   * Returns how many permits of dead processes were given back since the semaphore was made. What
   * those processes were about may be half done.
   *
   * @return a number of permits
   */
  public final long recoveredPermits() {
    return permits.recovered();
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof SharedSemaphore that && permits.region().equals(that.permits.region());
  }

  @Override
  public final int hashCode() {
    return permits.region().hashCode();
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + "[available=" + permits.available() + "]";
  }

  final Object travel() {
    return new Travel(permits.region().address());
  }

  private Object writeReplace() {
    return travel();
  }

  /** Both sides: the semaphore on its way. */
  private record Travel(RegionAddress address) implements Serializable {
    private Object readResolve() {
      Permits permits = Permits.attach(address);
      return permits.isBounded()
          ? new SharedBoundedSemaphore(permits)
          : new SharedSemaphore(permits);
    }
  }
}
