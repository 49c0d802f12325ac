package io.multiprocessing.ipc;

import io.multiprocessing.ipc.internal.memory.Memory;
import io.multiprocessing.ipc.internal.segment.Region;
import java.nio.ByteBuffer;

/**
 * A {@code byte} in memory that JVMs share, without a lock.
 *
 * @see RawValue#ofByte(byte)
 */
public final class RawByte extends RawValue {

  private static final long serialVersionUID = 1L;

  private static final int AT = ValueLayout.VALUE_OFFSET;

  private final transient ByteBuffer memory; // final, and nothing to check: a read is one load

  RawByte(Region region) {
    super(region);
    this.memory = region.memory();
  }

  static RawByte create(byte initial) {
    RawByte value = new RawByte(Region.allocate(ValueLayout.BYTE_TAG, ValueLayout.BYTES));
    value.set(initial);
    return value;
  }

  private Object writeReplace() {
    return address(ValueLayout.BYTE_TAG);
  }

  /**
   * Reads the value.
   *
   * @return what was written last
   */
  public byte get() {
    // acquire: what its writer did before; pairs with the release in set() and the atomic changes
    return (byte) Memory.getIntAcquire(memory, AT);
  }

  /**
   * Writes the value.
   *
   * @param value what it is to be
   */
  public void set(byte value) {
    // release: publishes what this thread did before; pairs with the acquire in get()
    Memory.putIntRelease(memory, AT, value);
  }

  /**
   * Writes the value and returns what it replaces, in one step.
   *
   * @param value what it is to be
   * @return what it was
   */
  public byte getAndSet(byte value) {
    return (byte) Memory.getAndSetInt(memory, AT, value);
  }

  /**
   * Writes the value if it is what it is expected to be, in one step.
   *
   * @param expected what it must be
   * @param value what it is to be
   * @return whether it was written
   */
  public boolean compareAndSet(byte expected, byte value) {
    return Memory.compareAndSetInt(memory, AT, expected, value);
  }

  /**
   * Adds to the value, in one step. Overflow wraps around.
   *
   * @param delta what to add
   * @return what it was before
   */
  public byte getAndAdd(byte delta) {
    while (true) { // not an addition to the int that holds it: that would carry beyond the byte
      byte before = get();
      if (compareAndSet(before, (byte) (before + delta))) {
        return before;
      }
    }
  }

  /**
   * Adds to the value, in one step. Overflow wraps around.
   *
   * @param delta what to add
   * @return what it is then
   */
  public byte addAndGet(byte delta) {
    return (byte) (getAndAdd(delta) + delta);
  }

  /** Returns the value as text. */
  @Override
  public String toString() {
    return Byte.toString(get());
  }
}
