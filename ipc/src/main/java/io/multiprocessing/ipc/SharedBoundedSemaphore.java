package io.multiprocessing.ipc;

import io.multiprocessing.ipc.internal.lock.Permits;

/**
 * A {@link SharedSemaphore} that never has more permits than at first: a release too many throws
 * {@link IllegalStateException}, which finds a mistake in the program.
 *
 * <p>All else is as there. This class is thread-safe.
 *
 * <p>Memory consistency: as there.
 */
public final class SharedBoundedSemaphore extends SharedSemaphore {

  private static final long serialVersionUID = 1L;

  SharedBoundedSemaphore(Permits permits) {
    super(permits);
  }

  /**
   * Makes a semaphore whose permits are given back when the process that has them dies.
   *
   * @param permits how many there are, at least 0
   * @return a new semaphore
   */
  public static SharedBoundedSemaphore create(int permits) {
    checkPermits(permits, 0);
    return new SharedBoundedSemaphore(Permits.create(permits, true, true));
  }

  /**
   * Makes a semaphore whose permits belong to nobody: one process may release what another
   * acquired. Nothing is given back when a process dies.
   *
   * @param permits how many there are, at least 0
   * @return a new semaphore
   */
  public static SharedBoundedSemaphore createCounter(int permits) {
    checkPermits(permits, 0);
    return new SharedBoundedSemaphore(Permits.create(permits, true, false));
  }

  private Object writeReplace() {
    return travel();
  }
}
