package io.multiprocessing.ipc.internal.memory;

import io.multiprocessing.ipc.NoSpaceException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Both sides: where there is not enough shared memory, looks whether this JVM's garbage holds some.
 *
 * <p>As the JDK does for direct buffers: handles are small, so garbage may be long in coming. This
 * class is thread-safe.
 */
public final class SpaceInGarbage {

  /*
   * More than one collection: the first finds handles, whose cleaner lets go of the mapping; that is
   * found by the next.
   */

  private static final int ATTEMPTS = 10;
  private static final int ATTEMPTS_PER_COLLECTION = 4;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long SELDOM_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** When the last collection was in vain. */
  private static volatile long inVainNanos = System.nanoTime() - SELDOM_NANOS;

  private SpaceInGarbage() {}

  /**
   * Something that takes shared memory.
   *
   * @param <T> what comes of it
   * @param <X> what it throws
   */
  @FunctionalInterface
  public interface Taking<T, X extends Exception> {

    /**
     * Takes it, or leaves everything as it was.
     *
     * @return what comes of it
     * @throws X what it throws
     */
    T take() throws X;
  }

  /**
   * Tries again after collections if there was not enough; waits up to 200 ms for that, and for the
   * collector.
   *
   * @param <T> what comes of it
   * @param <X> what it throws
   * @param taking takes shared memory
   * @return what comes of it
   * @throws X what it throws
   * @throws NoSpaceException if there still is not enough
   */
  public static <T, X extends Exception> T collected(Taking<T, X> taking) throws X {
    for (int attempt = 0; ; attempt++) {
      try {
        return taking.take();
      } catch (NoSpaceException e) {
        if (attempt == ATTEMPTS) {
          inVainNanos = System.nanoTime();
          throw e;
        }
        if (attempt % ATTEMPTS_PER_COLLECTION == 0) {
          System.gc();
        }
        LockSupport.parkNanos(PAUSE_NANOS); // for the cleaners' threads
      }
    }
  }

  /**
   * The same for what is done often: not within a second of a collection that was in vain.
   *
   * @param <T> what comes of it
   * @param <X> what it throws
   * @param taking takes shared memory
   * @return what comes of it
   * @throws X what it throws
   * @throws NoSpaceException if there is not enough
   */
  public static <T, X extends Exception> T collectedSeldom(Taking<T, X> taking) throws X {
    try {
      return taking.take();
    } catch (NoSpaceException e) {
      if (System.nanoTime() - inVainNanos < SELDOM_NANOS) {
        throw e;
      }
      return collected(taking);
    }
  }
}
