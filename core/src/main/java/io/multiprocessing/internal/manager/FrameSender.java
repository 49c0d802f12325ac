package io.multiprocessing.internal.manager;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Both sides: frames on their way into a socket that takes as much as it likes. Confined to one
 * thread.
 */
public final class FrameSender {

  private final ArrayDeque<ByteBuffer> parts = new ArrayDeque<>();

  /** Creates a sender without a frame. */
  public FrameSender() {}

  /**
   * Adds a frame.
   *
   * @param frame what is to be sent
   * @throws IllegalArgumentException if it is too large; then nothing of it is sent
   */
  public void add(OutFrame frame) {
    parts.addAll(frame.finish());
  }

  /**
   * Adds frames.
   *
   * @param frames what is to be sent
   */
  public void addAll(List<OutFrame> frames) {
    frames.forEach(this::add);
  }

  /**
   * Adds bytes that are no frame.
   *
   * @param bytes what is to be sent
   */
  public void addRaw(byte[] bytes) {
    parts.add(ByteBuffer.wrap(bytes));
  }

  /**
   * Tells whether all was sent.
   *
   * @return false while something is left
   */
  public boolean isEmpty() {
    return parts.isEmpty();
  }

  /**
   * Sends what the socket takes now; does not block if the channel does not.
   *
   * @param channel where to
   * @param staging memory outside the heap that is used meanwhile: the JDK would else allocate as
   *     much as the largest part
   * @return whether all was sent
   * @throws IOException if the connection is broken
   */
  public boolean send(WritableByteChannel channel, ByteBuffer staging) throws IOException {
    while (!parts.isEmpty()) {
      stage(staging);
      int sent = channel.write(staging);
      advance(sent);
      if (staging.hasRemaining()) {
        return false;
      }
    }
    return true;
  }

  private void stage(ByteBuffer staging) {
    staging.clear();
    for (ByteBuffer part : parts) {
      ByteBuffer piece = part.duplicate();
      piece.limit(piece.position() + Math.min(piece.remaining(), staging.remaining()));
      staging.put(piece);
      if (!staging.hasRemaining()) {
        break;
      }
    }
    staging.flip();
  }

  private void advance(int sent) {
    int left = sent;
    while (!parts.isEmpty()) {
      ByteBuffer part = parts.getFirst();
      int piece = Math.min(part.remaining(), left);
      part.position(part.position() + piece);
      left -= piece;
      if (part.hasRemaining()) {
        return;
      }
      parts.removeFirst();
    }
  }
}
