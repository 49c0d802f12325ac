package io.multiprocessing.ipc.testing;

import io.multiprocessing.ipc.internal.jvm.NativeCalls;

/** The ways in which a process ends without having been asked whether it is ready. */
public enum Death {
  KILL,
  EXIT,
  HALT,
  SEGFAULT;

  /** Starts a JVM that is to die: a crash writes no report and no core. */
  public static OtherJvm startVictim() {
    return OtherJvm.start(
        "-XX:+UnlockDiagnosticVMOptions",
        "-XX:+SuppressFatalErrorMessage",
        "-XX:-CreateCoredumpOnCrash");
  }

  /** Ends another JVM in this way, and waits for its end. */
  public void strike(OtherJvm victim) {
    switch (this) {
      case KILL -> victim.kill();
      case EXIT -> victim.runAsync(() -> System.exit(3));
      case HALT -> victim.runAsync(() -> Runtime.getRuntime().halt(4));
      case SEGFAULT -> victim.runAsync(() -> NativeCalls.putLong(0, 0));
    }
    victim.awaitEnd();
  }
}
