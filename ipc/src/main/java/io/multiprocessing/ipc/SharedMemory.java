package io.multiprocessing.ipc;

import io.multiprocessing.ipc.internal.memory.Memory;
import io.multiprocessing.ipc.internal.segment.SegmentHandle;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.NoSuchElementException;
import java.util.Objects;

/**
 * A piece of memory that JVMs share, of any size, with or without a name.
 *
 * <p>With a name, any JVM of the same user on the same machine can attach it; without, those who
 * are given it: it can be captured by a lambda, put into a queue, or sent in any other way to
 * another JVM, and is the same memory there. What it holds is the business of those who use it. All
 * of it is reserved when it is made, so that a later write cannot fail.
 *
 * <p>Memory is there for as long as somebody uses it, and no longer. It is free when the last JVM
 * that uses it has closed it or has ended, in whatever way, be it by {@code kill -9}; the name goes
 * with it. No other end takes it away: not that of the JVM that has made it, not {@link #unlink()}.
 * A handle that is not closed goes with the garbage; the one that has made the memory does so too,
 * unless it was given away: then it stays until it is closed or its JVM ends. A handle that is
 * received too late is of no use: {@link OwnerGoneException}, as a cause of the failed
 * deserialization. Without a name, too late is after the end of the JVM that has made it; with a
 * name, after the end of the last user.
 *
 * <p>Names are in a folder of this user in {@code /dev/shm} (where there is none, in the folder for
 * temporary files), which nobody else can look into. While a JVM uses names, it has a child process
 * of some 100 KB that sleeps, and that cleans up behind it if it is killed.
 *
 * <p>Nothing here blocks but making memory. Two handles are equal if they are the same memory. This
 * class is thread-safe.
 *
 * <p>Memory consistency: a number arrives whole, and plain reads and writes, bulk operations,
 * buffers and arrays promise no more. What must be in order is ordered by what tells the reader
 * that it may read (a lock, a queue, the result of a task), or by the methods whose names say so:
 * what a thread of any JVM did before a release or an atomic change of a number happens-before what
 * a thread of any JVM does after it has read the number so changed by an acquire or an atomic
 * change.
 */
public final class SharedMemory implements AutoCloseable, Serializable {

  private static final long serialVersionUID = 1L;

  private static final String NOUN = "the shared memory";

  private final transient SegmentHandle memory;

  SharedMemory(SegmentHandle memory) {
    this.memory = memory;
  }

  /**
   * Makes memory of zeros without a name.
   *
   * <p>Blocks for as long as it takes the system to supply the memory, some 0.3 s per GB.
   *
   * @param bytes its size, at least 1
   * @return the memory
   * @throws IllegalArgumentException if the size is less than 1, or no memory can be that large
   * @throws NoSpaceException if there is not that much shared memory; nothing is made
   */
  public static SharedMemory create(long bytes) {
    return new SharedMemory(SegmentHandle.create(NOUN, bytes));
  }

  /**
   * Makes memory of zeros with a name, which no memory in use may have.
   *
   * <p>Blocks for as long as it takes the system to supply the memory, some 0.3 s per GB, and some
   * milliseconds if this JVM has used no name before.
   *
   * @param name 1 to 200 of the characters A-Z a-z 0-9 _ - . and not a dot at the beginning
   * @param bytes its size, at least 1
   * @return the memory
   * @throws IllegalArgumentException if it cannot be called that, the size is less than 1, or no
   *     memory can be that large
   * @throws IllegalStateException if the name is taken
   * @throws NoSpaceException if there is not that much shared memory; nothing is made
   * @throws UncheckedIOException if the folder of names belongs to another user, is open to others,
   *     or cannot be made
   */
  public static SharedMemory create(String name, long bytes) {
    return new SharedMemory(SegmentHandle.create(NOUN, name, bytes, NamedKind.MEMORY));
  }

