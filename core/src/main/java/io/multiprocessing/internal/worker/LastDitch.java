package io.multiprocessing.internal.worker;

import io.multiprocessing.internal.protocol.ExitCodes;

/**
 * Worker side: halts the JVM if its exit, be it that a task has called System.exit, hangs in a
 * shutdown hook of the user.
 */
final class LastDitch {

  private static final long PATIENCE_MILLIS = 5_000;

  private LastDitch() {}

  /** Makes every exit of this JVM one that ends. */
  static void armAtExit() {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(LastDitch::arm, "multiprocessing-arm-last-ditch"));
  }

  private static void arm() {
    Thread thread =
        new Thread(
            () -> {
              try {
                Thread.sleep(PATIENCE_MILLIS);
              } catch (InterruptedException e) {
                // nobody does; then halt at once
              }
              Runtime.getRuntime().halt(ExitCodes.INTERNAL_ERROR);
            },
            "multiprocessing-last-ditch-halt-5s");
    thread.setDaemon(true);
    thread.start();
  }
}
