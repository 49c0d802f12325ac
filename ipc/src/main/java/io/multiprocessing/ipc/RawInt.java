package io.multiprocessing.ipc;

import io.multiprocessing.ipc.internal.memory.Memory;
import io.multiprocessing.ipc.internal.segment.Region;
import java.nio.ByteBuffer;
import java.util.function.IntUnaryOperator;

/**
 * An {@code int} in memory that JVMs share, without a lock.
 *
 * @see RawValue#ofInt(int)
 */
public final class RawInt extends RawValue {

  private static final long serialVersionUID = 1L;

  private static final int AT = ValueLayout.VALUE_OFFSET;

  private final transient ByteBuffer memory; // final, and nothing to check: a read is one load

  RawInt(Region region) {
    super(region);
    this.memory = region.memory();
  }

  static RawInt create(int initial) {
    RawInt value = new RawInt(Region.allocate(ValueLayout.INT_TAG, ValueLayout.BYTES));
    value.set(initial);
    return value;
  }

  private Object writeReplace() {
    return address(ValueLayout.INT_TAG);
  }

  /**
   * Reads the value.
   *
   * @return what was written last
   */
  public int get() {
    // acquire: what its writer did before; pairs with the release in set() and the atomic changes
    return Memory.getIntAcquire(memory, AT);
  }

  /**
   * Writes the value.
   *
   * @param value what it is to be
   */
  public void set(int value) {
    // release: publishes what this thread did before; pairs with the acquire in get()
    Memory.putIntRelease(memory, AT, value);
  }

  /**
   * Writes the value and returns what it replaces, in one step.
   *
   * @param value what it is to be
   * @return what it was
   */
  public int getAndSet(int value) {
    return Memory.getAndSetInt(memory, AT, value);
  }

  /**
   * Writes the value if it is what it is expected to be, in one step.
   *
   * @param expected what it must be
   * @param value what it is to be
   * @return whether it was written
   */
  public boolean compareAndSet(int expected, int value) {
    return Memory.compareAndSetInt(memory, AT, expected, value);
  }

  /**
   * Adds to the value, in one step. Overflow wraps around.
   *
   * @param delta what to add
   * @return what it was before
   */
  public int getAndAdd(int delta) {
    return Memory.getAndAddInt(memory, AT, delta);
  }

  /**
   * Adds to the value, in one step. Overflow wraps around.
   *
   * @param delta what to add
   * @return what it is then
   */
  public int addAndGet(int delta) {
    return getAndAdd(delta) + delta;
  }

  /**
   * Adds 1 to the value, in one step. Overflow wraps around.
   *
   * @return what it is then
   */
  public int incrementAndGet() {
    return getAndAdd(1) + 1;
  }

  /**
   * Subtracts 1 from the value, in one step. Overflow wraps around.
   *
   * @return what it is then
   */
  public int decrementAndGet() {
    return getAndAdd(-1) - 1;
  }

  /**
   * Replaces the value by a function of it, in one step, for example the larger of it and another.
   *
   * @param change called by this thread, again when another thread or JVM was quicker; must have no
   *     other effect. If it throws, the value stays
   * @return what it is then
   */
  public int updateAndGet(IntUnaryOperator change) {
    while (true) {
      int before = get();
      int after = change.applyAsInt(before);
      if (compareAndSet(before, after)) {
        return after;
      }
    }
  }

  /** Returns the value as text. */
  @Override
  public String toString() {
    return Integer.toString(get());
  }
}
