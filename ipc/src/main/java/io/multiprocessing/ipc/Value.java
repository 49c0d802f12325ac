package io.multiprocessing.ipc;

/**
 * A raw value with a lock of its own, for changes that take more than one step.
 *
 * <p>{@code value.locked(v -> v.set(3 * v.get() + 1))} is one change for all threads of all JVMs
 * that keep to the lock. A single addition needs no lock: {@link RawLong#getAndAdd} is one step,
 * and ten times as fast.
 *
 * <p>Can be captured by a lambda, put into a queue, or sent in any other way to another JVM of the
 * same user on the same machine, and is the same value with the same lock there. Both go as a
 * {@link RawValue} does. This class is thread-safe.
 *
 * <p>If a process dies while it holds the lock, whoever takes it next is told: {@link #locked}
 * throws {@link OwnerDiedException}, until somebody has called {@code lock().lockToRepair()} and
 * {@code lock().markConsistent()}. Where the number by itself is always right, {@code Value.of(raw,
 * SharedRLock.create(OwnerDeath.TELL))} goes on.
 *
 * <p>Memory consistency: what a thread did before it released the lock happens-before what the next
 * holder does, in this JVM or another.
 *
 * @param <T> the type of value, such as {@link RawLong}
 */
public final class Value<T extends RawValue> extends Guarded<T> {

  private static final long serialVersionUID = 1L;

  private Value(T raw, SharedRLock lock) {
    super(raw, lock);
  }

  /**
   * Gives a value a new lock.
   *
   * @param <T> the type of value
   * @param raw the value; not copied
   * @return both
   * @throws NoSpaceException if there is no shared memory left
   */
  public static <T extends RawValue> Value<T> of(T raw) {
    return of(raw, SharedRLock.create());
  }

  /**
   * Gives a value a lock, which may be that of others too: then one lock guards them all.
   *
   * @param <T> the type of value
   * @param raw the value; not copied
   * @param lock its lock
   * @return both
   */
  public static <T extends RawValue> Value<T> of(T raw, SharedRLock lock) {
    return new Value<>(raw, lock);
  }
}
