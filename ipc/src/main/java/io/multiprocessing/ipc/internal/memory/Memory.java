package io.multiprocessing.ipc.internal.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Both sides: every access to shared memory that is more than a plain copy, by byte index into a
 * buffer.
 *
 * <p>Indexes of longs and doubles must be multiples of 8, of ints multiples of 4, counted from the
 * start of a mapping (or of a slice that itself begins at such a multiple); otherwise the ordered
 * and atomic methods throw {@code IllegalStateException}. Values are in the byte order of the
 * machine. This class is thread-safe.
 *
 * <p>Memory consistency: what happened before a {@code put...Release}, {@code put...Volatile} or a
 * successful compare-and-set happens-before what follows a {@code get...Acquire}, {@code
 * get...Volatile} or compare-and-set that sees the value, also in another process. Opaque access
 * only promises that a value arrives whole and some day; volatile access is in addition in one
 * order for everybody.
 */
public final class Memory {

  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle DOUBLE =
      MethodHandles.byteBufferViewVarHandle(double[].class, ByteOrder.nativeOrder());

  private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private Memory() {}

  /**
   * Reads a long, in no order with other memory.
   *
   * @param memory a direct buffer, such as {@link MappedFile#buffer()}
   * @param index the byte index of the word
   * @return its value
   */
  public static long getLong(ByteBuffer memory, int index) {
    return (long) LONG.get(memory, index);
  }

  /**
   * Reads a long whole and afresh, in no order with other memory.
   *
   * @param memory a direct buffer, such as {@link MappedFile#buffer()}
   * @param index the byte index of the word
   * @return its value
   */
  public static long getLongOpaque(ByteBuffer memory, int index) {
    return (long) LONG.getOpaque(memory, index);
  }

  /**
   * Reads a long before all later reads and writes of this thread.
   *
   * @param memory a direct buffer, such as {@link MappedFile#buffer()}
   * @param index the byte index of the word
   * @return its value
   */
  public static long getLongAcquire(ByteBuffer memory, int index) {
    return (long) LONG.getAcquire(memory, index);
  }

  /**
   * Reads a long, in the one order of all volatile accesses.
   *
   * @param memory a direct buffer, such as {@link MappedFile#buffer()}
   * @param index the byte index of the word
   * @return its value
   */
  public static long getLongVolatile(ByteBuffer memory, int index) {
    return (long) LONG.getVolatile(memory, index);
  }

  /**
   * Writes a long, in no order with other memory.
   *
   * @param memory a direct buffer, such as {@link MappedFile#buffer()}
   * @param index the byte index of the word
   * @param value the value to write
   */
  public static void putLong(ByteBuffer memory, int index, long value) {
    LONG.set(memory, index, value);
  }

  /**
   * Writes a long whole, in no order with other memory.
   *
   * @param memory a direct buffer, such as {@link MappedFile#buffer()}
   * @param index the byte index of the word
   * @param value the value to write
   */
  public static void putLongOpaque(ByteBuffer memory, int index, long value) {
    LONG.setOpaque(memory, index, value);
  }

  /**
   * Writes a long after all earlier reads and writes of this thread.
   *
   * @param memory a direct buffer, such as {@link MappedFile#buffer()}
   * @param index the byte index of the word
   * @param value the value to write
   */
  public static void putLongRelease(ByteBuffer memory, int index, long value) {
    LONG.setRelease(memory, index, value);
  }

  /**
   * Writes a long, in the one order of all volatile accesses.
   *
   * @param memory a direct buffer, such as {@link MappedFile#buffer()}
   * @param index the byte index of the word
   * @param value the value to write
   */
  public static void putLongVolatile(ByteBuffer memory, int index, long value) {
    LONG.setVolatile(memory, index, value);
  }

  /**
   * Writes a long if it has the expected value, as one step and with the effects of a volatile read
   * and write.
   *
   * @param memory a direct buffer, such as {@link MappedFile#buffer()}
   * @param index the byte index of the word
   * @param expected the value it must have
   * @param value the value to write
   * @return whether it was written
   */
  public static boolean compareAndSetLong(ByteBuffer memory, int index, long expected, long value) {
    return LONG.compareAndSet(memory, index, expected, value);
  }

