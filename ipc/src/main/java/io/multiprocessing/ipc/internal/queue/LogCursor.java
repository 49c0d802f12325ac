package io.multiprocessing.ipc.internal.queue;

import static io.multiprocessing.ipc.internal.queue.BlockFileLayout.BLOCK_BYTES;

import io.multiprocessing.ipc.internal.memory.Memory;
import java.nio.ByteBuffer;

/**
 * Both sides: a place in the chain of blocks of a log, where the holder of the put lock writes or
 * the holder of the take lock reads.
 *
 * <p>Guarded by that lock.
 */
final class LogCursor {

  /*
   * Extending the chain, step by step, and what a death after the step leaves behind
   *
   *   claim a block                    a block of a dead process, which a sweep finds
   *   owner = next ordinal of the log  a block that nothing leads to; a sweep finds it as soon as
   *                                    the log is consumed beyond its ordinal
   *   next of the last block = it      a chain that is longer than the log: the next holder finds
   *                                    that its owner is right, and uses it
   *   the count                        the element is there
   */

  private final BlockHeap heap;
  private final int log;
  private int block = -1;
  private int offset;
  private long ordinal;
  private ByteBuffer memory; // holds the block
  private int start; // of the block

  LogCursor(BlockHeap heap, int log) {
    this.heap = heap;
    this.log = log;
  }

  /** Goes to the place in a state. */
  void load(ByteBuffer state, int at) {
    long place = Memory.getLong(state, at + LogLayout.PLACE);
    goTo((int) (place >>> Integer.SIZE), Memory.getLong(state, at + LogLayout.ORDINAL));
    offset = (int) place;
  }

  void store(ByteBuffer state, int at) {
    Memory.putLong(state, at + LogLayout.PLACE, (long) block << Integer.SIZE | offset);
    Memory.putLong(state, at + LogLayout.ORDINAL, ordinal);
  }

  private void goTo(int newBlock, long newOrdinal) {
    if (newBlock != block) {
      memory = heap.memory(newBlock);
      start = heap.start(newBlock);
      block = newBlock;
    }
    ordinal = newOrdinal;
    offset = 0;
  }

  int block() {
    return block;
  }

  long ordinal() {
    return ordinal;
  }

  void writeLong(long value) {
    if (offset == BLOCK_BYTES) {
      extend();
    }
    Memory.putLong(memory, start + offset, value);
    offset += Long.BYTES;
  }

  void write(byte[] bytes, int count) {
    for (int done = 0; done < count; ) {
      if (offset == BLOCK_BYTES) {
        extend();
      }
      int step = Math.min(count - done, BLOCK_BYTES - offset);
      memory.put(start + offset, bytes, done, step);
      offset += step;
      done += step;
    }
    align();
  }

  private void extend() {
    long owner = BlockOwner.log(log, ordinal + 1);
    int next = heap.next(block);
    if (next < 0 || heap.owner(next) != owner) {
      next = heap.claim();
      heap.setOwner(next, owner);
      heap.setNext(block, next);
    }
    goTo(next, ordinal + 1);
  }

  long readLong() {
    if (offset == BLOCK_BYTES) {
      advance();
    }
    long value = Memory.getLong(memory, start + offset);
    offset += Long.BYTES;
    return value;
  }

  void read(byte[] bytes, int count) {
    for (int done = 0; done < count; ) {
      if (offset == BLOCK_BYTES) {
        advance();
      }
      int step = Math.min(count - done, BLOCK_BYTES - offset);
      memory.get(start + offset, bytes, done, step);
      offset += step;
      done += step;
    }
    align();
  }

  void skip(long count) {
    long left = count;
    while (left > BLOCK_BYTES - offset) {
      left -= BLOCK_BYTES - offset;
      advance();
    }
    offset += (int) left;
    align();
  }

  /** Words follow: they are aligned, and none straddles two blocks. */
  private void align() {
    offset = (offset + Long.BYTES - 1) & -Long.BYTES;
  }

  private void advance() {
    goTo(heap.next(block), ordinal + 1);
  }
}
