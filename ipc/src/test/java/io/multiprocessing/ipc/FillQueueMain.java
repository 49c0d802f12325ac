package io.multiprocessing.ipc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Runs where shared memory is a file system of a few MB: fills it by way of a queue. */
final class FillQueueMain {

  private FillQueueMain() {}

  public static void main(String[] args) throws Exception {
    try (SharedQueue<byte[]> queue = SharedQueue.unbounded()) {
      for (int size : new int[] {300_000, 10_000, 10}) {
        fillAndDrain(queue, size);
      }
      queue.put(new byte[1 << 20]);
      System.out.println("usable " + queue.take().length);
    }
    createInFullMemory(Path.of("/dev/shm/ballast"));
  }

  private static void fillAndDrain(SharedQueue<byte[]> queue, int size) throws Exception {
    int count = 0;
    try {
      while (true) {
        queue.put(filled(count, size));
        count++;
      }
    } catch (NoSpaceException e) {
      System.out.println("full of " + size);
    }
    if (queue.size() != count) {
      System.out.println("size " + queue.size() + " instead of " + count);
    }
    for (int i = 0; i < count; i++) {
      if (!Arrays.equals(filled(i, size), queue.take())) {
        System.out.println("damaged: " + i);
      }
    }
    if (count * (long) size < 1 << 17) {
      System.out.println("held only " + count);
    }
  }

  private static byte[] filled(int number, int size) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) number);
    return bytes;
  }

  private static void createInFullMemory(Path ballast) throws Exception {
    try (var out = Files.newOutputStream(ballast)) {
      while (true) {
        out.write(new byte[4096]);
      }
    } catch (java.io.IOException e) {
      try (SharedQueue<byte[]> queue = SharedQueue.unbounded()) {
        System.out.println("made " + queue);
      } catch (NoSpaceException refused) {
        System.out.println("refused");
      }
    }
    Files.delete(ballast);
    try (SharedQueue<String> queue = SharedQueue.unbounded()) {
      queue.put("made");
      System.out.println(queue.take());
    }
  }
}