  /**
   * Adds to a long as one step, with the effects of a volatile read and write.
   *
   * @param memory a direct buffer, such as {@link MappedFile#buffer()}
   * @param index the byte index of the word
   * @param delta what to add
   * @return the value before
   */
  public static long getAndAddLong(ByteBuffer memory, int index, long delta) {
    return (long) LONG.getAndAdd(memory, index, delta);
  }

  /**
   * Writes a long and returns what it replaces, as one step and with the effects of a volatile read
   * and write.
   *
   * @param memory a direct buffer, such as {@link MappedFile#buffer()}
   * @param index the byte index of the word
   * @param value the value to write
   * @return the value before
   */
  public static long getAndSetLong(ByteBuffer memory, int index, long value) {
    return (long) LONG.getAndSet(memory, index, value);
  }

  /**
   * Reads a int, in no order with other memory.
   *
   * @param memory a direct buffer, such as {@link MappedFile#buffer()}
   * @param index the byte index of the word
   * @return its value
   */
  public static int getInt(ByteBuffer memory, int index) {
    return (int) INT.get(memory, index);
  }

  /**
   * Reads a int whole and afresh, in no order with other memory.
   *
   * @param memory a direct buffer, such as {@link MappedFile#buffer()}
   * @param index the byte index of the word
   * @return its value
   */
  public static int getIntOpaque(ByteBuffer memory, int index) {
    return (int) INT.getOpaque(memory, index);
  }

  /**
   * Reads a int before all later reads and writes of this thread.
   *
   * @param memory a direct buffer, such as {@link MappedFile#buffer()}
   * @param index the byte index of the word
   * @return its value
   */
  public static int getIntAcquire(ByteBuffer memory, int index) {
    return (int) INT.getAcquire(memory, index);
  }

  /**
   * Reads a int, in the one order of all volatile accesses.
   *
   * @param memory a direct buffer, such as {@link MappedFile#buffer()}
   * @param index the byte index of the word
   * @return its value
   */
  public static int getIntVolatile(ByteBuffer memory, int index) {
    return (int) INT.getVolatile(memory, index);
  }

  /**
   * Writes a int, in no order with other memory.
   *
   * @param memory a direct buffer, such as {@link MappedFile#buffer()}
   * @param index the byte index of the word
   * @param value the value to write
   */
  public static void putInt(ByteBuffer memory, int index, int value) {
    INT.set(memory, index, value);
  }

  /**
   * Writes a int whole, in no order with other memory.
   *
   * @param memory a direct buffer, such as {@link MappedFile#buffer()}
   * @param index the byte index of the word
   * @param value the value to write
   */
  public static void putIntOpaque(ByteBuffer memory, int index, int value) {
    INT.setOpaque(memory, index, value);
  }

  /**
   * Writes a int after all earlier reads and writes of this thread.
   *
   * @param memory a direct buffer, such as {@link MappedFile#buffer()}
   * @param index the byte index of the word
   * @param value the value to write
   */
  public static void putIntRelease(ByteBuffer memory, int index, int value) {
    INT.setRelease(memory, index, value);
  }

  /**
   * Writes a int, in the one order of all volatile accesses.
   *
   * @param memory a direct buffer, such as {@link MappedFile#buffer()}
   * @param index the byte index of the word
   * @param value the value to write
   */
  public static void putIntVolatile(ByteBuffer memory, int index, int value) {
    INT.setVolatile(memory, index, value);
  }

  /**
   * Writes a int if it has the expected value, as one step and with the effects of a volatile read
   * and write.
   *
   * @param memory a direct buffer, such as {@link MappedFile#buffer()}
   * @param index the byte index of the word
   * @param expected the value it must have
   * @param value the value to write
   * @return whether it was written
   */
  public static boolean compareAndSetInt(ByteBuffer memory, int index, int expected, int value) {
    return INT.compareAndSet(memory, index, expected, value);
  }

  /**
   * Adds to a int as one step, with the effects of a volatile read and write.
   *
   * @param memory a direct buffer, such as {@link MappedFile#buffer()}
   * @param index the byte index of the word
   * @param delta what to add
   * @return the value before
   */
  public static int getAndAddInt(ByteBuffer memory, int index, int delta) {
    return (int) INT.getAndAdd(memory, index, delta);
  }

