package io.multiprocessing.ipc.internal.wait;

import io.multiprocessing.ipc.internal.memory.MappedFile;
import java.nio.file.Path;

/** Waits for a doorbell until it rings, and says so before and after. */
final class AwaitForeverMain {

  private AwaitForeverMain() {}

  public static void main(String[] args) {
    try (MappedFile file = MappedFile.open(Path.of(args[0]))) {
      Doorbell doorbell = new Doorbell(file, 0);
      int seen = doorbell.sequence();
      System.out.println("waiting");
      doorbell.await(seen, Long.MAX_VALUE);
      System.out.println("woken");
    }
  }
}
