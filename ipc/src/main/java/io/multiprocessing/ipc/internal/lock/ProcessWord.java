package io.multiprocessing.ipc.internal.lock;

import io.multiprocessing.ipc.internal.jvm.ProcessIdentity;
import io.multiprocessing.ipc.internal.jvm.ProcessStamp;

/**
 * Both sides: a process identity in one word of memory, so that a compare-and-set can take
 * something in the name of a process.
 *
 * <pre>
 *   63    62 61                           22 21             0
 *   [ flags ][ start, in units of the system ][     pid      ]
 * </pre>
 *
 * <p>Zero is nobody. The flags belong to who uses the word. Linux has pids below 2^22 and counts
 * ticks since boot, which fit for 348 years. Elsewhere the start is in milliseconds since 1970, of
 * which the upper bits are the same for all processes that run together.
 */
public final class ProcessWord {

  private static final int PID_BITS = 22;
  private static final int START_BITS = 40;
  private static final long PID_MASK = (1L << PID_BITS) - 1;
  private static final long START_MASK = (1L << START_BITS) - 1;

  /** The bits that name the process. */
  public static final long MASK = (1L << (PID_BITS + START_BITS)) - 1;

  /** 0 until asked for; not a constant, since a JVM without a descriptor left can try again. */
  private static volatile long self;

  private ProcessWord() {}

  /**
   * Returns the word of this process.
   *
   * @return the same each time
   * @throws java.io.UncheckedIOException if it was never asked for before, and this JVM has no file
   *     descriptor left
   */
  public static long self() {
    long word = self;
    if (word == 0) {
      word = encode(ProcessIdentity.current());
      self = word;
    }
    return word;
  }

  static long encode(ProcessIdentity process) {
    if (process.pid() <= 0 || process.pid() > PID_MASK) {
      throw new IllegalStateException(
          "pid=" + process.pid() + ", but a lock has room for numbers up to " + PID_MASK);
    }
    return (process.startTicks() & START_MASK) << PID_BITS | process.pid();
  }

  static ProcessIdentity decode(long word) {
    long start = (word & MASK) >>> PID_BITS;
    return new ProcessIdentity(
        pid(word), (ProcessIdentity.current().startTicks() & ~START_MASK) | start);
  }

  /**
   * Tells whether any thread of the process can still touch shared memory. Does not block; takes
   * some 10 µs, unless it is this one.
   *
   * @param word names a process; its flags do not matter
   * @return false if it has ended
   */
  public static boolean isAlive(long word) {
    return (word & MASK) == self() || ProcessStamp.isAlive(ProcessStamp.of(decode(word)));
  }

  /**
   * Returns the number of the process.
   *
   * @param word names a process; its flags do not matter
   * @return its pid
   */
  public static long pid(long word) {
    return word & PID_MASK;
  }
}
