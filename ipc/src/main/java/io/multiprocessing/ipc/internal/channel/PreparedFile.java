package io.multiprocessing.ipc.internal.channel;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * Writer side: a file whose pages are allocated before somebody touches them through a mapping.
 *
 * <p>A page that does not exist yet and cannot be had is a SIGBUS in a mapping but an IOException
 * in a write, so zeros are written ahead of the mapped writer. The file is plain I/O through a
 * RandomAccessFile, which an interrupt cannot close.
 */
final class PreparedFile implements AutoCloseable {
  private static final int PAGE_BYTES = 4 << 10;
  private static final byte[] ZEROS = new byte[64 << 10];

  private final RandomAccessFile file;
  private long allocatedBytes;

  PreparedFile(Path path, long lengthBytes) throws IOException {
    file = new RandomAccessFile(path.toFile(), "rw");
    try {
      file.setLength(lengthBytes); // sparse; Chronicle finds it long enough and need not lock it
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** Everything before this can be written without a fault. */
  long allocatedBytes() {
    return allocatedBytes;
  }

  /**
   * Allocates up to {@code endBytes}, rounded up to a page; after a failure it can be tried again.
   */
  void allocateTo(long endBytes) throws IOException {
    long end = (endBytes + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
    while (allocatedBytes < end) {
      int step = (int) Math.min(ZEROS.length, end - allocatedBytes);
      file.seek(allocatedBytes);
      file.write(ZEROS, 0, step);
      allocatedBytes += step;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
