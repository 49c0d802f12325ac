package io.multiprocessing.ipc;

import io.multiprocessing.ipc.internal.memory.Memory;
import io.multiprocessing.ipc.internal.segment.SegmentHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * An array of {@code int}s in memory that JVMs share.
 *
 * @see RawArray#ofInts(long)
 */
public final class RawInts extends RawArray {

  private static final long serialVersionUID = 1L;

  private static final int SHIFT = 2; // log2 of the size of an element
  private static final int FILL_CHUNK = 8192;

  RawInts(SegmentHandle memory, long first, long length, boolean slice) {
    super(memory, first, length, Integer.BYTES, slice);
  }

  private Object writeReplace() {
    return address(ArrayAddress.INTS);
  }

  private long position(long index) {
    return first + (Objects.checkIndex(index, length) << SHIFT);
  }

  /**
   * Reads an element, in no order with other memory.
   *
   * @param index which
   * @return its value
   * @throws IndexOutOfBoundsException unless 0 ≤ index &lt; length
   * @throws IllegalStateException if the array is closed
   */
  public int get(long index) {
    long at = position(index);
    return Memory.getInt(memory.buffer(at), memory.index(at));
  }

  /**
   * Writes an element, in no order with other memory.
   *
   * @param index which
   * @param value what it is to be
   * @throws IndexOutOfBoundsException unless 0 ≤ index &lt; length
   * @throws IllegalStateException if the array is closed
   */
  public void set(long index, int value) {
    long at = position(index);
    Memory.putInt(memory.buffer(at), memory.index(at), value);
  }

  /**
   * Reads an element before all that this thread reads and writes later.
   *
   * @param index which
   * @return its value
   * @throws IndexOutOfBoundsException unless 0 ≤ index &lt; length
   * @throws IllegalStateException if the array is closed
   */
  public int getAcquire(long index) {
    long at = position(index);
    // acquire: what its writer did before; pairs with setRelease() and the atomic changes
    return Memory.getIntAcquire(memory.buffer(at), memory.index(at));
  }

  /**
   * Writes an element after all that this thread has read and written before.
   *
   * @param index which
   * @param value what it is to be
   * @throws IndexOutOfBoundsException unless 0 ≤ index &lt; length
   * @throws IllegalStateException if the array is closed
   */
  public void setRelease(long index, int value) {
    long at = position(index);
    // release: publishes what this thread did before; pairs with getAcquire()
    Memory.putIntRelease(memory.buffer(at), memory.index(at), value);
  }

  /**
   * Writes an element if it is what it is expected to be, in one step.
   *
   * @param index which
   * @param expected what it must be
   * @param value what it is to be
   * @return whether it was written
   * @throws IndexOutOfBoundsException unless 0 ≤ index &lt; length
   * @throws IllegalStateException if the array is closed
   */
  public boolean compareAndSet(long index, int expected, int value) {
    long at = position(index);
    return Memory.compareAndSetInt(memory.buffer(at), memory.index(at), expected, value);
  }

  /**
   * Adds to an element, in one step. Overflow wraps around.
   *
   * @param index which
   * @param delta what to add
   * @return what it was before
   * @throws IndexOutOfBoundsException unless 0 ≤ index &lt; length
   * @throws IllegalStateException if the array is closed
   */
  public int getAndAdd(long index, int delta) {
    long at = position(index);
    return Memory.getAndAddInt(memory.buffer(at), memory.index(at), delta);
  }

  /**
   * Copies elements into a Java array.
   *
   * @param index the first to copy
   * @param target is filled with as many as it has room for
   * @throws IndexOutOfBoundsException if there are not that many from there
   * @throws IllegalStateException if the array is closed
   */
  public void read(long index, int[] target) {
    read(index, target, 0, target.length);
  }

  /**
   * Copies elements into a part of a Java array.
   *
   * @param index the first to copy
   * @param target gets them
   * @param offset where in the target the first one goes
   * @param count how many
   * @throws IndexOutOfBoundsException if there are not that many from there, or in the target
   * @throws IllegalStateException if the array is closed
   */
  public void read(long index, int[] target, int offset, int count) {
    Objects.checkFromIndexSize(index, count, length);
    Objects.checkFromIndexSize(offset, count, target.length);
    forEachPiece(
        index, count, (buffer, at, done, n) -> ints(buffer, at, n).get(target, offset + done, n));
  }

  /**
   * Copies a Java array into this one.
   *
   * @param index where its first element goes
   * @param source all of it is copied
   * @throws IndexOutOfBoundsException if there are not that many elements from there
   * @throws IllegalStateException if the array is closed
   */
  public void write(long index, int[] source) {
    write(index, source, 0, source.length);
  }

  /**
   * Copies a part of a Java array into this one.
   *
   * @param index where the first element goes
   * @param source has the elements
   * @param offset the first in the source
   * @param count how many
   * @throws IndexOutOfBoundsException if there are not that many elements from there, or in the
   *     source
   * @throws IllegalStateException if the array is closed
   */
  public void write(long index, int[] source, int offset, int count) {
    Objects.checkFromIndexSize(index, count, length);
    Objects.checkFromIndexSize(offset, count, source.length);
    forEachPiece(
        index, count, (buffer, at, done, n) -> ints(buffer, at, n).put(source, offset + done, n));
  }

  /**
   * Writes the same value to all elements; to some of them through a {@link #slice}.
   *
   * @param value what they are to be
   * @throws IllegalStateException if the array is closed
   */
  public void fill(int value) {
    int[] chunk = new int[(int) Math.min(length, FILL_CHUNK)];
    Arrays.fill(chunk, value);
    memory.checkOpen();
    for (long index = 0; index < length; index += chunk.length) {
      write(index, chunk, 0, (int) Math.min(chunk.length, length - index));
    }
  }

  /**
   * Returns some of the elements as an array of their own: the same memory, not a copy.
   *
   * <p>It is closed with this array; closing the slice does nothing. It can travel as the whole
   * can, and what arrives is a handle of its own.
   *
   * @param from the first element, which is number 0 of the slice
   * @param to the one after the last
   * @return a view; may have length 0
   * @throws IndexOutOfBoundsException unless 0 ≤ from ≤ to ≤ length
   * @throws IllegalStateException if the array is closed
   */
  public RawInts slice(long from, long to) {
    return new RawInts(memory, sliceStart(from, to), to - from, true);
  }

  private static IntBuffer ints(ByteBuffer buffer, int at, int count) {
    return buffer.slice(at, count << SHIFT).order(ByteOrder.nativeOrder()).asIntBuffer();
  }
}
