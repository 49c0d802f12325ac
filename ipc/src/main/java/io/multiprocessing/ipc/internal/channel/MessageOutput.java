package io.multiprocessing.ipc.internal.channel;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.KryoBufferOverflowException;
import com.esotericsoftware.kryo.io.Output;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writer side: collects one message, in memory while it is small and in a segment file from then
 * on.
 *
 * <p>Positions within the message are {@code long} and called marks. {@link #flush()} and {@link
 * #close()} do nothing: only {@link MessageWriter#commit()} sends a message. Every method that
 * writes may throw {@link ChannelFullException} when it has to spill; the message must then be
 * dropped or {@linkplain #rollback rolled back}. Kryo's serializers wrap it in a {@link
 * KryoException}, whose cause it is.
 *
 * <p>Instances must be confined to one thread at a time.
 */
public final class MessageOutput extends Output {
  private final ChannelPlace place;
  private final ByteBuffer view = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
  private long segmentNumber;
  private OutgoingSegment segment; // null until the message spills; has the bytes before total

  MessageOutput(ChannelPlace place) {
    super(ChannelLayout.INLINE_LIMIT_BYTES, ChannelLayout.INLINE_LIMIT_BYTES);
    this.place = place;
  }

  /**
   * Returns the absolute position in the message.
   *
   * @return bytes written so far
   */
  public long mark() {
    return total + position;
  }

  /**
   * Forgets everything after a mark; works also after spilling. What is left has not spilled if it
   * fits the heap buffer.
   *
   * @param mark a position this message has been at
   */
  public void rollback(long mark) {
    checkMark(mark, 0);
    if (segment != null && mark <= capacity) {
      takeBack((int) mark);
    } else if (mark >= total) {
      position = (int) (mark - total);
    } else {
      shorten(mark);
    }
  }

  /** Moves the first bytes of a spilled message back into the buffer, and drops the segment. */
  private void takeBack(int bytes) {
    int spilledBytes = (int) Math.min(total, bytes);
    System.arraycopy(buffer, 0, buffer, spilledBytes, bytes - spilledBytes);
    try {
      for (int done = 0; done < spilledBytes; ) {
        int count = segment.read(done, buffer, done, spilledBytes - done);
        if (count <= 0) {
          throw new IOException("it ends at " + done);
        }
        done += count;
      }
    } catch (IOException e) {
      throw new KryoException("cannot read segment " + segmentNumber + " back", e);
    }
    discard();
    position = bytes;
  }

  private void shorten(long mark) {
    try {
      segment.truncate(mark);
    } catch (IOException e) {
      throw new KryoException("cannot shorten segment " + segmentNumber + " to " + mark, e);
    }
    total = mark;
    position = 0;
  }

  /**
   * Overwrites the 8 bytes at a mark; works also after spilling.
   *
   * @param mark where a {@code writeLong} began
   * @param value as {@code Input.readLong()} will return it
   */
  public void patchLong(long mark, long value) {
    checkMark(mark, Long.BYTES);
    byte[] spilled = new byte[Long.BYTES];
    for (int i = 0; i < Long.BYTES; i++) {
      byte b = (byte) (value >>> (i * Byte.SIZE));
      if (mark + i >= total) {
        buffer[(int) (mark + i - total)] = b;
      } else {
        spilled[i] = b;
      }
    }
    int spilledBytes = (int) Math.max(0, Math.min(Long.BYTES, total - mark));
    if (spilledBytes > 0) {
      try {
        segment.overwrite(mark, spilled, spilledBytes);
      } catch (IOException e) {
        throw new KryoException("cannot patch segment " + segmentNumber + " at " + mark, e);
      }
    }
  }

  private void checkMark(long mark, int bytes) {
    if (mark < 0 || mark + bytes > mark()) {
      throw new IllegalArgumentException(
          "mark=" + mark + " is not in a message of " + mark() + " bytes");
    }
  }

  /**
   * Returns whether the message has outgrown the heap buffer.
   *
   * @return whether a part of it is in a segment
   */
  public boolean spilled() {
    return segment != null;
  }

  /**
   * Copies the end of a message that has not spilled, with absolute puts.
   *
   * @param fromMark where to begin
   * @param to where to
   * @param toIndex the index in {@code to} of the first byte
   * @return how many bytes, from {@code fromMark} to the current position
   * @throws IllegalStateException if the message has spilled
   */
  public int copyTail(long fromMark, ByteBuffer to, int toIndex) {
    if (spilled()) {
      throw new IllegalStateException("the message has spilled: its bytes are in a segment");
    }
    checkMark(fromMark, 0);
    int count = position - (int) fromMark;
    to.put(toIndex, buffer, (int) fromMark, count);
    return count;
  }

  @Override
  protected boolean require(int required) {
    if (capacity - position >= required) {
      return false;
    }
    if (required > capacity) {
      throw new KryoBufferOverflowException(
          "required=" + required + " bytes at once, the buffer has " + capacity);
    }
    spill(buffer, 0, position);
    position = 0;
    return true;
  }

  @Override
  public void writeBytes(byte[] bytes, int offset, int count) {
    if (count < capacity || count <= capacity - position) {
      super.writeBytes(bytes, offset, count);
      return;
    }
    // at least as much as the buffer holds: past it
    spill(buffer, 0, position);
    position = 0;
    spill(bytes, offset, count);
  }

  /*
   * Arrays in bulk. Kryo goes element by element through arrays larger than the buffer, and counts
   * their bytes in an int, which overflows at 2 GiB.
   */

  @Override
  public void writeInts(int[] array, int offset, int count) {
    for (int done = 0; done < count; ) {
      int step = Math.min(count - done, room(Integer.BYTES));
      view.position(position).asIntBuffer().put(array, offset + done, step);
      position += step * Integer.BYTES;
      done += step;
    }
  }

  @Override
  public void writeLongs(long[] array, int offset, int count) {
    for (int done = 0; done < count; ) {
      int step = Math.min(count - done, room(Long.BYTES));
      view.position(position).asLongBuffer().put(array, offset + done, step);
      position += step * Long.BYTES;
      done += step;
    }
  }

  @Override
  public void writeFloats(float[] array, int offset, int count) {
    for (int done = 0; done < count; ) {
      int step = Math.min(count - done, room(Float.BYTES));
      view.position(position).asFloatBuffer().put(array, offset + done, step);
      position += step * Float.BYTES;
      done += step;
    }
  }

  @Override
  public void writeDoubles(double[] array, int offset, int count) {
    for (int done = 0; done < count; ) {
      int step = Math.min(count - done, room(Double.BYTES));
      view.position(position).asDoubleBuffer().put(array, offset + done, step);
      position += step * Double.BYTES;
      done += step;
    }
  }

  /** How many elements fit the buffer, at least one. */
  private int room(int elementBytes) {
    require(elementBytes);
    return (capacity - position) / elementBytes;
  }

  private void spill(byte[] bytes, int offset, int count) {
    if (segment == null) {
      segment = new OutgoingSegment(place, segmentNumber);
    }
    try {
      segment.append(total, bytes, offset, count);
    } catch (IOException e) {
      throw ChannelFullException.ofLargeMessage(
          e, place, total + count, segment.isElsewhere() ? 0 : total);
    }
    total += count;
  }

  /** Puts a message that has no room among the small ones into a segment of the overflow. */
  void spillElsewhere() {
    segment = new OutgoingSegment(place, segmentNumber);
    segment.move(0);
    completeSegment();
  }

  /** Does nothing: a message leaves as a whole. */
  @Override
  public void flush() {}

  /** Does nothing: the writer owns this output. */
  @Override
  public void close() {}

  /** Empties the message; the same as {@code rollback(0)}. */
  @Override
  public void reset() {
    rollback(0);
  }

  /**
   * Not possible.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public void setBuffer(byte[] buffer, int maxBufferSize) {
    throw new UnsupportedOperationException("a message has its own buffer");
  }

  /**
   * Not possible.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public void setOutputStream(OutputStream outputStream) {
    throw new UnsupportedOperationException("a message has its own stream");
  }

  /** Drops the message and gives its segment back. */
  void discard() {
    if (segment != null) {
      segment.discard();
      segment = null;
    }
    total = 0;
    position = 0;
  }

  /** Puts the rest of a spilled message into its segment, and returns that. */
  OutgoingSegment completeSegment() {
    spill(buffer, 0, position);
    position = 0;
    return segment;
  }

  /** The reader has been told of the segment: it is the reader's from now on. */
  void forgetSegment() {
    segment.handOver();
    segment = null;
    segmentNumber++;
    total = 0;
    position = 0;
  }
}
