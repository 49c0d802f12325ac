package io.multiprocessing.ipc.internal.channel;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.KryoBufferUnderflowException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;

/**
 * Reader side: one received message, from the heap or, if it is large, streamed from its segment.
 *
 * <p>{@link #total()} is the position in the message, also beyond 2 GiB. Reading past the end is
 * Kryo's buffer underflow. {@link #close()} does nothing: the reader owns this input.
 *
 * <p>Instances must be confined to one thread at a time.
 */
public final class MessageInput extends Input {
  private final ByteBuffer view = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
  private SpareSegments spares; // of the segment; null if it is to be deleted
  private SegmentFile segment; // null while the message is in the buffer
  private long segmentBytes;
  private long filledBytes; // how much of the segment has been read, into the buffer or past it

  MessageInput() {
    super(ChannelLayout.INLINE_LIMIT_BYTES);
  }

  /** Takes over a message that is in the document itself. */
  void readInline(Bytes<?> from) {
    int count = (int) from.readRemaining();
    from.read(buffer, 0, count);
    start(count);
  }

  /**
   * Takes over a message that is in a segment, to be kept there afterwards, or deleted with null.
   */
  void readSegment(Path path, long lengthBytes, SpareSegments keptIn) throws IOException {
    segment = SegmentFile.open(path);
    spares = keptIn;
    segmentBytes = lengthBytes;
    start(0);
  }

  private void start(int count) {
    position = 0;
    total = 0;
    limit = count;
    filledBytes = 0;
  }

  /** Lets go of the segment of the message, if it has one; the message is gone. */
  void release() {
    if (segment != null) {
      if (spares == null) {
        segment.closeAndDelete();
      } else {
        segment.closeAndKeep(spares);
      }
      segment = null;
    }
    start(0);
  }

  @Override
  protected int fill(byte[] into, int offset, int count) {
    if (segment == null || filledBytes == segmentBytes) {
      return -1;
    }
    try {
      int wanted = (int) Math.min(count, segmentBytes - filledBytes);
      int filled = segment.read(filledBytes, into, offset, wanted);
      if (filled < 0) {
        throw new KryoException(
            "segment ends at " + filledBytes + ", its message has " + segmentBytes + " bytes");
      }
      filledBytes += filled;
      return filled;
    } catch (IOException e) {
      throw new KryoException("cannot read segment at " + filledBytes, e);
    }
  }

  @Override
  public void readBytes(byte[] bytes, int offset, int count) {
    if (segment == null || count < capacity) {
      super.readBytes(bytes, offset, count);
      return;
    }
    // at least as much as the buffer holds: past it
    int buffered = limit - position;
    super.readBytes(bytes, offset, buffered);
    for (int done = buffered; done < count; ) {
      int filled = fill(bytes, offset + done, count - done);
      if (filled < 0) {
        throw new KryoBufferUnderflowException(
            "Buffer underflow: " + (count - done) + " bytes missing.");
      }
      done += filled;
    }
    moveTo(filledBytes);
  }

  // Arrays in bulk, for the reasons given in MessageOutput.

  @Override
  public int[] readInts(int length) {
    int[] array = new int[length];
    for (int done = 0; done < length; ) {
      int step = Math.min(length - done, buffered(Integer.BYTES));
      view.position(position).asIntBuffer().get(array, done, step);
      position += step * Integer.BYTES;
      done += step;
    }
    return array;
  }

  @Override
  public long[] readLongs(int length) {
    long[] array = new long[length];
    for (int done = 0; done < length; ) {
      int step = Math.min(length - done, buffered(Long.BYTES));
      view.position(position).asLongBuffer().get(array, done, step);
      position += step * Long.BYTES;
      done += step;
    }
    return array;
  }

  @Override
  public float[] readFloats(int length) {
    float[] array = new float[length];
    for (int done = 0; done < length; ) {
      int step = Math.min(length - done, buffered(Float.BYTES));
      view.position(position).asFloatBuffer().get(array, done, step);
      position += step * Float.BYTES;
      done += step;
    }
    return array;
  }

  @Override
  public double[] readDoubles(int length) {
    double[] array = new double[length];
    for (int done = 0; done < length; ) {
      int step = Math.min(length - done, buffered(Double.BYTES));
      view.position(position).asDoubleBuffer().get(array, done, step);
      position += step * Double.BYTES;
      done += step;
    }
    return array;
  }

  /** How many elements are in the buffer, at least one. */
  private int buffered(int elementBytes) {
    return require(elementBytes) / elementBytes;
  }

  @Override
  public long skip(long count) {
    if (segment == null || count <= limit - position) {
      checkRemaining(count);
      position += (int) count;
      return count;
    }
    checkRemaining(count);
    moveTo(total() + count);
    return count;
  }

  @Override
  public void skip(int count) {
    skip((long) count);
  }

  private void checkRemaining(long count) {
    if (count < 0 || count > remaining()) {
      throw new KryoBufferUnderflowException(
          "Buffer underflow: count=" + count + ", remaining=" + remaining());
    }
  }

  private void moveTo(long messagePosition) {
    total = messagePosition;
    position = 0;
    limit = 0;
    filledBytes = messagePosition;
  }

  /**
   * Returns how many bytes of the message have not been read.
   *
   * @return bytes, also beyond 2 GiB
   */
  public long remaining() {
    return limit - position + (segment == null ? 0 : segmentBytes - filledBytes);
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, remaining());
  }

  /** Goes back to the start of the message. */
  @Override
  public void reset() {
    if (segment == null) {
      position = 0;
    } else {
      moveTo(0);
    }
  }

  /** Does nothing: the message is released by the next poll. */
  @Override
  public void close() {}
}
