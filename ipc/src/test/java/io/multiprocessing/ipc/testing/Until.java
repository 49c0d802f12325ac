package io.multiprocessing.ipc.testing;

import java.util.concurrent.Callable;

/** Waits for a state instead of sleeping and hoping. */
public final class Until {

  private static final long DEADLINE_NANOS = 60_000_000_000L;
  private static final long PAUSE_MILLIS = 2;

  private Until() {}

  /** Waits until it is so; fails when that does not happen in time. */
  public static void holds(String state, Callable<Boolean> condition) throws Exception {
    long start = System.nanoTime();
    while (!condition.call()) {
      if (System.nanoTime() - start > DEADLINE_NANOS) {
        throw new AssertionError("not within 60 s: " + state);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}
