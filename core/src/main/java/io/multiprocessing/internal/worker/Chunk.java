package io.multiprocessing.internal.worker;

import com.esotericsoftware.kryo.io.Input;

/**
 * Worker side: the header of a chunk.
 *
 * @param sequence its number at this worker, from 1
 * @param jobId the job it belongs to
 * @param kind kind of the job
 * @param attempt 1 for the first run of its items
 * @param first index of its first item among all items of the job
 * @param count number of items
 */
record Chunk(long sequence, long jobId, int kind, int attempt, long first, int count) {

  static Chunk read(Input in) {
    return new Chunk(
        in.readLong(), in.readLong(), in.readByte(), in.readInt(), in.readLong(), in.readInt());
  }
}