  /**
   * Attaches memory that this or another JVM has made.
   *
   * <p>Does not block, but takes some milliseconds if this JVM has used no name before.
   *
   * @param name how it is called
   * @return the memory
   * @throws IllegalArgumentException if nothing can be called that
   * @throws NoSuchElementException if there is none of that name: it was never made, it was
   *     unlinked, or nobody uses it any more
   * @throws IllegalStateException if its file was cut off, or was made by another version of this
   *     library, or if an object was published by that name
   * @throws UncheckedIOException if the folder of names belongs to another user, or is open to
   *     others
   */
  public static SharedMemory attach(String name) {
    SegmentHandle found =
        SegmentHandle.attach(NOUN, name)
            .orElseThrow(
                () ->
                    new NoSuchElementException(
                        "no shared memory has name="
                            + name
                            + ": it was never made, was unlinked, or nobody uses it any more"));
    if (found.kind() != NamedKind.MEMORY) {
      found.close();
      throw new IllegalStateException(
          "name=" + name + " is that of a published object: see SharedNames.lookup");
    }
    return new SharedMemory(found);
  }

  private Object writeReplace() {
    return new MemoryAddress(memory.share());
  }

  /**
   * Takes the name away: nobody can attach the memory by it any more, and it can be given anew. Who
   * has the memory keeps it, but can no longer give it to others.
   *
   * <p>Not needed for cleaning up. A second call does nothing.
   *
   * @throws IllegalStateException if the memory has no name, or is closed
   */
  public void unlink() {
    memory.unlink();
  }

  /**
   * Returns how it is called.
   *
   * @return its name, also after {@link #unlink()}; empty text if it never had one
   */
  public String name() {
    return memory.name() == null ? "" : memory.name();
  }

  /**
   * Returns its size.
   *
   * @return a number of bytes, also after {@link #close()}
   */
  public long size() {
    return memory.end() - memory.start();
  }

  private long position(long index, int bytes) {
    Objects.checkFromIndexSize(index, bytes, size());
    if ((index & (bytes - 1)) != 0) {
      throw new IllegalArgumentException("index=" + index + ", must be a multiple of " + bytes);
    }
    return memory.start() + index;
  }

  /**
   * Reads a byte, in no order with other memory.
   *
   * @param index which
   * @return its value
   * @throws IndexOutOfBoundsException unless 0 ≤ index &lt; size
   * @throws IllegalStateException if the memory is closed
   */
  public byte get(long index) {
    long at = memory.start() + Objects.checkIndex(index, size());
    return memory.buffer(at).get(memory.index(at));
  }

  /**
   * Writes a byte, in no order with other memory.
   *
   * @param index which
   * @param value what it is to be
   * @throws IndexOutOfBoundsException unless 0 ≤ index &lt; size
   * @throws IllegalStateException if the memory is closed
   */
  public void put(long index, byte value) {
    long at = memory.start() + Objects.checkIndex(index, size());
    memory.buffer(at).put(memory.index(at), value);
  }

  /**
   * Reads an {@code int} whole, in no order with other memory and in the byte order of the machine.
   *
   * @param index the first of its bytes, a multiple of 4
   * @return its value
   * @throws IndexOutOfBoundsException unless 0 ≤ index ≤ size - 4
   * @throws IllegalArgumentException if the index is not a multiple of 4
   * @throws IllegalStateException if the memory is closed
   */
  public int getInt(long index) {
    long at = position(index, 4);
    return Memory.getInt(memory.buffer(at), memory.index(at));
  }

  /**
   * Writes an {@code int} whole, in no order with other memory and in the byte order of the
   * machine.
   *
   * @param index the first of its bytes, a multiple of 4
   * @param value what it is to be
   * @throws IndexOutOfBoundsException unless 0 ≤ index ≤ size - 4
   * @throws IllegalArgumentException if the index is not a multiple of 4
   * @throws IllegalStateException if the memory is closed
   */
  public void putInt(long index, int value) {
    long at = position(index, 4);
    Memory.putInt(memory.buffer(at), memory.index(at), value);
  }

