package io.multiprocessing.failures;

import io.multiprocessing.JvmProcess;

/** Starts a process that would run for ever, and waits for its own end while that comes up. */
final class KeepProcessMain {

  private KeepProcessMain() {}

  @SuppressWarnings("unused") // not closed: this JVM's end is to end it
  public static void main(String[] args) throws Exception {
    JvmProcess process = JvmProcess.start(Death::hang);
    System.out.println("ready");
    while (System.in.read() >= 0) {
      // the test never writes: this is the end of the test's own JVM
    }
    Runtime.getRuntime().halt(1);
  }
}
