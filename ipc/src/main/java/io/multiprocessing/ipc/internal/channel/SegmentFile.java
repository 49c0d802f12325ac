package io.multiprocessing.ipc.internal.channel;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * Both sides: the file of one large message, written by one side and then read by the other.
 *
 * <p>Plain reads and writes: a full file system is an IOException here, not a SIGBUS as in a
 * mapping, and allocating pages by writing them is twice as fast as by touching them.
 * RandomAccessFile and not FileChannel, because an interrupt of the thread closes a FileChannel.
 */
final class SegmentFile implements AutoCloseable {
  /** The JDK allocates native memory of the size of each transfer. */
  private static final int TRANSFER_BYTES = 256 << 10;

  private final Path path;
  private final RandomAccessFile file;

  private SegmentFile(Path path, String mode) throws IOException {
    this.path = path;
    this.file = new RandomAccessFile(path.toFile(), mode);
  }

  /** Creates the file, or opens it where it is one to be used again. */
  static SegmentFile create(Path path) throws IOException {
    return new SegmentFile(path, "rw");
  }

  static SegmentFile open(Path path) throws IOException {
    return new SegmentFile(path, "r");
  }

  void write(long position, byte[] bytes, int offset, int count) throws IOException {
    file.seek(position);
    for (int done = 0; done < count; ) {
      int step = Math.min(TRANSFER_BYTES, count - done);
      file.write(bytes, offset + done, step);
      done += step;
    }
  }

  /** Reads at least one byte, if {@code count} is not 0. */
  int read(long position, byte[] bytes, int offset, int count) throws IOException {
    file.seek(position);
    return file.read(bytes, offset, Math.min(TRANSFER_BYTES, count));
  }

  void truncate(long lengthBytes) throws IOException {
    file.setLength(lengthBytes);
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException ignored) {
      // nothing was buffered: closing can lose nothing
    }
  }

  /** Lets go of a segment that has been read. */
  void closeAndKeep(SpareSegments spares) {
    close();
    if (!spares.give(path)) {
      path.toFile().delete();
    }
  }

  void closeAndDelete() {
    close();
    path.toFile().delete();
  }
}