  /**
   * Reads a {@code long} whole, in no order with other memory and in the byte order of the machine.
   *
   * @param index the first of its bytes, a multiple of 8
   * @return its value
   * @throws IndexOutOfBoundsException unless 0 ≤ index ≤ size - 8
   * @throws IllegalArgumentException if the index is not a multiple of 8
   * @throws IllegalStateException if the memory is closed
   */
  public long getLong(long index) {
    long at = position(index, 8);
    return Memory.getLong(memory.buffer(at), memory.index(at));
  }

  /**
   * Writes a {@code long} whole, in no order with other memory and in the byte order of the
   * machine.
   *
   * @param index the first of its bytes, a multiple of 8
   * @param value what it is to be
   * @throws IndexOutOfBoundsException unless 0 ≤ index ≤ size - 8
   * @throws IllegalArgumentException if the index is not a multiple of 8
   * @throws IllegalStateException if the memory is closed
   */
  public void putLong(long index, long value) {
    long at = position(index, 8);
    Memory.putLong(memory.buffer(at), memory.index(at), value);
  }

  /**
   * Reads a {@code double} whole, in no order with other memory and in the byte order of the
   * machine.
   *
   * @param index the first of its bytes, a multiple of 8
   * @return its value
   * @throws IndexOutOfBoundsException unless 0 ≤ index ≤ size - 8
   * @throws IllegalArgumentException if the index is not a multiple of 8
   * @throws IllegalStateException if the memory is closed
   */
  public double getDouble(long index) {
    long at = position(index, 8);
    return Memory.getDouble(memory.buffer(at), memory.index(at));
  }

  /**
   * Writes a {@code double} whole, in no order with other memory and in the byte order of the
   * machine.
   *
   * @param index the first of its bytes, a multiple of 8
   * @param value what it is to be
   * @throws IndexOutOfBoundsException unless 0 ≤ index ≤ size - 8
   * @throws IllegalArgumentException if the index is not a multiple of 8
   * @throws IllegalStateException if the memory is closed
   */
  public void putDouble(long index, double value) {
    long at = position(index, 8);
    Memory.putDouble(memory.buffer(at), memory.index(at), value);
  }

  /**
   * Reads an {@code int} before all that this thread reads and writes later.
   *
   * @param index the first of its bytes, a multiple of 4
   * @return its value
   * @throws IndexOutOfBoundsException unless 0 ≤ index ≤ size - 4
   * @throws IllegalArgumentException if the index is not a multiple of 4
   * @throws IllegalStateException if the memory is closed
   */
  public int getIntAcquire(long index) {
    long at = position(index, 4);
    // acquire: what its writer did before; pairs with putIntRelease() and the atomic changes
    return Memory.getIntAcquire(memory.buffer(at), memory.index(at));
  }

  /**
   * Writes an {@code int} after all that this thread has read and written before.
   *
   * @param index the first of its bytes, a multiple of 4
   * @param value what it is to be
   * @throws IndexOutOfBoundsException unless 0 ≤ index ≤ size - 4
   * @throws IllegalArgumentException if the index is not a multiple of 4
   * @throws IllegalStateException if the memory is closed
   */
  public void putIntRelease(long index, int value) {
    long at = position(index, 4);
    // release: publishes what this thread did before; pairs with getIntAcquire()
    Memory.putIntRelease(memory.buffer(at), memory.index(at), value);
  }

  /**
   * Writes an {@code int} if it is what it is expected to be, in one step.
   *
   * @param index the first of its bytes, a multiple of 4
   * @param expected what it must be
   * @param value what it is to be
   * @return whether it was written
   * @throws IndexOutOfBoundsException unless 0 ≤ index ≤ size - 4
   * @throws IllegalArgumentException if the index is not a multiple of 4
   * @throws IllegalStateException if the memory is closed
   */
  public boolean compareAndSetInt(long index, int expected, int value) {
    long at = position(index, 4);
    return Memory.compareAndSetInt(memory.buffer(at), memory.index(at), expected, value);
  }

