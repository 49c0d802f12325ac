package io.multiprocessing.ipc;

import io.multiprocessing.ipc.internal.memory.Memory;
import io.multiprocessing.ipc.internal.segment.Region;
import java.nio.ByteBuffer;
import java.util.function.DoubleUnaryOperator;

/**
 * A {@code double} in memory that JVMs share, without a lock.
 *
 * @see RawValue#ofDouble(double)
 */
public final class RawDouble extends RawValue {

  private static final long serialVersionUID = 1L;

  private static final int AT = ValueLayout.VALUE_OFFSET;

  private final transient ByteBuffer memory; // final, and nothing to check: a read is one load

  RawDouble(Region region) {
    super(region);
    this.memory = region.memory();
  }

  static RawDouble create(double initial) {
    RawDouble value = new RawDouble(Region.allocate(ValueLayout.DOUBLE_TAG, ValueLayout.BYTES));
    value.set(initial);
    return value;
  }

  private Object writeReplace() {
    return address(ValueLayout.DOUBLE_TAG);
  }

  /**
   * Reads the value.
   *
   * @return what was written last
   */
  public double get() {
    // acquire: what its writer did before; pairs with the release in set() and the atomic changes
    return Memory.getDoubleAcquire(memory, AT);
  }

  /**
   * Writes the value.
   *
   * @param value what it is to be
   */
  public void set(double value) {
    // release: publishes what this thread did before; pairs with the acquire in get()
    Memory.putDoubleRelease(memory, AT, value);
  }

  /**
   * Writes the value and returns what it replaces, in one step.
   *
   * @param value what it is to be
   * @return what it was
   */
  public double getAndSet(double value) {
    return Double.longBitsToDouble(
        Memory.getAndSetLong(memory, AT, Double.doubleToRawLongBits(value)));
  }

  /**
   * Writes the value if it is what it is expected to be, in one step.
   *
   * @param expected what it must be, bit by bit: 0.0 is not -0.0, and NaN is NaN if its bits are
   * @param value what it is to be
   * @return whether it was written
   */
  public boolean compareAndSet(double expected, double value) {
    return Memory.compareAndSetDouble(memory, AT, expected, value);
  }

  /**
   * Adds to the value, in one step.
   *
   * @param delta what to add
   * @return what it was before
   */
  public double getAndAdd(double delta) {
    while (true) {
      double before = get();
      if (compareAndSet(before, before + delta)) {
        return before;
      }
    }
  }

  /**
   * Adds to the value, in one step.
   *
   * @param delta what to add
   * @return what it is then
   */
  public double addAndGet(double delta) {
    return getAndAdd(delta) + delta;
  }

  /**
   * Replaces the value by a function of it, in one step, for example the larger of it and another.
   *
   * @param change called by this thread, again when another thread or JVM was quicker; must have no
   *     other effect. If it throws, the value stays
   * @return what it is then
   */
  public double updateAndGet(DoubleUnaryOperator change) {
    while (true) {
      double before = get();
      double after = change.applyAsDouble(before);
      if (compareAndSet(before, after)) {
        return after;
      }
    }
  }

  /** Returns the value as text. */
  @Override
  public String toString() {
    return Double.toString(get());
  }
}
