package io.multiprocessing.ipc.internal.segment;

import io.multiprocessing.ipc.internal.memory.MappedFile;
import io.multiprocessing.ipc.internal.memory.Memory;
import java.nio.ByteBuffer;

/** Both sides: writes and checks the header of a segment. */
final class SegmentHeader {

  private SegmentHeader() {}

  static void write(MappedFile file, SegmentAddress address, long bytes, long kind) {
    ByteBuffer header = file.windows()[0];
    Memory.putLong(header, SegmentLayout.ID_OFFSET, address.id());
    Memory.putLong(header, SegmentLayout.BYTES_OFFSET, file.size());
    Memory.putLong(header, SegmentLayout.PID_OFFSET, address.pid());
    Memory.putLong(header, SegmentLayout.START_OFFSET, address.startTicks());
    Memory.putLong(header, SegmentLayout.KIND_OFFSET, kind);
    Memory.putLong(header, SegmentLayout.PAYLOAD_OFFSET, bytes);
    // release: publishes the header; pairs with the acquire in isOf()
    Memory.putLongRelease(header, SegmentLayout.MAGIC_OFFSET, SegmentLayout.MAGIC);
  }

  /** Tells whether a file is that segment. */
  static boolean isOf(MappedFile file, long id) {
    if (file.size() < SegmentLayout.HEADER_BYTES) {
      return false;
    }
    ByteBuffer header = file.windows()[0];
    // acquire: the rest of the header is complete; pairs with the release in write()
    return Memory.getLongAcquire(header, SegmentLayout.MAGIC_OFFSET) == SegmentLayout.MAGIC
        && Memory.getLong(header, SegmentLayout.ID_OFFSET) == id;
  }

  /** Refuses a segment that has grown or shrunk. */
  static void checkSize(MappedFile file) {
    long bytes = Memory.getLong(file.windows()[0], SegmentLayout.BYTES_OFFSET);
    if (bytes != file.size()) {
      throw new IllegalStateException(
          file.path() + " has " + file.size() + " bytes instead of " + bytes);
    }
  }

  /** Returns the size of the payload. */
  static long bytes(MappedFile file) {
    return Memory.getLong(file.windows()[0], SegmentLayout.PAYLOAD_OFFSET);
  }

  /** Returns what it holds. */
  static long kind(MappedFile file) {
    return Memory.getLong(file.windows()[0], SegmentLayout.KIND_OFFSET);
  }

  /** Returns the address of the segment, for one with a name. */
  static SegmentAddress address(MappedFile file, String name) {
    ByteBuffer header = file.windows()[0];
    return new SegmentAddress(
        file.path().toString(),
        Memory.getLong(header, SegmentLayout.ID_OFFSET),
        Memory.getLong(header, SegmentLayout.PID_OFFSET),
        Memory.getLong(header, SegmentLayout.START_OFFSET),
        name);
  }
}
