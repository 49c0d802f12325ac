package io.multiprocessing.internal.parent;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Parent side: durations of the user as numbers that can be added to a clock. */
final class Nanos {

  private static final long MOST = Long.MAX_VALUE / 2; // 146 years; leaves room for sums

  private Nanos() {}

  /** Returns the nanoseconds; a duration that is longer than any pool lives is cut. */
  static long of(Duration duration) {
    return Math.min(MOST, TimeUnit.NANOSECONDS.convert(duration));
  }
}