  /**
   * Adds to an {@code int}, in one step. Overflow wraps around.
   *
   * @param index the first of its bytes, a multiple of 4
   * @param delta what to add
   * @return what it was before
   * @throws IndexOutOfBoundsException unless 0 ≤ index ≤ size - 4
   * @throws IllegalArgumentException if the index is not a multiple of 4
   * @throws IllegalStateException if the memory is closed
   */
  public int getAndAddInt(long index, int delta) {
    long at = position(index, 4);
    return Memory.getAndAddInt(memory.buffer(at), memory.index(at), delta);
  }

  /**
   * Reads a {@code long} before all that this thread reads and writes later.
   *
   * @param index the first of its bytes, a multiple of 8
   * @return its value
   * @throws IndexOutOfBoundsException unless 0 ≤ index ≤ size - 8
   * @throws IllegalArgumentException if the index is not a multiple of 8
   * @throws IllegalStateException if the memory is closed
   */
  public long getLongAcquire(long index) {
    long at = position(index, 8);
    // acquire: what its writer did before; pairs with putLongRelease() and the atomic changes
    return Memory.getLongAcquire(memory.buffer(at), memory.index(at));
  }

  /**
   * Writes a {@code long} after all that this thread has read and written before.
   *
   * @param index the first of its bytes, a multiple of 8
   * @param value what it is to be
   * @throws IndexOutOfBoundsException unless 0 ≤ index ≤ size - 8
   * @throws IllegalArgumentException if the index is not a multiple of 8
   * @throws IllegalStateException if the memory is closed
   */
  public void putLongRelease(long index, long value) {
    long at = position(index, 8);
    // release: publishes what this thread did before; pairs with getLongAcquire()
    Memory.putLongRelease(memory.buffer(at), memory.index(at), value);
  }

  /**
   * Writes a {@code long} if it is what it is expected to be, in one step.
   *
   * @param index the first of its bytes, a multiple of 8
   * @param expected what it must be
   * @param value what it is to be
   * @return whether it was written
   * @throws IndexOutOfBoundsException unless 0 ≤ index ≤ size - 8
   * @throws IllegalArgumentException if the index is not a multiple of 8
   * @throws IllegalStateException if the memory is closed
   */
  public boolean compareAndSetLong(long index, long expected, long value) {
    long at = position(index, 8);
    return Memory.compareAndSetLong(memory.buffer(at), memory.index(at), expected, value);
  }

  /**
   * Adds to a {@code long}, in one step. Overflow wraps around.
   *
   * @param index the first of its bytes, a multiple of 8
   * @param delta what to add
   * @return what it was before
   * @throws IndexOutOfBoundsException unless 0 ≤ index ≤ size - 8
   * @throws IllegalArgumentException if the index is not a multiple of 8
   * @throws IllegalStateException if the memory is closed
   */
  public long getAndAddLong(long index, long delta) {
    long at = position(index, 8);
    return Memory.getAndAddLong(memory.buffer(at), memory.index(at), delta);
  }

  /**
   * Copies bytes into a Java array.
   *
   * @param index the first to copy
   * @param target is filled with as many as it has room for
   * @throws IndexOutOfBoundsException if there are not that many from there
   * @throws IllegalStateException if the memory is closed
   */
  public void read(long index, byte[] target) {
    asBytes().read(index, target);
  }

  /**
   * Copies bytes into a part of a Java array.
   *
   * @param index the first to copy
   * @param target gets them
   * @param offset where in the target the first one goes
   * @param count how many
   * @throws IndexOutOfBoundsException if there are not that many from there, or in the target
   * @throws IllegalStateException if the memory is closed
   */
  public void read(long index, byte[] target, int offset, int count) {
    asBytes().read(index, target, offset, count);
  }

  /**
   * Copies a Java array into the memory.
   *
   * @param index where its first element goes
   * @param source all of it is copied
   * @throws IndexOutOfBoundsException if there are not that many bytes from there
   * @throws IllegalStateException if the memory is closed
   */
  public void write(long index, byte[] source) {
    asBytes().write(index, source);
  }

