package io.multiprocessing.ipc;

import io.multiprocessing.ipc.internal.segment.Region;
import java.io.Serializable;

/**
 * One number or truth value in memory that JVMs share, without a lock; the beginning of all of
 * them.
 *
 * <p>Can be captured by a lambda, put into a queue, or sent in any other way to another JVM of the
 * same user on the same machine, and is the same value there. Reading one costs a nanosecond, and
 * nothing here blocks.
 *
 * <p>A value takes 128 bytes, its own pair of cache lines, so that two values do not slow each
 * other down. It is not closed: it goes with the garbage, or, once it was given away, with the JVM
 * that made it; whoever has received it by then keeps it. A handle that is received only later
 * cannot be read: {@link OwnerGoneException}, as a cause of the failed deserialization.
 *
 * <p>Two handles are equal if they are the same memory. This class is thread-safe.
 *
 * <p>Memory consistency: what a thread of any JVM did before it changed a value happens-before what
 * a thread of any JVM does after it has read the value so changed.
 */
public abstract sealed class RawValue implements Serializable
    permits RawLong, RawInt, RawDouble, RawBoolean, RawByte {

  private static final long serialVersionUID = 1L;

  private final transient Region region;

  RawValue(Region region) {
    this.region = region;
  }

  /**
   * Makes a shared {@code long}.
   *
   * <p>Does not block but for the time it takes the system to supply some KB of memory.
   *
   * @param initial what it holds at first
   * @return the value
   * @throws NoSpaceException if there is no shared memory left
   */
  public static RawLong ofLong(long initial) {
    return RawLong.create(initial);
  }

  /**
   * Makes a shared {@code int}.
   *
   * <p>Does not block but for the time it takes the system to supply some KB of memory.
   *
   * @param initial what it holds at first
   * @return the value
   * @throws NoSpaceException if there is no shared memory left
   */
  public static RawInt ofInt(int initial) {
    return RawInt.create(initial);
  }

  /**
   * Makes a shared {@code double}.
   *
   * <p>Does not block but for the time it takes the system to supply some KB of memory.
   *
   * @param initial what it holds at first
   * @return the value
   * @throws NoSpaceException if there is no shared memory left
   */
  public static RawDouble ofDouble(double initial) {
    return RawDouble.create(initial);
  }

  /**
   * Makes a shared {@code boolean}.
   *
   * <p>Does not block but for the time it takes the system to supply some KB of memory.
   *
   * @param initial what it holds at first
   * @return the value
   * @throws NoSpaceException if there is no shared memory left
   */
  public static RawBoolean ofBoolean(boolean initial) {
    return RawBoolean.create(initial);
  }

  /**
   * Makes a shared {@code byte}.
   *
   * <p>Does not block but for the time it takes the system to supply some KB of memory.
   *
   * @param initial what it holds at first
   * @return the value
   * @throws NoSpaceException if there is no shared memory left
   */
  public static RawByte ofByte(byte initial) {
    return RawByte.create(initial);
  }

  /** What travels instead. */
  final Object address(int tag) {
    return new ValueAddress(tag, region.address());
  }

  /** Tells whether both are the same memory. */
  @Override
  public final boolean equals(Object other) {
    return other instanceof RawValue that && region.equals(that.region);
  }

  /** The same for each handle of the same memory in this JVM. */
  @Override
  public final int hashCode() {
    return region.hashCode();
  }
}
