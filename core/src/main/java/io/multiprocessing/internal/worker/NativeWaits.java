package io.multiprocessing.internal.worker;

/**
 * Worker side: ends waits outside the JVM when it exits, be it that a task has called System.exit.
 *
 * <p>HotSpot waits 0.3 s at its end for threads that are inside a native call, also one that only
 * waits: until its standard input ends, or in the kernel's futex.
 */
final class NativeWaits {

  private NativeWaits() {}

  /**
   * Has a thread that waits in native code leave it at each exit of this JVM. From then on it does
   * not do its duty; {@link LastDitch} sees to it that the exit ends.
   */
  static void endAtExit(String name, Runnable end) {
    Runtime.getRuntime().addShutdownHook(new Thread(end, "multiprocessing-end-" + name));
  }
}
