package io.multiprocessing.ipc;

import io.multiprocessing.ipc.internal.segment.SegmentHandle;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * An array in memory that JVMs share, of any length, without a lock; the beginning of all of them.
 *
 * <p>Can be captured by a lambda, put into a queue, or sent in any other way to another JVM of the
 * same user on the same machine, and is the same memory there; nothing is copied. An element costs
 * what one of a Java array costs, up to 2 GB; somewhat more in larger arrays. Nothing here blocks
 * but making an array.
 *
 * <p>All the memory is reserved when the array is made, so that a later write cannot fail. By
 * default {@code /dev/shm} holds half of the machine's memory, and in a container often 64 MB.
 *
 * <p>{@link #close()} gives the memory back, as far as this JVM is concerned; it is free when the
 * last JVM that uses it has closed it or has ended, in whatever way. A handle that was received and
 * is not closed goes with the garbage; the one that has made the array does so too, unless it was
 * given away: then it stays until it is closed or its JVM ends. A handle that is received after
 * that is of no use: {@link OwnerGoneException}, as a cause of the failed deserialization.
 *
 * <p>Two handles are equal if they are the same elements of the same memory. This class is
 * thread-safe.
 *
 * <p>Memory consistency: an element arrives whole, and plain reads and writes of elements, bulk
 * operations and buffers promise no more, as with a Java array. What must be in order is ordered by
 * what tells the reader that it may read (a lock, a queue, the result of a task), or by the methods
 * whose names say so: what a thread of any JVM did before a release or an atomic change of an
 * element happens-before what a thread of any JVM does after it has read the element so changed by
 * an acquire or an atomic change.
 */
public abstract sealed class RawArray implements AutoCloseable, Serializable
    permits RawDoubles, RawLongs, RawInts, RawBytes {

  private static final long serialVersionUID = 1L;

  static final String NOUN = "the shared array";

  final transient SegmentHandle memory;
  final transient long first; // the position of element 0
  final transient long length;
  private final transient int elementBytes;
  private final transient boolean slice;

  RawArray(SegmentHandle memory, long first, long length, int elementBytes, boolean slice) {
    this.memory = memory;
    this.first = first;
    this.length = length;
    this.elementBytes = elementBytes;
    this.slice = slice;
  }

  /**
   * Makes a shared array of doubles, all 0.
   *
   * <p>Blocks for as long as it takes the system to supply the memory, some 0.3 s per GB.
   *
   * @param length how many, at least 1
   * @return the array
   * @throws IllegalArgumentException if the length is less than 1, or no memory can be that large
   * @throws NoSpaceException if there is not that much shared memory; nothing is made
   */
  public static RawDoubles ofDoubles(long length) {
    SegmentHandle memory = create(length, Double.BYTES);
    return new RawDoubles(memory, memory.start(), length, false);
  }

  /**
   * Makes a shared array of longs, all 0.
   *
   * <p>Blocks for as long as it takes the system to supply the memory, some 0.3 s per GB.
   *
   * @param length how many, at least 1
   * @return the array
   * @throws IllegalArgumentException if the length is less than 1, or no memory can be that large
   * @throws NoSpaceException if there is not that much shared memory; nothing is made
   */
  public static RawLongs ofLongs(long length) {
    SegmentHandle memory = create(length, Long.BYTES);
    return new RawLongs(memory, memory.start(), length, false);
  }

  /**
   * Makes a shared array of ints, all 0.
   *
   * <p>Blocks for as long as it takes the system to supply the memory, some 0.3 s per GB.
   *
   * @param length how many, at least 1
   * @return the array
   * @throws IllegalArgumentException if the length is less than 1, or no memory can be that large
   * @throws NoSpaceException if there is not that much shared memory; nothing is made
   */
  public static RawInts ofInts(long length) {
    SegmentHandle memory = create(length, Integer.BYTES);
    return new RawInts(memory, memory.start(), length, false);
  }

  /**
   * Makes a shared array of bytes, all 0.
   *
   * <p>Blocks for as long as it takes the system to supply the memory, some 0.3 s per GB.
   *
   * @param length how many, at least 1
   * @return the array
   * @throws IllegalArgumentException if the length is less than 1, or no memory can be that large
   * @throws NoSpaceException if there is not that much shared memory; nothing is made
   */
  public static RawBytes ofBytes(long length) {
    SegmentHandle memory = create(length, Byte.BYTES);
    return new RawBytes(memory, memory.start(), length, false);
  }

  private static SegmentHandle create(long length, int elementBytes) {
    long most = (Long.MAX_VALUE >> 1) / elementBytes;
    if (length < 1 || length > most) {
      throw new IllegalArgumentException(
          "length=" + length + ", must be at least 1 and at most " + most);
    }
    return SegmentHandle.create(NOUN, length * elementBytes);
  }

  /**
   * Returns how many elements there are.
   *
   * @return a number, also after {@link #close()}
   */
  public final long length() {
    return length;
  }

  /**
   * Returns all elements as one buffer.
   *
   * @return as {@link #byteBuffer(long, long)}
   * @throws IllegalArgumentException if that is more than 2147483647 bytes
   * @throws IllegalStateException if the array is closed
   */
  public final ByteBuffer byteBuffer() {
    return byteBuffer(0, length);
  }

  /**
   * Returns some of the elements as one buffer: the same memory, not a copy.
   *
   * <p>The memory that it shows stays as long as the buffer is reachable, also after {@link
   * #close()}.
   *
   * @param from the first element
   * @param to the one after the last
   * @return a new direct buffer, in the byte order of the machine. That is the order to set after
   *     {@code slice()} and {@code duplicate()} too, which forget it
   * @throws IndexOutOfBoundsException unless 0 ≤ from ≤ to ≤ length
   * @throws IllegalArgumentException if that is more than 2147483647 bytes
   * @throws IllegalStateException if the array is closed
   */
  public final ByteBuffer byteBuffer(long from, long to) {
    Objects.checkFromToIndex(from, to, length);
    long bytes = (to - from) * elementBytes;
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "from=" + from + ", to=" + to + " are " + bytes + " bytes, more than a buffer can have");
    }
    return memory.view(first + from * elementBytes, (int) bytes);
  }

  /** Checks the range of a slice and returns the position of its first element. */
  final long sliceStart(long from, long to) {
    memory.checkOpen();
    Objects.checkFromToIndex(from, to, length);
    return first + from * elementBytes;
  }

  /** Does something with each piece of a range that is in one buffer; whole elements each. */
  final void forEachPiece(long index, long count, Piece piece) {
    long position = first + index * elementBytes;
    long left = count * elementBytes;
    int done = 0;
    memory.checkOpen();
    while (left > 0) {
      int bytes = memory.contiguousBytes(position, left);
      piece.use(memory.buffer(position), memory.index(position), done, bytes / elementBytes);
      done += bytes / elementBytes;
      position += bytes;
      left -= bytes;
    }
  }

  /** Both sides: what is done with a piece of an array. */
  @FunctionalInterface
  interface Piece {

    /**
     * Does it.
     *
     * @param buffer has the piece
     * @param at the byte of the buffer at which it begins
     * @param done how many elements came before
     * @param count how many elements it has
     */
    void use(ByteBuffer buffer, int at, int done, int count);
  }

  /** What travels instead. */
  final Object address(int type) {
    return new ArrayAddress(type, memory.share(), first, length);
  }

  /**
   * Tells whether this handle was closed.
   *
   * @return true after {@link #close()}
   */
  public final boolean isClosed() {
    return memory.isClosed();
  }

  /**
   * Gives up this handle and all slices made from it. A second call does nothing, nor does the call
   * for a slice.
   *
   * <p>Does not block. All methods that read or write throw IllegalStateException from now on. A
   * thread that is in the middle of one, or of a loop of them, is not stopped: what it reads may be
   * 0 and what it writes may go nowhere, until it sees that the array is closed.
   */
  @Override
  public final void close() {
    if (!slice) {
      memory.close();
    }
  }

  /** Tells whether both are the same elements of the same memory. */
  @Override
  public final boolean equals(Object other) {
    return other instanceof RawArray that
        && getClass() == that.getClass()
        && memory.sameMemory(that.memory)
        && first == that.first
        && length == that.length;
  }

  /** The same for each handle of the same elements. */
  @Override
  public final int hashCode() {
    return Objects.hash(memory.id(), first, length);
  }

  /** Returns type and length, and not the elements. */
  @Override
  public final String toString() {
    return getClass().getSimpleName() + "[length=" + length + (isClosed() ? ", closed]" : "]");
  }
}
