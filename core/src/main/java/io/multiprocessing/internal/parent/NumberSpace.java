package io.multiprocessing.internal.parent;

import io.multiprocessing.internal.protocol.SessionLayout;
import io.multiprocessing.ipc.internal.memory.MappedFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Parent side: the memory that the numbers of a worker's chunks lie in, arguments and then results.
 * Driver only.
 *
 * <p>It is used as a ring: a chunk gets the place behind the one sent before it. What lies between
 * the oldest and the newest chunk counts as used, also where a chunk has been taken back. The pages
 * are the same ones for the life of the worker, which is what makes them fast.
 */
final class NumberSpace {

  private static final int MAX_BYTES = 2 << 20;
  private static final int MIN_BYTES = 64 << 10;

  /** The most numbers of a first chunk, for which there is room in any case. */
  static final int FIRST_ITEMS = MIN_BYTES / Long.BYTES / 2;

  private static final int PART = 128; // of what is free, for there may be many workers

  private final MappedFile file;
  private final ByteBuffer memory;

  /**
   * Makes the file.
   *
   * @throws io.multiprocessing.ipc.NoSpaceException if there is no room for it
   */
  NumberSpace(Path workerFolder) {
    long part = Long.highestOneBit(workerFolder.toFile().getUsableSpace() / PART);
    file =
        MappedFile.create(
            SessionLayout.numbersFile(workerFolder),
            Math.max(MIN_BYTES, Math.min(part, MAX_BYTES)));
    memory = file.buffer();
  }

  /** Returns how many items the next chunk may have, 0 for none now. */
  int room(Iterable<SentChunk> chunks) {
    int most = memory.capacity() / Long.BYTES / 2; // a worker can have two: one to run, one ahead
    Gap gap = gap(chunks);
    int items = Math.min(most, (gap.end - gap.begin) / Long.BYTES);
    return items < most / 4 ? 0 : items; // so that no chunk is cut to a crumb
  }

  /** Returns the place of the next chunk, for which there is {@linkplain #room room}. */
  int place(Iterable<SentChunk> chunks) {
    return gap(chunks).begin;
  }

  /** The larger one of what is free behind the newest chunk and, unless it went there, before. */
  private Gap gap(Iterable<SentChunk> chunks) {
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
    int behind = memory.capacity() - end;
    return begin > behind ? new Gap(0, begin) : new Gap(end, memory.capacity());
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
