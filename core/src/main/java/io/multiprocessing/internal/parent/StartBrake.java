package io.multiprocessing.internal.parent;

import io.multiprocessing.WorkerStartException;

/**
 * Parent side: keeps failing starts from being repeated for ever. Driver only.
 *
 * <p>After a failure the next start waits for a time that doubles. After a few in a row the brake
 * is exhausted: a pool that has no other worker gives up then, one that has goes on trying now and
 * again. While no worker of the pool has ever come up there is no pause and hardly a second chance,
 * since then the configuration is wrong.
 */
final class StartBrake {

  private static final int FAILURES_AT_FIRST = 2;
  private static final int FAILURES_LATER = 5;
  private static final long FIRST_PAUSE_NANOS = 100_000_000L;
  private static final long LONGEST_PAUSE_NANOS = 30_000_000_000L;
  private static final int MOST_DOUBLINGS =
      10; // beyond the longest pause, and far from an overflow

  private int failuresInRow;
  private boolean everSucceeded;
  private long nextStartNanos = System.nanoTime();
  private boolean ended; // the pool ends
  private WorkerStartException lastFailure;

  /** A worker has come up. */
  void succeeded() {
    everSucceeded = true;
    failuresInRow = 0;
  }

  /** A worker has not come up. */
  void failed(WorkerStartException failure) {
    lastFailure = failure;
    failuresInRow++;
    nextStartNanos = System.nanoTime() + pauseNanos();
    if (isExhausted() && !ended) {
      Log.warning("workers cannot be started: failuresInRow=" + failuresInRow, failure);
    }
  }

  private long pauseNanos() {
    if (!everSucceeded) {
      return 0;
    }
    return Math.min(
        LONGEST_PAUSE_NANOS, FIRST_PAUSE_NANOS << Math.min(failuresInRow, MOST_DOUBLINGS));
  }

  /** There shall be no more starts, because the pool ends or has given up. */
  void stop() {
    ended = true;
  }

  /** Tells whether starts have failed so often that a pool without any worker has no hope. */
  boolean isExhausted() {
    return failuresInRow >= (everSucceeded ? FAILURES_LATER : FAILURES_AT_FIRST);
  }

  /** Tells whether there will be no more starts. */
  boolean isStopped() {
    return ended || (isExhausted() && !everSucceeded);
  }

  boolean hasEverSucceeded() {
    return everSucceeded;
  }

  boolean mayStart(long now) {
    return !isStopped() && now - nextStartNanos >= 0;
  }

  long nanosToNextStart(long now) {
    return Math.max(0, nextStartNanos - now);
  }

  /** Returns why a pool without any worker has no hope, or null. */
  WorkerStartException reason() {
    return isExhausted() && !ended ? lastFailure : null;
  }
}
