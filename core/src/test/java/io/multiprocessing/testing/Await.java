package io.multiprocessing.testing;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;

/** Waits for states instead of sleeping and hoping, and measures how long something took. */
public final class Await {

  /** How long to wait when the test does not say: far beyond what a loaded machine needs. */
  public static final Duration PATIENCE = Duration.ofSeconds(45);

  private static final long PAUSE_MILLIS = 2;

  /** A question that may fail; a failure ends the wait. */
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws Exception;
  }

  private Await() {}

  /** Waits until a condition holds, with the usual patience. */
  public static void until(String state, Condition condition) {
    until(state, PATIENCE, condition);
  }

  /** Waits until a condition holds; fails with a dump of all threads when it does not in time. */
  public static void until(String state, Duration limit, Condition condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!holds(condition)) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not within " + limit + ": " + state + "\n" + threadDump());
      }
      pause(state);
    }
  }

  /** Runs something that must not take longer than it may. */
  public static <T> T within(Duration limit, String what, Callable<T> action) throws Exception {
    long start = System.nanoTime();
    T result = action.call();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    if (took.compareTo(limit) > 0) {
      throw new AssertionError(what + " took " + took + ", at most " + limit + " are allowed");
    }
    return result;
  }

  private static boolean holds(Condition condition) {
    try {
      return condition.holds();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError("the condition itself failed", e);
    }
  }

  private static void pause(String state) {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for: " + state + "\n" + threadDump(), e);
    }
  }

  /** All threads of this JVM with their stacks. */
  public static String threadDump() {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<Thread, StackTraceElement[]> entry : Thread.getAllStackTraces().entrySet()) {
      text.append('"').append(entry.getKey().getName()).append("\" ");
      text.append(entry.getKey().getState()).append('\n');
      for (StackTraceElement frame : entry.getValue()) {
        text.append("    at ").append(frame).append('\n');
      }
    }
    return text.toString();
  }
}
