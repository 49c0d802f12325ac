package io.multiprocessing.ipc.internal.queue;

import io.multiprocessing.ipc.internal.wait.Doorbell;

/**
 * Both sides: one call's wait, in the kernel, for something that a bell tells of.
 *
 * <p>Confined to one thread.
 */
final class Waiting {

  /*
   * Bells are enough as long as all live. A process killed between a change and the ring, a peer or
   * creator that is gone: for these a waiting thread looks around, soon at first, then less often.
   */

  private static final long FIRST_TICK_NANOS = 50_000_000;
  private static final long MAX_TICK_NANOS = 400_000_000;

  /** Longer than it takes a producer to bring the next element, shorter than to fall asleep. */
  private static final long SPIN_NANOS =
      Runtime.getRuntime().availableProcessors() > 1 ? 20_000 : 0;

  private final Watch watch;
  private final long timeoutNanos;
  private final long startNanos = System.nanoTime();
  private long tickNanos = FIRST_TICK_NANOS;
  private boolean quiet; // since the last look

  /** What to look at, beside the thing itself. */
  interface Watch {

    /** Throws if there is no point in waiting; takes some ns. */
    void checkOpen();

    /** Throws if there is no point in waiting, because of some death; takes some 10 µs. */
    void lookAround();
  }

  Waiting(Watch watch, long timeoutNanos) {
    this.watch = watch;
    this.timeoutNanos = timeoutNanos;
  }

  long leftNanos() {
    return timeoutNanos - (System.nanoTime() - startNanos);
  }

  /**
   * Waits for a ring, or a while.
   *
   * @return whether to look again; false when the time is over
   */
  boolean await(Doorbell bell, int seen) throws InterruptedException {
    checkInterrupt();
    watch.checkOpen();
    long leftNanos = leftNanos();
    if (leftNanos <= 0) {
      return false;
    }
    quiet = !isRung(bell, seen, Math.min(leftNanos, tickNanos));
    checkInterrupt();
    if (quiet) {
      tickNanos = Math.min(MAX_TICK_NANOS, 2 * tickNanos);
      watch.lookAround();
    }
    return true;
  }

  private boolean isRung(Doorbell bell, int seen, long nanos) {
    boolean spins = !quiet && SPIN_NANOS > 0;
    return (spins && bell.await(seen, SPIN_NANOS, Math.min(SPIN_NANOS, nanos)))
        || bell.sleep(seen, nanos);
  }

  static void checkInterrupt() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
