package io.multiprocessing.ipc.internal.queue;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.KryoBufferUnderflowException;

/**
 * Consumer side: one element that was taken out of a log, on the heap or, if it is large, in its
 * blocks of shared memory.
 *
 * <p>{@link #close()} does nothing. Confined to one thread at a time.
 */
final class ElementInput extends Input {

  private static final int FIRST_BYTES = 512;
  private static final int CHUNK_BYTES = BlockFileLayout.BLOCK_BYTES;

  private BlockHeap heap; // null while the element is in the buffer
  private long owner; // of the blocks
  private int firstBlock;
  private int block; // to be read next
  private int offset; // in it
  private long unfilledBytes; // in the blocks, not yet in the buffer or past it
  private int format;

  ElementInput() {
    super(FIRST_BYTES);
  }

  /** Copies an element out of a log. */
  void readFrom(LogCursor cursor, int length) {
    reserve(length);
    cursor.read(buffer, length);
    heap = null;
    start(length, 0);
  }

  private void reserve(int bytes) {
    if (bytes > capacity) {
      setBuffer(new byte[Math.min(CHUNK_BYTES, Math.max(bytes, 2 * capacity))]);
    }
  }

  /** To be called before an element in blocks is taken: nothing may go wrong afterwards. */
  void prepareForBlocks() {
    reserve(CHUNK_BYTES);
  }

  /** Goes to an element in blocks, of which this process is the taker. */
  void readBlocks(BlockHeap from, long blockOwner, int first, long length) {
    heap = from;
    owner = blockOwner;
    firstBlock = first;
    block = first;
    offset = 0;
    start(0, length);
  }

  private void start(int bufferedBytes, long bytesInBlocks) {
    position = 0;
    limit = bufferedBytes;
    total = 0;
    unfilledBytes = bytesInBlocks;
  }

  void setFormat(int newFormat) {
    format = newFormat;
  }

  int format() {
    return format;
  }

  /** Gives the blocks back, if there are any. */
  void release() {
    if (heap == null) {
      return;
    }
    BlockHeap from = heap;
    heap = null;
    start(0, 0);
    for (int b = firstBlock; b >= 0; ) {
      int next = from.next(b);
      from.free(b, owner);
      b = next;
    }
  }

  @Override
  protected int fill(byte[] into, int at, int count) {
    if (unfilledBytes == 0) {
      return -1;
    }
    int filled = (int) Math.min(Math.min(count, unfilledBytes), CHUNK_BYTES - offset);
    heap.memory(block).get(heap.start(block) + offset, into, at, filled);
    unfilledBytes -= filled;
    offset += filled;
    if (offset == CHUNK_BYTES && unfilledBytes > 0) {
      block = heap.next(block);
      offset = 0;
    }
    return filled;
  }

  @Override
  public void readBytes(byte[] bytes, int at, int count) {
    int buffered = limit - position;
    if (count < CHUNK_BYTES || count <= buffered) {
      super.readBytes(bytes, at, count);
      return;
    }
    super.readBytes(bytes, at, buffered); // and the rest past the buffer
    for (int done = buffered; done < count; ) {
      int filled = fill(bytes, at + done, count - done);
      if (filled < 0) {
        throw new KryoBufferUnderflowException((count - done) + " bytes are missing");
      }
      done += filled;
      total += filled;
    }
  }

  long remaining() {
    return limit - position + unfilledBytes;
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, remaining());
  }

  /** Does nothing: blocks are given back by release(). */
  @Override
  public void close() {}
}
