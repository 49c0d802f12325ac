package io.multiprocessing.ipc.internal.jvm;

/**
 * Loads the native library on a thread whose interrupt is pending, and prints what became of it.
 */
final class CallWhileInterruptedMain {

  private CallWhileInterruptedMain() {}

  public static void main(String[] args) {
    Thread.currentThread().interrupt();
    boolean found = NativeCalls.function("syscall") != 0;
    System.out.println("found " + found + ", interrupted " + Thread.interrupted());
  }
}
