package io.multiprocessing.ipc.internal.memory;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Adds one to the first long of a file, many times, once the second says so. */
final class AddToWordMain {

  private AddToWordMain() {}

  public static void main(String[] args) {
    try (MappedFile file = MappedFile.open(Path.of(args[0]))) {
      ByteBuffer memory = file.buffer();
      System.out.println("ready");
      while (Memory.getLongAcquire(memory, 8) == 0) {
        Thread.onSpinWait();
      }
      for (int i = Integer.parseInt(args[1]); i > 0; i--) {
        Memory.getAndAddLong(memory, 0, 1);
      }
    }
  }
}
