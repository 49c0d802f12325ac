package io.multiprocessing.internal.worker;

import io.multiprocessing.internal.protocol.ExitCodes;

/** Worker side: halts the JVM if its orderly exit hangs in a shutdown hook of the user. */
final class LastDitch {

  private static final long PATIENCE_MILLIS = 5_000;

  private LastDitch() {}

  static void arm() {
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
