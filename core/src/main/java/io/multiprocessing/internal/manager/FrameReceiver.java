package io.multiprocessing.internal.manager;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Both sides: puts frames together from whatever pieces the socket delivers. Memory grows with the
 * bytes that have come, not with what a length announces. Confined to one thread.
 */
public final class FrameReceiver {

  private static final int SMALL = 256;
  private static final int LARGE = 64 << 10; // a larger array is not kept for the next frame

  private byte[] array = new byte[SMALL];
  private int count; // bytes of the current frame, or of its length
  private int length = -1; // of the current frame; -1 until it is known

  /** Creates a receiver without a frame. */
  public FrameReceiver() {}

  /**
   * Takes bytes until a frame is complete or the bytes are used up.
   *
   * @param source what has come
   * @return the frame, good until the next call; null if it is not complete yet
   * @throws MalformedFrameException if the bytes are no frame
   */
  public InFrame take(ByteBuffer source) throws MalformedFrameException {
    if (length < 0 && !takeLength(source)) {
      return null;
    }
    while (count < length && source.hasRemaining()) {
      int piece = Math.min(source.remaining(), length - count);
      makeRoom(piece);
      source.get(array, count, piece);
      count += piece;
    }
    return count < length ? null : complete();
  }

  private boolean takeLength(ByteBuffer source) throws MalformedFrameException {
    while (count < Integer.BYTES && source.hasRemaining()) {
      array[count++] = source.get();
    }
    if (count < Integer.BYTES) {
      return false;
    }
    int announced = ByteBuffer.wrap(array).getInt();
    if (announced < 1 || announced > OutFrame.MAX_BYTES) {
      throw new MalformedFrameException("a frame cannot have length=" + announced);
    }
    length = announced;
    count = 0;
    return true;
  }

  private void makeRoom(int piece) {
    if (array.length - count < piece) {
      long doubled = Math.max(2L * array.length, (long) count + piece);
      array = Arrays.copyOf(array, (int) Math.min(doubled, length));
    }
  }

  private InFrame complete() throws MalformedFrameException {
    InFrame frame = new InFrame(array, length);
    if (array.length > LARGE) {
      array = new byte[SMALL];
    }
    count = 0;
    length = -1;
    return frame;
  }
}
