package io.multiprocessing.ipc.internal.channel;

import java.nio.file.Path;

/** Test side: answers every message with its length, until it gets an empty one. */
final class EchoLengthsMain {
  private EchoLengthsMain() {}

  public static void main(String[] args) {
    try (MessageWriter writer = MessageWriter.open(Path.of(args[1]))) {
      System.out.println("ready");
      try (MessageReader reader = MessageReader.open(Path.of(args[0]))) {
        for (long length = 1; length > 0; ) {
          MessageInput input = reader.poll();
          if (input == null) {
            Thread.onSpinWait();
            continue;
          }
          length = input.remaining();
          writer.begin().writeLong(length);
          writer.commit();
        }
      }
    }
  }
}
