package io.multiprocessing.ipc;

/**
 * A raw array with a lock of its own, for changes that take more than one step.
 *
 * <p>The lock is for the whole array; several slices of one array, each as an {@code Array} with a
 * lock of its own, can be changed at the same time.
 *
 * <p>Can be captured by a lambda, put into a queue, or sent in any other way to another JVM of the
 * same user on the same machine, and is the same array with the same lock there. The lock goes as a
 * {@link RawValue} does. This class is thread-safe.
 *
 * <p>If a process dies while it holds the lock, whoever takes it next is told: {@link #locked}
 * throws {@link OwnerDiedException}, until somebody has called {@code lock().lockToRepair()}, put
 * the elements right, and called {@code lock().markConsistent()}.
 *
 * <p>Memory consistency: what a thread did before it released the lock happens-before what the next
 * holder does, in this JVM or another; that goes for plain elements too.
 *
 * @param <A> the type of array, such as {@link RawDoubles}
 */
public final class Array<A extends RawArray> extends Guarded<A> implements AutoCloseable {

  private static final long serialVersionUID = 1L;

  private Array(A raw, SharedRLock lock) {
    super(raw, lock);
  }

  /**
   * Gives an array a new lock.
   *
   * @param <A> the type of array
   * @param raw the array; not copied
   * @return both
   * @throws NoSpaceException if there is no shared memory left
   */
  public static <A extends RawArray> Array<A> of(A raw) {
    return of(raw, SharedRLock.create());
  }

  /**
   * Gives an array a lock, which may be that of others too: then one lock guards them all.
   *
   * @param <A> the type of array
   * @param raw the array; not copied
   * @param lock its lock
   * @return both
   */
  public static <A extends RawArray> Array<A> of(A raw, SharedRLock lock) {
    return new Array<>(raw, lock);
  }

  /** Closes the array itself, as {@link RawArray#close()}; does not wait for the lock. */
  @Override
  public void close() {
    get().close();
  }
}
