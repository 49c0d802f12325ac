package io.multiprocessing.ipc;

import java.time.Duration;

/** Both sides: durations as the internals want them. */
final class Nanos {

  private Nanos() {}

  /** Returns the duration, or the longest there is if it is longer than 292 years. */
  static long of(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException e) {
      return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }
}
