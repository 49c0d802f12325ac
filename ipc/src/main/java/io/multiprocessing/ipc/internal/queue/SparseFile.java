package io.multiprocessing.ipc.internal.queue;

import io.multiprocessing.ipc.NoSpaceException;
import io.multiprocessing.ipc.internal.files.SessionFolder;
import io.multiprocessing.ipc.internal.jvm.NativeCalls;
import io.multiprocessing.ipc.internal.memory.MappedFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Both sides: a file much larger than its content, mapped piece by piece, whose pages are made and
 * given back one by one.
 *
 * <p>This class is thread-safe.
 */
final class SparseFile {

  /*
   * Space. Touching a page that does not exist would make one, or, on a full file system, kill the
   * JVM with a SIGBUS. So pages are asked for by fallocate(2) before anybody touches them, which can
   * fail in an orderly way, and given back by the same call.
   *
   * Descriptor. Each JVM opens the file for itself, so it stays complete for it when the creator is
   * gone. It is closed under a lock: its number is given to another file then, in which a thread of
   * ours must not punch holes. Mapped memory stays valid as long as it is reachable.
   *
   * Without native calls, pages are made by writing zeros and never given back.
   */

  /** Mapped at once; a divisor of 1 GB and a multiple of all that is accessed as a whole. */
  static final int WINDOW_BYTES = 1 << 26;

  private static final int WINDOW_SHIFT = Integer.numberOfTrailingZeros(WINDOW_BYTES);

  private static final int O_RDWR = 2; // of Linux
  private static final int O_CLOEXEC = 0x80000;
  private static final int KEEP_SIZE_AND_PUNCH_HOLE = 3;
  private static final int EINTR = 4;
  private static final int ENFILE = 23;
  private static final int EMFILE = 24;
  private static final int EFBIG = 27;
  private static final int ENOSPC = 28;
  private static final int EDQUOT = 122;

  private static final int NONE = -1;
  private static final Cleaner CLEANER = Cleaner.create();

  private final Path path;
  private final int descriptor; // or NONE
  private final Cleaner.Cleanable closing; // or null
  private final ReentrantReadWriteLock use = new ReentrantReadWriteLock(); // of the descriptor
  private boolean closed; // guarded by use
  private final long bytes;
  private final AtomicReferenceArray<ByteBuffer> windows;

  private SparseFile(Path path, int descriptor, long bytes) {
    this.path = path;
    this.descriptor = descriptor;
    this.bytes = bytes;
    this.windows = new AtomicReferenceArray<>((int) ((bytes - 1) / WINDOW_BYTES + 1));
    this.closing = descriptor == NONE ? null : closeWhenGarbage(this, descriptor);
  }

  /** The action must not refer to the file. */
  private static Cleaner.Cleanable closeWhenGarbage(SparseFile file, int descriptor) {
    return CLEANER.register(file, () -> closeNatively(descriptor));
  }

  /** What is mapped stays; nothing is mapped, made or given back any more. */
  void close() {
    use.writeLock().lock();
    try {
      closed = true;
      if (closing != null) {
        closing.clean();
      }
    } finally {
      use.writeLock().unlock();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the file of the queue is closed");
    }
  }

  /**
   * Opens a file.
   *
   * @throws UncheckedIOException if there is none, or this process has no descriptor left
   */
  static SparseFile open(Path path) {
    int descriptor = openNatively(path);
    try {
      Path own = descriptor == NONE ? path : Path.of("/proc/self/fd/" + descriptor);
      return new SparseFile(own, descriptor, Files.size(own));
    } catch (IOException e) {
      if (descriptor != NONE) {
        closeNatively(descriptor);
      }
      throw new UncheckedIOException(e);
    }
  }

  private static int openNatively(Path path) {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return NONE;
    }
    try {
      long name = NativeCalls.copyOf(path.toString());
      try {
        long function = NativeCalls.function("open");
        int descriptor = (int) NativeCalls.call(function, name, O_RDWR | O_CLOEXEC, 0);
        return descriptor < 0 ? openFailed(path, NativeCalls.errno()) : descriptor;
      } finally {
        NativeCalls.free(name);
      }
    } catch (LinkageError e) { // no native library for this system
      return NONE;
    }
  }

  private static int openFailed(Path path, int errno) {
    String why =
        errno == EMFILE || errno == ENFILE ? "Too many open files" : "open failed, errno=" + errno;
    throw new UncheckedIOException(new IOException(why + ": " + path));
  }

  private static void closeNatively(int descriptor) {
    NativeCalls.call(NativeCalls.function("close"), descriptor, 0, 0);
  }

  long bytes() {
    return bytes;
  }

  /** Returns the memory around a place; touch only what was committed. */
  ByteBuffer window(long at) {
    int number = (int) (at >>> WINDOW_SHIFT);
    ByteBuffer window = windows.getAcquire(number);
    return window != null ? window : map(number);
  }

  /** Returns the index of a place in its window. */
  static int indexInWindow(long at) {
    return (int) at & (WINDOW_BYTES - 1);
  }

  private ByteBuffer map(int number) {
    use.readLock().lock();
    try {
      checkOpen();
      long start = (long) number << WINDOW_SHIFT;
      long size = Math.min(WINDOW_BYTES, bytes - start);
      ByteBuffer window = MappedFile.open(path, start, size).buffer();
      // if another thread was faster, both have the same memory
      return windows.compareAndSet(number, null, window) ? window : windows.getAcquire(number);
    } finally {
      use.readLock().unlock();
    }
  }

  /**
   * Makes the pages of a part; those that exist stay as they are.
   *
   * @throws NoSpaceException if there is no room for them
   */
  void commit(long start, long count) {
    use.readLock().lock();
    try {
      checkOpen();
      if (descriptor == NONE) {
        writeZeros(start, count);
      } else {
        checkCommit(fallocate(0, start, count), count);
      }
    } finally {
      use.readLock().unlock();
    }
  }

  private void checkCommit(int errno, long count) {
    if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG) {
      throw new NoSpaceException(SessionFolder.defaultBase(), count, freeBytes(), null);
    }
    if (errno != 0) {
      throw new UncheckedIOException(new IOException("fallocate failed, errno=" + errno));
    }
  }

  /** Gives the pages of a part back; what was in them is lost. */
  void discard(long start, long count) {
    use.readLock().lock();
    try {
      if (descriptor != NONE && !closed) {
        fallocate(KEEP_SIZE_AND_PUNCH_HOLE, start, count); // if it fails they stay
      }
    } finally {
      use.readLock().unlock();
    }
  }

  private int fallocate(int mode, long start, long count) {
    long function = NativeCalls.function("fallocate");
    try {
      while (true) {
        if (NativeCalls.call(function, descriptor, mode, start, count, 0) == 0) {
          return 0;
        }
        int errno = NativeCalls.errno();
        if (errno != EINTR) { // a profiler's signal, for example
          return errno;
        }
      }
    } finally {
      Reference.reachabilityFence(this); // as garbage it would be closed under the call
    }
  }

  /** Only for a part that nobody uses. */
  private void writeZeros(long start, long count) {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(start);
      file.write(new byte[(int) count]);
    } catch (IOException e) {
      throw new NoSpaceException(SessionFolder.defaultBase(), count, freeBytes(), e);
    }
  }

  private static long freeBytes() {
    try {
      return Files.getFileStore(SessionFolder.defaultBase()).getUsableSpace();
    } catch (IOException e) {
      return -1;
    }
  }

  /** Returns where this JVM finds the file. */
  Path path() {
    return path;
  }
}
