package io.multiprocessing.ipc;

import io.multiprocessing.ipc.internal.memory.Memory;
import io.multiprocessing.ipc.internal.segment.Region;
import java.nio.ByteBuffer;
import java.util.function.LongUnaryOperator;

/**
 * A {@code long} in memory that JVMs share, without a lock.
 *
 * @see RawValue#ofLong(long)
 */
public final class RawLong extends RawValue {

  private static final long serialVersionUID = 1L;

  private static final int AT = ValueLayout.VALUE_OFFSET;

  private final transient ByteBuffer memory; // final, and nothing to check: a read is one load

  RawLong(Region region) {
    super(region);
    this.memory = region.memory();
  }

  static RawLong create(long initial) {
    RawLong value = new RawLong(Region.allocate(ValueLayout.LONG_TAG, ValueLayout.BYTES));
    value.set(initial);
    return value;
  }

  private Object writeReplace() {
    return address(ValueLayout.LONG_TAG);
  }

  /**
   * Reads the value.
   *
   * @return what was written last
   */
  public long get() {
    // acquire: what its writer did before; pairs with the release in set() and the atomic changes
    return Memory.getLongAcquire(memory, AT);
  }

  /**
   * Writes the value.
   *
   * @param value what it is to be
   */
  public void set(long value) {
    // release: publishes what this thread did before; pairs with the acquire in get()
    Memory.putLongRelease(memory, AT, value);
  }

  /**
   * Writes the value and returns what it replaces, in one step.
   *
   * @param value what it is to be
   * @return what it was
   */
  public long getAndSet(long value) {
    return Memory.getAndSetLong(memory, AT, value);
  }

  /**
   * Writes the value if it is what it is expected to be, in one step.
   *
   * @param expected what it must be
   * @param value what it is to be
   * @return whether it was written
   */
  public boolean compareAndSet(long expected, long value) {
    return Memory.compareAndSetLong(memory, AT, expected, value);
  }

  /**
   * Adds to the value, in one step. Overflow wraps around.
   *
   * @param delta what to add
   * @return what it was before
   */
  public long getAndAdd(long delta) {
    return Memory.getAndAddLong(memory, AT, delta);
  }

  /**
   * Adds to the value, in one step. Overflow wraps around.
   *
   * @param delta what to add
   * @return what it is then
   */
  public long addAndGet(long delta) {
    return getAndAdd(delta) + delta;
  }

  /**
   * Adds 1 to the value, in one step. Overflow wraps around.
   *
   * @return what it is then
   */
  public long incrementAndGet() {
    return getAndAdd(1) + 1;
  }

  /**
   * Subtracts 1 from the value, in one step. Overflow wraps around.
   *
   * @return what it is then
   */
  public long decrementAndGet() {
    return getAndAdd(-1) - 1;
  }

  /**
   * Replaces the value by a function of it, in one step, for example the larger of it and another.
   *
   * @param change called by this thread, again when another thread or JVM was quicker; must have no
   *     other effect. If it throws, the value stays
   * @return what it is then
   */
  public long updateAndGet(LongUnaryOperator change) {
    while (true) {
      long before = get();
      long after = change.applyAsLong(before);
      if (compareAndSet(before, after)) {
        return after;
      }
    }
  }

  /** Returns the value as text. */
  @Override
  public String toString() {
    return Long.toString(get());
  }
}
