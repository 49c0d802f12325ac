package io.multiprocessing.internal.manager;

import java.util.ArrayList;
import java.util.List;

/**
 * Both sides: what a client asks for.
 *
 * @param code which operation, a number of {@link Requests}
 * @param object id of the object it is about, or 0
 * @param first an argument, as the operation says
 * @param second another one
 * @param blobs encoded elements
 */
public record Request(byte code, long object, long first, long second, List<byte[]> blobs) {

  /**
   * Makes a request.
   *
   * @param code which operation
   * @param object id of the object it is about, or 0
   * @param first an argument
   * @param second another one
   * @param blobs encoded elements
   * @return the request
   */
  public static Request of(byte code, long object, long first, long second, byte[]... blobs) {
    return new Request(code, object, first, second, List.of(blobs));
  }

  /**
   * Encodes the request.
   *
   * @return its one frame
   * @throws IllegalArgumentException if it is too large for one
   */
  public OutFrame toFrame() {
    OutFrame frame = new OutFrame(code);
    frame.putLong(object);
    frame.putLong(first);
    frame.putLong(second);
    for (byte[] blob : blobs) {
      frame.putBlob(blob);
    }
    return frame;
  }

  /**
   * Decodes a request.
   *
   * @param frame what was received
   * @return the request
   * @throws MalformedFrameException if it is none
   */
  public static Request of(InFrame frame) throws MalformedFrameException {
    long object = frame.getLong();
    long first = frame.getLong();
    long second = frame.getLong();
    List<byte[]> blobs = new ArrayList<>(1);
    while (frame.hasRemaining()) {
      blobs.add(frame.getBlob());
    }
    return new Request(frame.code(), object, first, second, blobs);
  }

  /**
   * Returns the element of a request that has to have exactly one.
   *
   * @return its bytes
   * @throws MalformedFrameException if it has none or more
   */
  public byte[] blob() throws MalformedFrameException {
    if (blobs.size() != 1) {
      throw new MalformedFrameException("code=" + code + " has blobs=" + blobs.size());
    }
    return blobs.get(0);
  }
}
