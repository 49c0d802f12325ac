package io.multiprocessing.internal.manager;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Both sides: a frame that is being put together. Large elements are not copied into it. Confined
 * to one thread.
 */
public final class OutFrame {

  /*
   * Layout, big-endian:   length of what follows, 4 bytes | code, 1 byte | fields, blobs
   * A blob:               length, 4 bytes | bytes
   */

  /** The most bytes that may follow the length: what one array can hold, and some to spare. */
  public static final int MAX_BYTES = Integer.MAX_VALUE - 64;

  private static final int LENGTH_BYTES = 4;
  private static final int COPIED_BYTES = 4096; // a longer blob is a part of its own
  private static final int SMALL_PART = 128;
  private static final int LARGE_PART = 16 << 10;

  private final List<ByteBuffer> parts = new ArrayList<>(2);
  private final ByteBuffer first = ByteBuffer.allocate(SMALL_PART);
  private ByteBuffer last = first;
  private long bytes;

  OutFrame(byte code) {
    last.putInt(0); // the length, once it is known
    parts.add(last);
    room(1).put(code);
  }

  void putLong(long value) {
    room(Long.BYTES).putLong(value);
  }

  void putBlob(byte[] blob) {
    room(Integer.BYTES).putInt(blob.length);
    if (blob.length <= COPIED_BYTES) {
      room(blob.length).put(blob);
    } else {
      bytes += blob.length;
      parts.add(ByteBuffer.wrap(blob, blob.length, 0)); // like the others: its position is its end
      addPart(SMALL_PART);
    }
  }

  private ByteBuffer room(int count) {
    bytes += count;
    if (last.remaining() < count) {
      addPart(Math.max(LARGE_PART, count));
    }
    return last;
  }

  private void addPart(int capacity) {
    last = ByteBuffer.allocate(capacity);
    parts.add(last);
  }

  /**
   * Ends the frame.
   *
   * @return its parts, ready to be read
   * @throws IllegalArgumentException if it has become too large
   */
  List<ByteBuffer> finish() {
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "too much for one operation of a manager: bytes=" + bytes + ", at most " + MAX_BYTES);
    }
    first.putInt(0, (int) bytes);
    parts.forEach(ByteBuffer::flip);
    return parts;
  }

  /** Returns how many bytes the frame has on the wire. */
  long wireBytes() {
    return LENGTH_BYTES + bytes;
  }
}
