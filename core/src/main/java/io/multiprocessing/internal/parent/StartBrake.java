package io.multiprocessing.internal.parent;

import io.multiprocessing.WorkerStartException;

/**
 * Parent side: keeps failing starts from being repeated for ever. Driver only.
 *
 * <p>After a failure the next start waits for a time that doubles; after a few in a row there is
 * none. While no worker of the pool has ever come up there is no pause and hardly a second chance,
 * since then the configuration is wrong.
 */
final class StartBrake {

  private static final int FAILURES_AT_FIRST = 2;
  private static final int FAILURES_LATER = 5;
  private static final long FIRST_PAUSE_NANOS = 100_000_000L;

  private int failuresInRow;
  private boolean everSucceeded;
  private long nextStartNanos = System.nanoTime();
  private boolean stopped;
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
    if (failuresInRow >= (everSucceeded ? FAILURES_LATER : FAILURES_AT_FIRST)) {
      stopped = true;
    }
    nextStartNanos = System.nanoTime() + (everSucceeded ? FIRST_PAUSE_NANOS << failuresInRow : 0);
  }

  /** There shall be no more starts, because the pool ends. */
  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  boolean hasEverSucceeded() {
    return everSucceeded;
  }

  boolean mayStart(long now) {
    return !stopped && now - nextStartNanos >= 0;
  }

  long nanosToNextStart(long now) {
    return Math.max(0, nextStartNanos - now);
  }

  /** Returns the failure after which there were no more starts, or null. */
  WorkerStartException reason() {
    return stopped && failuresInRow > 0 ? lastFailure : null;
  }
}
