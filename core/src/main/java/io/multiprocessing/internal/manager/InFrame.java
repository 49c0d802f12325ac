package io.multiprocessing.internal.manager;

import java.nio.ByteBuffer;

/**
 * Both sides: a frame that was received whole, and is read field by field. Nothing in it is
 * believed: a field that does not lie within it makes the frame malformed. Confined to one thread.
 */
public final class InFrame {

  private final ByteBuffer bytes;
  private final byte code;

  InFrame(byte[] array, int length) throws MalformedFrameException {
    bytes = ByteBuffer.wrap(array, 0, length);
    code = need(1).get();
  }

  /**
   * Returns what kind of request or reply it is.
   *
   * @return the number
   */
  public byte code() {
    return code;
  }

  long getLong() throws MalformedFrameException {
    return need(Long.BYTES).getLong();
  }

  byte[] getBlob() throws MalformedFrameException {
    int length = need(Integer.BYTES).getInt();
    need(length);
    byte[] blob = new byte[length];
    bytes.get(blob);
    return blob;
  }

  boolean hasRemaining() {
    return bytes.hasRemaining();
  }

  private ByteBuffer need(int count) throws MalformedFrameException {
    if (count < 0 || count > bytes.remaining()) {
      throw new MalformedFrameException(
          "a frame has a field of " + count + " bytes, " + bytes.remaining() + " are left");
    }
    return bytes;
  }
}
