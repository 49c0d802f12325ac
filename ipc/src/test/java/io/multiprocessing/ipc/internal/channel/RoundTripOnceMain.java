package io.multiprocessing.ipc.internal.channel;

import java.nio.file.Path;

/**
 * Test side: sends itself a few messages over several queues and prints nothing but its threads.
 */
final class RoundTripOnceMain {
  private RoundTripOnceMain() {}

  public static void main(String[] args) {
    Path folder = Path.of(args[0]);
    try (MessageWriter writer = MessageWriter.open(folder, 10_000);
        MessageReader reader = MessageReader.open(folder)) {
      for (int i = 0; i < 10; i++) {
        writer.begin().writeBytes(new byte[20_000 * (i + 1)]);
        writer.commit();
        if (reader.poll() == null) {
          throw new AssertionError("message " + i + " is missing");
        }
      }
      Thread.getAllStackTraces().keySet().stream()
          .map(Thread::getName)
          .sorted()
          .forEach(name -> System.out.println("thread: " + name));
    }
  }
}
