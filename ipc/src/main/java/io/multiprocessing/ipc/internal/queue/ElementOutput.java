package io.multiprocessing.ipc.internal.queue;

import com.esotericsoftware.kryo.io.KryoBufferOverflowException;
import com.esotericsoftware.kryo.io.Output;
import io.multiprocessing.ipc.NoSpaceException;
import io.multiprocessing.ipc.internal.jvm.ProcessStamp;
import java.util.Arrays;

/**
 * Producer side: collects one element, on the heap while it is small, and from then on in blocks of
 * shared memory that belong to this process until the element is in a log.
 *
 * <p>{@link #flush()} and {@link #close()} do nothing. Confined to one thread at a time.
 */
final class ElementOutput extends Output {

  /** Larger elements get blocks of their own. */
  static final int INLINE_BYTES = BlockFileLayout.BLOCK_BYTES;

  private static final int FIRST_BYTES = 512;

  private BlockHeap heap; // of the element
  private int[] blocks = new int[16];
  private int blockCount;
  private int roomBytes; // in the last block
  private NoSpaceException noSpace; // that a serializer may have wrapped

  ElementOutput() {
    super(FIRST_BYTES, INLINE_BYTES);
  }

  /** Begins an element for a log in that heap. */
  void begin(BlockHeap destination) {
    heap = destination;
    noSpace = null;
    position = 0;
    total = 0;
  }

  /** Has to be called before the element goes to a log. */
  void end() {
    if (isInBlocks()) {
      spill(buffer, 0, position);
      position = 0;
    }
  }

  boolean isInBlocks() {
    return blockCount > 0;
  }

  long length() {
    return total + position;
  }

  NoSpaceException noSpace() {
    return noSpace;
  }

  /** Writes the entry of the element; the caller holds the put lock. */
  void appendTo(LogCursor cursor, int format, int log, long number) {
    if (!isInBlocks()) {
      cursor.writeLong(LogEntry.of(LogEntry.INLINE, format, position));
      cursor.write(buffer, position);
      return;
    }
    cursor.writeLong(LogEntry.of(LogEntry.IN_BLOCKS, format, total));
    cursor.writeLong(blocks[0]);
    long owner = BlockOwner.element(log, number);
    for (int i = 0; i < blockCount; i++) {
      heap.setOwner(blocks[i], owner);
    }
  }

  /** The element is in a log: its blocks are not ours any more. */
  void forget() {
    blockCount = 0;
    roomBytes = 0;
    begin(null);
  }

  /** Gives the blocks of an element back that is in no log. */
  void discard() {
    for (int i = 0; i < blockCount; i++) {
      heap.free(blocks[i], ProcessStamp.own());
    }
    forget();
  }

  @Override
  protected boolean require(int required) {
    if (capacity - position >= required) {
      return false;
    }
    if (required > maxCapacity) {
      throw new KryoBufferOverflowException(
          "required=" + required + " bytes at once, the buffer has at most " + maxCapacity);
    }
    if (!isInBlocks() && position + required <= maxCapacity) {
      grow(position + required);
    } else {
      spill(buffer, 0, position);
      position = 0;
      grow(maxCapacity);
    }
    return true;
  }

  private void grow(int bytes) {
    if (bytes > capacity) {
      capacity = Math.min(maxCapacity, Math.max(bytes, 2 * capacity));
      buffer = Arrays.copyOf(buffer, capacity);
    }
  }

  @Override
  public void writeBytes(byte[] bytes, int offset, int count) {
    if (position + (long) count <= maxCapacity && !isInBlocks()) {
      grow(position + count);
    }
    if (count <= capacity - position || count < capacity / 2) {
      super.writeBytes(bytes, offset, count);
      return;
    }
    spill(buffer, 0, position); // and past the buffer
    position = 0;
    spill(bytes, offset, count);
  }

  private void spill(byte[] bytes, int offset, int count) {
    for (int done = 0; done < count; ) {
      if (roomBytes == 0) {
        addBlock();
      }
      int block = blocks[blockCount - 1];
      int step = Math.min(count - done, roomBytes);
      int at = heap.start(block) + BlockFileLayout.BLOCK_BYTES - roomBytes;
      heap.memory(block).put(at, bytes, offset + done, step);
      roomBytes -= step;
      done += step;
    }
    total += count;
  }

  private void addBlock() {
    int block;
    try {
      block = heap.claim();
    } catch (NoSpaceException e) {
      noSpace = e;
      throw e;
    }
    if (blockCount == blocks.length) {
      blocks = Arrays.copyOf(blocks, 2 * blockCount);
    }
    if (blockCount > 0) {
      heap.setNext(blocks[blockCount - 1], block);
    }
    blocks[blockCount++] = block;
    roomBytes = BlockFileLayout.BLOCK_BYTES;
  }

  /** Does nothing: an element leaves as a whole. */
  @Override
  public void flush() {}

  /** Does nothing. */
  @Override
  public void close() {}

  /** Empties the element. */
  @Override
  public void reset() {
    discard();
  }
}