  /**
   * Copies a part of a Java array into the memory.
   *
   * @param index where the first element goes
   * @param source has the elements
   * @param offset the first in the source
   * @param count how many
   * @throws IndexOutOfBoundsException if there are not that many bytes from there, or in the source
   * @throws IllegalStateException if the memory is closed
   */
  public void write(long index, byte[] source, int offset, int count) {
    asBytes().write(index, source, offset, count);
  }

  /**
   * Returns all of it as one buffer.
   *
   * @return as {@link #byteBuffer(long, long)}
   * @throws IllegalArgumentException if that is more than 2147483647 bytes
   * @throws IllegalStateException if the memory is closed
   */
  public ByteBuffer byteBuffer() {
    return asBytes().byteBuffer();
  }

  /**
   * Returns some of it as one buffer: the same memory, not a copy.
   *
   * <p>The memory that it shows stays as long as the buffer is reachable, also after {@link
   * #close()}.
   *
   * @param from the first byte
   * @param to the one after the last
   * @return a new direct buffer, in the byte order of the machine. That is the order to set after
   *     {@code slice()} and {@code duplicate()} too, which forget it
   * @throws IndexOutOfBoundsException unless 0 ≤ from ≤ to ≤ size
   * @throws IllegalArgumentException if that is more than 2147483647 bytes
   * @throws IllegalStateException if the memory is closed
   */
  public ByteBuffer byteBuffer(long from, long to) {
    return asBytes().byteBuffer(from, to);
  }

  /**
   * Returns the memory as an array of doubles: the same memory, not a copy.
   *
   * @return a view of all doubles that fit; closed with this memory
   * @throws IllegalStateException if the memory is closed
   */
  public RawDoubles asDoubles() {
    memory.checkOpen();
    return new RawDoubles(memory, memory.start(), size() / Double.BYTES, true);
  }

  /**
   * Returns the memory as an array of longs: the same memory, not a copy.
   *
   * @return a view of all longs that fit; closed with this memory
   * @throws IllegalStateException if the memory is closed
   */
  public RawLongs asLongs() {
    memory.checkOpen();
    return new RawLongs(memory, memory.start(), size() / Long.BYTES, true);
  }

  /**
   * Returns the memory as an array of ints: the same memory, not a copy.
   *
   * @return a view of all ints that fit; closed with this memory
   * @throws IllegalStateException if the memory is closed
   */
  public RawInts asInts() {
    memory.checkOpen();
    return new RawInts(memory, memory.start(), size() / Integer.BYTES, true);
  }

  /**
   * Returns the memory as an array of bytes: the same memory, not a copy.
   *
   * @return a view of all bytes that fit; closed with this memory
   * @throws IllegalStateException if the memory is closed
   */
  public RawBytes asBytes() {
    memory.checkOpen();
    return new RawBytes(memory, memory.start(), size() / Byte.BYTES, true);
  }

  /**
   * Tells whether this handle was closed.
   *
   * @return true after {@link #close()}
   */
  public boolean isClosed() {
    return memory.isClosed();
  }

  /**
   * Gives up this handle and all arrays made from it. A second call does nothing.
   *
   * <p>Does not block. All methods that read or write throw IllegalStateException from now on. A
   * thread that is in the middle of one, or of a loop of them, is not stopped: what it reads may be
   * 0 and what it writes may go nowhere, until it sees that the memory is closed.
   */
  @Override
  public void close() {
    memory.close();
  }

  /** Tells whether both are the same memory. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SharedMemory that && memory.sameMemory(that.memory);
  }

  /** The same for each handle of the same memory. */
  @Override
  public int hashCode() {
    return Long.hashCode(memory.id());
  }

  /** Returns name and size, and not what it holds. */
  @Override
  public String toString() {
    return "SharedMemory["
        + (name().isEmpty() ? "" : "name=" + name() + ", ")
        + "size="
        + size()
        + (isClosed() ? ", closed]" : "]");
  }
}
