package io.multiprocessing.ipc;

import java.io.Serializable;
import java.util.function.Consumer;
import java.util.function.Function;

/** What {@link Value} and {@link Array} have in common: shared memory and its lock. */
abstract sealed class Guarded<T> implements Serializable permits Value, Array {

  private static final long serialVersionUID = 1L;

  private final T raw; // Serializable, as all permitted types see to
  private final SharedRLock lock;

  Guarded(T raw, SharedRLock lock) {
    if (raw == null || lock == null) {
      throw new NullPointerException("raw=" + raw + ", lock=" + lock);
    }
    this.raw = raw;
    this.lock = lock;
  }

  /**
   * Returns the memory itself, to be used without the lock, or by who holds it.
   *
   * @return what this was made of
   */
  public final T get() {
    return raw;
  }

  /**
   * Returns the lock, for what {@link #locked} does not do: waiting for a limited time, conditions,
   * or the repair after a holder's death.
   *
   * @return the same lock in every JVM
   */
  public final SharedRLock lock() {
    return lock;
  }

  /**
   * Does something with the memory while no other thread of any JVM has the lock.
   *
   * <p>Blocks until the lock is free; an interrupt does not end the wait, and stays pending. May be
   * called by who holds the lock already.
   *
   * @param action is given the memory, on the calling thread; what it throws comes out here, and
   *     the lock is released in any case
   * @throws OwnerDiedException if a process has died holding the lock and nobody has repaired that
   *     yet, unless the lock was made with {@link OwnerDeath#TELL}; the action is not called
   */
  public final void locked(Consumer<? super T> action) {
    lock.lock();
    try {
      action.accept(raw);
    } finally {
      lock.unlock();
    }
  }

  /**
   * As {@link #locked}, for an action that has a result.
   *
   * @param <R> what it returns
   * @param action is given the memory
   * @return its result
   * @throws OwnerDiedException as {@link #locked}
   */
  public final <R> R computeLocked(Function<? super T, ? extends R> action) {
    lock.lock();
    try {
      return action.apply(raw);
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether both are the same memory with the same lock. */
  @Override
  public final boolean equals(Object other) {
    return other instanceof Guarded<?> that && raw.equals(that.raw) && lock.equals(that.lock);
  }

  /** The same for each handle of the same memory in this JVM. */
  @Override
  public final int hashCode() {
    return raw.hashCode();
  }

  /** Returns what the memory itself returns, and whether it is locked. */
  @Override
  public final String toString() {
    return getClass().getSimpleName() + "[" + raw + ", " + lock + "]";
  }
}
