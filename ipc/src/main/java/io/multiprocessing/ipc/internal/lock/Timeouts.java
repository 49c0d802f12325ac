package io.multiprocessing.ipc.internal.lock;

import java.time.Duration;

/** Both sides: durations of users, in nanoseconds. */
public final class Timeouts {

  private Timeouts() {}

  /**
   * Converts a duration; what is too long for a number is as long as can be, some 292 years.
   *
   * @param timeout a duration
   * @return nanoseconds
   */
  public static long nanos(Duration timeout) {
    try {
      return timeout.toNanos();
    } catch (ArithmeticException e) {
      return timeout.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }
}
