package io.multiprocessing.internal.parent;

import io.multiprocessing.internal.protocol.SessionLayout;
import io.multiprocessing.internal.protocol.WorkerLayout;
import io.multiprocessing.ipc.internal.memory.MappedFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collection;

/**
 * Parent side: the memory that the numbers of a worker's chunks lie in, arguments and then results.
 * Driver only.
 *
 * <p>It is used as a ring: a chunk gets the place behind the one sent before it. What lies between
 * the oldest and the newest chunk counts as used, also where a chunk has been taken back. The pages
 * are the same ones for the life of the worker, which is what makes them fast.
 */
final class NumberSpace {

  /** The most numbers of one chunk: a worker can have two of them, one to run, one ahead. */
  static final int MAX_ITEMS = WorkerLayout.NUMBERS_BYTES / Long.BYTES / 2;

  private static final int MIN_ITEMS = MAX_ITEMS / 4; // so that no chunk is cut to a crumb

  private final MappedFile file;
  private final ByteBuffer memory;

  /**
   * Makes the file.
   *
   * @throws io.multiprocessing.ipc.NoSpaceException if there is no room for it
   */
  NumberSpace(Path workerFolder) {
    file = MappedFile.create(SessionLayout.numbersFile(workerFolder), WorkerLayout.NUMBERS_BYTES);
    memory = file.buffer();
  }

  /** Returns how many items the next chunk may have, 0 for none now. */
  int room(Collection<SentChunk> chunks) {
    Gap gap = gap(chunks);
    int items = Math.min(MAX_ITEMS, (gap.end - gap.begin) / Long.BYTES);
    return items < MIN_ITEMS ? 0 : items;
  }

  /** Returns the place of the next chunk, for which there is {@linkplain #room room}. */
  int place(Collection<SentChunk> chunks) {
    return gap(chunks).begin;
  }

  /** The larger one of what is free behind the newest chunk and, unless it went there, before. */
  private static Gap gap(Collection<SentChunk> chunks) {
    int begin = -1; // of the oldest
    int end = 0; // of the newest
    for (SentChunk chunk : chunks) {
      if (chunk.place() >= 0) {
        begin = begin < 0 ? chunk.place() : begin;
        end = chunk.place() + chunk.items().count() * Long.BYTES;
      }
    }
    if (begin >= end) { // it goes round
      return new Gap(/* begin= */ end, /* end= */ begin);
    }
    int behind = WorkerLayout.NUMBERS_BYTES - end;
    return begin > behind ? new Gap(0, begin) : new Gap(end, WorkerLayout.NUMBERS_BYTES);
  }

  private record Gap(int begin, int end) {}

  /** Returns the numbers from a place on, in the byte order of the machine. */
  ByteBuffer at(int place, int items) {
    return memory.slice(place, items * Long.BYTES).order(memory.order());
  }

  void close() {
    file.closeAndRelease();
  }
}
