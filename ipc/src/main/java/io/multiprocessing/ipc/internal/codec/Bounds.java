package io.multiprocessing.ipc.internal.codec;

import com.esotericsoftware.kryo.io.Input;

/**
 * Both sides: reads lengths and refuses those that the bytes at hand cannot hold, before anything
 * of that size is allocated.
 */
final class Bounds {
  private Bounds() {}

  /** Reads the length of something whose elements take at least {@code minBytesEach} bytes. */
  static int readLength(Input in, int minBytesEach) {
    int length = in.readVarInt(true);
    check(in, length, minBytesEach);
    return length;
  }

  /** Reads a string that {@code Output.writeString} wrote. */
  static String readString(Input in) {
    if (in.getInputStream() == null && in.position() < in.limit() && in.readVarIntFlag()) {
      // Kryo allocates the characters before it looks for them: look at the length first
      int start = in.position();
      int charsPlusOne = in.readVarIntFlag(true);
      check(in, Math.max(charsPlusOne - 1, charsPlusOne < 0 ? -1 : 0), 1);
      in.setPosition(start);
    }
    return in.readString();
  }

  private static void check(Input in, int length, int minBytesEach) {
    long remainingBytes = in.getInputStream() == null ? in.limit() - in.position() : Long.MAX_VALUE;
    if (length < 0 || (long) length * minBytesEach > remainingBytes) {
      throw new CannotTravel(
          "The message",
          "is damaged: a length of " + length + " where " + remainingBytes + " bytes are left",
          "");
    }
  }
}
