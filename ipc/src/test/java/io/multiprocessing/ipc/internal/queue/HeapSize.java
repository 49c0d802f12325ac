package io.multiprocessing.ipc.internal.queue;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/** Test side: asks the system how much memory a heap has. */
final class HeapSize {

  private HeapSize() {}

  static long bytes(LogMemory memory) {
    try {
      String path = memory.heap().file().path().toString().replace("self", pid());
      Process stat = new ProcessBuilder("stat", "-L", "-c", "%b", path).start();
      return 512 * Long.parseLong(stat.inputReader().readLine());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String pid() {
    return Long.toString(ProcessHandle.current().pid());
  }

  /** Waits until it has no more than that. */
  static void awaitAtMost(long bytes, LogMemory memory) {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (bytes(memory) > bytes) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("still " + bytes(memory) + " bytes, wanted " + bytes);
      }
      LockSupport.parkNanos(20_000_000);
    }
  }
}
