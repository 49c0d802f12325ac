package io.multiprocessing.ipc.internal.codec;

import com.esotericsoftware.kryo.io.Input;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Both sides: reads lengths and refuses those that the bytes at hand cannot hold, before anything
 * of that size is allocated.
 */
final class Bounds {
  /** The longest number of variable length. */
  private static final int NUMBER_BYTES = 5;

  private Bounds() {}

  /** Reads the length of something whose elements take at least {@code minBytesEach} bytes. */
  static int readLength(Input in, int minBytesEach) {
    int length = in.readVarInt(true);
    check(in, length, minBytesEach);
    return length;
  }

  /** Reads a string that {@code Output.writeString} wrote. */
  static String readString(Input in) {
    // Kryo allocates the characters before it looks for them: look at the length first. Not where
    // that may run over the end of the buffer: reading it would move the rest to the front.
    if (in.limit() - in.position() >= NUMBER_BYTES && in.readVarIntFlag()) {
      int start = in.position();
      int charsPlusOne = in.readVarIntFlag(true);
      check(in, Math.max(charsPlusOne - 1, charsPlusOne < 0 ? -1 : 0), 1);
      in.setPosition(start);
    }
    return in.readString();
  }

  private static void check(Input in, int length, int minBytesEach) {
    long remainingBytes = remainingBytes(in);
    if (length < 0 || (long) length * minBytesEach > remainingBytes) {
      throw new CannotTravel(
          "The message",
          "is damaged: a length of " + length + " where " + remainingBytes + " bytes are left",
          "");
    }
  }

  private static long remainingBytes(Input in) {
    if (in.getInputStream() != null) {
      return Long.MAX_VALUE; // unknown
    }
    try {
      int available = in.available(); // not only what is in the buffer: a large message is streamed
      return available == Integer.MAX_VALUE ? Long.MAX_VALUE : available; // the most it can say
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
