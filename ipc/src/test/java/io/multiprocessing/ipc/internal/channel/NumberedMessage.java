package io.multiprocessing.ipc.internal.channel;

import java.util.SplittableRandom;

/** Test side: messages whose whole content follows from their number. */
final class NumberedMessage {
  private NumberedMessage() {}

  /** Mostly small, one in sixteen large enough for a segment. */
  static void write(MessageOutput output, long number) {
    SplittableRandom random = new SplittableRandom(number);
    int size = random.nextInt(16) == 0 ? random.nextInt(300_000) : random.nextInt(2_000);
    output.writeLong(number);
    output.writeInt(size);
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    output.writeBytes(bytes);
  }

  /** Fails if the message is not, in every byte, the one with this number. */
  static void check(MessageInput input, long number) {
    SplittableRandom random = new SplittableRandom(number);
    int size = random.nextInt(16) == 0 ? random.nextInt(300_000) : random.nextInt(2_000);
    long actualNumber = input.readLong();
    int actualSize = input.readInt();
    if (actualNumber != number || actualSize != size || input.remaining() != size) {
      throw new AssertionError(
          "expected message "
              + number
              + " of "
              + size
              + " bytes, was "
              + actualNumber
              + " of "
              + actualSize
              + " with "
              + input.remaining()
              + " remaining");
    }
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    if (!java.util.Arrays.equals(bytes, input.readBytes(size))) {
      throw new AssertionError("message " + number + " has wrong bytes");
    }
  }
}
