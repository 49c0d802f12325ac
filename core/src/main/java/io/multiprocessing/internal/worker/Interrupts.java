package io.multiprocessing.internal.worker;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Worker side: Ctrl-C goes to the whole process group, but it is the parent that stops its workers,
 * in order.
 */
final class Interrupts {

  private Interrupts() {}

  static void ignoreKeyboard() {
    try {
      Signal.handle(new Signal("INT"), SignalHandler.SIG_IGN);
    } catch (IllegalArgumentException e) {
      // no such signal here, or the JVM runs with -Xrs: then the worker ends when the parent does
    }
  }
}
