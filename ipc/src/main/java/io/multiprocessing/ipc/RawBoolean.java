package io.multiprocessing.ipc;

import io.multiprocessing.ipc.internal.memory.Memory;
import io.multiprocessing.ipc.internal.segment.Region;
import java.nio.ByteBuffer;

/**
 * A {@code boolean} in memory that JVMs share, without a lock: a flag.
 *
 * @see RawValue#ofBoolean(boolean)
 */
public final class RawBoolean extends RawValue {

  private static final long serialVersionUID = 1L;

  private static final int AT = ValueLayout.VALUE_OFFSET;

  private final transient ByteBuffer memory; // final, and nothing to check: a read is one load

  RawBoolean(Region region) {
    super(region);
    this.memory = region.memory();
  }

  static RawBoolean create(boolean initial) {
    RawBoolean value = new RawBoolean(Region.allocate(ValueLayout.BOOLEAN_TAG, ValueLayout.BYTES));
    value.set(initial);
    return value;
  }

  private Object writeReplace() {
    return address(ValueLayout.BOOLEAN_TAG);
  }

  /**
   * Reads the value.
   *
   * @return what was written last
   */
  public boolean get() {
    // acquire: what its writer did before; pairs with the release in set() and the atomic changes
    return Memory.getIntAcquire(memory, AT) != 0;
  }

  /**
   * Writes the value.
   *
   * @param value what it is to be
   */
  public void set(boolean value) {
    // release: publishes what this thread did before; pairs with the acquire in get()
    Memory.putIntRelease(memory, AT, word(value));
  }

  /**
   * Writes the value and returns what it replaces, in one step.
   *
   * @param value what it is to be
   * @return what it was
   */
  public boolean getAndSet(boolean value) {
    return Memory.getAndSetInt(memory, AT, word(value)) != 0;
  }

  /**
   * Writes the value if it is what it is expected to be, in one step.
   *
   * @param expected what it must be
   * @param value what it is to be
   * @return whether it was written
   */
  public boolean compareAndSet(boolean expected, boolean value) {
    return Memory.compareAndSetInt(memory, AT, word(expected), word(value));
  }

  private static int word(boolean value) {
    return value ? 1 : 0;
  }

  /** Returns the value as text. */
  @Override
  public String toString() {
    return Boolean.toString(get());
  }
}
