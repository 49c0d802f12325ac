package io.multiprocessing.ipc.internal.wait;

import java.util.concurrent.locks.LockSupport;

/** Both sides: sleeps with a pause that grows with the wait, for systems without futex. */
final class TimedParking implements Parking {

  // An eighth of what was waited: a wake-up comes at most that much late, and an idle process looks
  // 100 times a second.
  private static final long MIN_PAUSE_NANOS = 20_000;
  private static final long MAX_PAUSE_NANOS = 10_000_000;

  @Override
  public void park(int expected, long waitedNanos, long timeoutNanos) {
    long pauseNanos = Math.max(MIN_PAUSE_NANOS, Math.min(MAX_PAUSE_NANOS, waitedNanos / 8));
    LockSupport.parkNanos(this, Math.min(pauseNanos, timeoutNanos));
  }

  @Override
  public void unpark(int most) {
    // sleepers look for themselves
  }
}