  /**
   * Writes a int and returns what it replaces, as one step and with the effects of a volatile read
   * and write.
   *
   * @param memory a direct buffer, such as {@link MappedFile#buffer()}
   * @param index the byte index of the word
   * @param value the value to write
   * @return the value before
   */
  public static int getAndSetInt(ByteBuffer memory, int index, int value) {
    return (int) INT.getAndSet(memory, index, value);
  }

  /**
   * Reads a double whole, in no order with other memory.
   *
   * @param memory a direct buffer, such as {@link MappedFile#buffer()}
   * @param index the byte index of the word
   * @return its value
   */
  public static double getDouble(ByteBuffer memory, int index) {
    return (double) DOUBLE.get(memory, index);
  }

  /**
   * Reads a double before all later reads and writes of this thread.
   *
   * @param memory a direct buffer, such as {@link MappedFile#buffer()}
   * @param index the byte index of the word
   * @return its value
   */
  public static double getDoubleAcquire(ByteBuffer memory, int index) {
    return (double) DOUBLE.getAcquire(memory, index);
  }

  /**
   * Writes a double whole, in no order with other memory.
   *
   * @param memory a direct buffer, such as {@link MappedFile#buffer()}
   * @param index the byte index of the word
   * @param value the value to write
   */
  public static void putDouble(ByteBuffer memory, int index, double value) {
    DOUBLE.set(memory, index, value);
  }

  /**
   * Writes a double after all earlier reads and writes of this thread.
   *
   * @param memory a direct buffer, such as {@link MappedFile#buffer()}
   * @param index the byte index of the word
   * @param value the value to write
   */
  public static void putDoubleRelease(ByteBuffer memory, int index, double value) {
    DOUBLE.setRelease(memory, index, value);
  }

  /**
   * Writes a double if it has the bits of the expected one, as one step and with the effects of a
   * volatile read and write.
   *
   * @param memory a direct buffer, such as {@link MappedFile#buffer()}
   * @param index the byte index of the word
   * @param expected the value it must have, bit by bit: 0.0 is not -0.0, a NaN is itself
   * @param value the value to write
   * @return whether it was written
   */
  public static boolean compareAndSetDouble(
      ByteBuffer memory, int index, double expected, double value) {
    return DOUBLE.compareAndSet(memory, index, expected, value);
  }

  /**
   * Reads a byte before all later reads and writes of this thread.
   *
   * @param memory a direct buffer, such as {@link MappedFile#buffer()}
   * @param index which byte
   * @return its value
   */
  public static byte getByteAcquire(ByteBuffer memory, int index) {
    byte value = memory.get(index); // there are no ordered accesses to bytes: a fence does it
    VarHandle.acquireFence();
    return value;
  }

  /**
   * Writes a byte after all earlier reads and writes of this thread.
   *
   * @param memory a direct buffer, such as {@link MappedFile#buffer()}
   * @param index which byte
   * @param value the value to write
   */
  public static void putByteRelease(ByteBuffer memory, int index, byte value) {
    VarHandle.releaseFence();
    memory.put(index, value);
  }

  /**
   * Writes a byte if it has the expected value, as one step and with the effects of a volatile read
   * and write. The memory must have the whole aligned int that the byte is in.
   *
   * @param memory a direct buffer, such as {@link MappedFile#buffer()}
   * @param index which byte
   * @param expected the value it must have
   * @param value the value to write
   * @return whether it was written
   */
  public static boolean compareAndSetByte(ByteBuffer memory, int index, byte expected, byte value) {
    // processors have it, the JDK does not offer it: so by the int around it
    int word = index & -Integer.BYTES;
    int shift = shiftOf(index - word);
    while (true) {
      int found = getIntVolatile(memory, word);
      if ((byte) (found >> shift) != expected) {
        return false;
      }
      int changed = (found & ~(0xff << shift)) | (value & 0xff) << shift;
      if (compareAndSetInt(memory, word, found, changed)) { // fails also for its neighbours' sake
        return true;
      }
    }
  }

  private static int shiftOf(int byteInWord) {
    return Byte.SIZE * (LITTLE_ENDIAN ? byteInWord : Integer.BYTES - 1 - byteInWord);
  }
}
