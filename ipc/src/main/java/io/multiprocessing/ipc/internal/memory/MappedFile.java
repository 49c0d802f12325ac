package io.multiprocessing.ipc.internal.memory;

import io.multiprocessing.ipc.NoSpaceException;
import io.multiprocessing.ipc.internal.jvm.NativeCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.FutureTask;

/**
 * Both sides: a file mapped into memory as a whole, of any size, for what several JVMs share.
 *
 * <p>This class is thread-safe; access to the memory itself is ordered by {@link Memory}.
 */
public final class MappedFile implements AutoCloseable {

  /*
   * Close. The mapping ends when the last buffer made from it is garbage, not in close(): a thread
   * of ours may at this moment be inside a VarHandle access or asleep in the kernel on one of the
   * words, and unmapping under it would be a SIGSEGV. Counting references on each access costs more
   * than the access. After close() this object refuses, buffers already handed out stay valid.
   *
   * Space. create() makes the kernel reserve every page, since a write to a page that a full file
   * system cannot supply would be a SIGBUS much later, in a place that can do nothing about it.
   *
   * Interrupts. A pending interrupt closes a FileChannel inside map(). So files are written through
   * RandomAccessFile, which does not care, and map() is repeated on a fresh channel with the
   * interrupt put aside. The channel is closed at once; a mapping does not need it. Opening is not
   * for RandomAccessFile: it would make a file that has gone since somebody looked.
   *
   * Windows. A ByteBuffer ends at 2 GB. A file beyond that is mapped in several, each of
   * WINDOW_BYTES, so that a shift and a mask find the byte, and no aligned word straddles two. A
   * view() across the border of two is a mapping of its own, for which the file is kept open: by then
   * its path may lead nowhere.
   */

  /** The size of all windows but the last one. */
  public static final int WINDOW_BYTES = 1 << 30;

  private static final long TO_ITS_END = -1;

  private final Path path;
  private final long size;
  private final ByteBuffer[] mappings; // one, or windows; keep the mapping alive
  private final long first; // the byte of the file at which this begins
  private final FileChannel source; // null if there is one mapping
  private volatile boolean closed; // written once, by whichever thread closes

  private MappedFile(Path path, long first, long size, ByteBuffer[] mappings, FileChannel source) {
    this.path = path;
    this.first = first;
    this.size = size;
    this.mappings = mappings;
    this.source = source;
  }

  /**
   * Creates a file of zeros, readable and writable by its owner only, with all its space reserved,
   * and maps it.
   *
   * <p>Blocks for as long as the file system needs. An interrupt does not disturb it.
   *
   * @param path where; must not exist
   * @param bytes its size, at least 1
   * @return the mapping
   * @throws NoSpaceException if the file system cannot supply the space; the file is removed
   * @throws UncheckedIOException if it exists already or cannot be made
   */
  public static MappedFile create(Path path, long bytes) {
    if (bytes <= 0) {
      throw new IllegalArgumentException("bytes=" + bytes + ", must be at least 1");
    }
    try {
      PreallocatedFile.create(path, bytes);
      return map(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Maps a file that another process or thread has created, in its present size.
   *
   * <p>Does not wait. An interrupt does not disturb it.
   *
   * @param path which file
   * @return the mapping
   * @throws UncheckedIOException if there is no such file or it cannot be mapped
   */
  public static MappedFile open(Path path) {
    try {
      return map(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Maps a part of a file that another process or thread has created; for this object, that part is
   * the file.
   *
   * <p>Does not wait. An interrupt does not disturb it.
   *
   * @param path which file
   * @param start where the part begins, a multiple of the page size
   * @param bytes its size, at least 1; the file must reach as far
   * @return the mapping
   * @throws UncheckedIOException if there is no such file, it is too short or it cannot be mapped
   */
  public static MappedFile open(Path path, long start, long bytes) {
    try {
      return map(path, start, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MappedFile map(Path path) throws IOException {
    return map(path, 0, TO_ITS_END);
  }

  private static MappedFile map(Path path, long start, long bytes) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return mapOnce(path, start, bytes);
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt(); // the caller's to handle
      }
    }
  }

  private static MappedFile mapOnce(Path path, long start, long wantedBytes) throws IOException {
    FileChannel file = openExisting(path);
    boolean keep = false;
    try {
      long length = file.size();
      long bytes = wantedBytes == TO_ITS_END ? length : wantedBytes;
      if (bytes == 0) {
        throw new IOException(path + " is empty and cannot be mapped");
      }
      if (start > length - bytes) { // map() would make it longer
        throw new IOException(path + " has " + length + " bytes, less than " + (start + bytes));
      }
      ByteBuffer[] mappings = mapAll(file, start, bytes);
      keep = mappings.length > 1;
      return new MappedFile(path, start, bytes, mappings, keep ? file : null);
    } finally {
      if (!keep) {
        file.close();
      }
    }
  }

  private static ByteBuffer[] mapAll(FileChannel channel, long first, long bytes)
      throws IOException {
    long stepBytes = bytes <= Integer.MAX_VALUE ? bytes : WINDOW_BYTES;
    ByteBuffer[] mappings = new ByteBuffer[(int) ((bytes - 1) / stepBytes + 1)];
    for (int i = 0; i < mappings.length; i++) {
      long done = i * stepBytes;
      mappings[i] =
          channel
              .map(FileChannel.MapMode.READ_WRITE, first + done, Math.min(stepBytes, bytes - done))
              .order(ByteOrder.nativeOrder());
    }
    return mappings;
  }

  private static FileChannel openExisting(Path path) throws IOException {
    if (!Files.isRegularFile(path)) { // a descriptor's number may lead to anything by now
      throw new NoSuchFileException(path.toString());
    }
    return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /**
   * Returns the file's size when it was mapped.
   *
   * @return a size in bytes
   * @throws IllegalStateException after {@link #close()}
   */
  public long size() {
    checkOpen();
    return size;
  }

  /**
   * Returns the whole file as a buffer of its own position and limit, in the machine's byte order.
   *
   * <p>It stays usable after {@link #close()}, for as long as it is reachable.
   *
   * @return a new view of the memory
   * @throws IllegalStateException after {@link #close()}, or if the file is larger than a buffer,
   *     which is 2147483647 bytes
   */
  public ByteBuffer buffer() {
    checkOpen();
    if (mappings.length > 1) {
      throw new IllegalStateException(this + " is larger than one buffer; see windows()");
    }
    return mappings[0].duplicate().order(ByteOrder.nativeOrder());
  }

  /**
   * Returns the whole file as buffers in the machine's byte order: the byte at {@code n} is at
   * {@code n % WINDOW_BYTES} of number {@code n / WINDOW_BYTES}.
   *
   * <p>They stay usable after {@link #close()}, for as long as they are reachable.
   *
   * @return new views of the memory, each of {@link #WINDOW_BYTES} but for the last one
   * @throws IllegalStateException after {@link #close()}
   */
  public ByteBuffer[] windows() {
    checkOpen();
    ByteBuffer[] windows = new ByteBuffer[(int) ((size - 1) / WINDOW_BYTES + 1)];
    for (int i = 0; i < windows.length; i++) {
      long start = (long) i * WINDOW_BYTES;
      int bytes = (int) Math.min(WINDOW_BYTES, size - start);
      ByteBuffer view =
          mappings.length == 1 ? mappings[0].slice((int) start, bytes) : mappings[i].duplicate();
      windows[i] = view.order(ByteOrder.nativeOrder());
    }
    return windows;
  }

  /**
   * Returns a part of the file as one buffer in the machine's byte order.
   *
   * <p>It stays usable after {@link #close()}, for as long as it is reachable.
   *
   * @param start its first byte
   * @param bytes its size; it must lie within the file
   * @return a view of the memory
   * @throws IndexOutOfBoundsException if it does not
   * @throws IllegalStateException after {@link #close()}
   * @throws UncheckedIOException if it needs a mapping of its own, and there is no address space
   */
  public ByteBuffer view(long start, int bytes) {
    checkOpen();
    Objects.checkFromIndexSize(start, bytes, size);
    int offset = mappings.length == 1 ? (int) start : (int) (start % WINDOW_BYTES);
    ByteBuffer mapping = mappings[mappings.length == 1 ? 0 : (int) (start / WINDOW_BYTES)];
    return offset <= mapping.capacity() - bytes
        ? mapping.slice(offset, bytes).order(ByteOrder.nativeOrder())
        : mapAcross(start, bytes);
  }

  /** On a thread of its own: an interrupt of the caller's would close the file for ever. */
  private ByteBuffer mapAcross(long start, int bytes) {
    FutureTask<ByteBuffer> task =
        new FutureTask<>(() -> source.map(FileChannel.MapMode.READ_WRITE, first + start, bytes));
    Thread thread = new Thread(task, "multiprocessing-map");
    thread.setDaemon(true);
    thread.start();
    try {
      return Uninterrupted.get(task).order(ByteOrder.nativeOrder());
    } catch (UncheckedIOException e) {
      checkOpen(); // closed by another thread meanwhile
      throw e;
    }
  }

  /**
   * Returns where the file begins in this process, for a call into the kernel.
   *
   * <p>Valid while a buffer of this mapping, or this object, is reachable; hold one across the
   * call.
   *
   * @return the address of byte 0
   * @throws IllegalStateException after {@link #close()}
   */
  public long address() {
    checkOpen();
    return NativeCalls.addressOf(mappings[0]);
  }

  /**
   * Returns the file.
   *
   * @return its path as it was given; the file may be gone
   */
  public Path path() {
    return path;
  }

  /**
   * Tells whether {@link #close()} was called.
   *
   * @return true from then on
   */
  public boolean isClosed() {
    return closed;
  }

  /**
   * Throws if this object was closed.
   *
   * @throws IllegalStateException after {@link #close()}
   */
  public void checkOpen() {
    if (closed) {
      throw new IllegalStateException("mapped file " + path + " is closed");
    }
  }

  /**
   * Refuses all further use; the memory goes when the last buffer does. Does not delete the file.
   */
  @Override
  public void close() {
    closed = true;
    try {
      if (source != null) {
        source.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * As {@link #close()}, but gives the memory back at once, where the system can.
   *
   * <p>For files none of whose buffers is still wanted. Whoever has one all the same, as a thread
   * in the middle of an access, sees zeros from now on, and nobody sees what it writes.
   */
  public void closeAndRelease() {
    close();
    for (ByteBuffer mapping : mappings) {
      if (!MappingSwap.replaceByZeros(mapping)) {
        return; // then the collector does it, later
      }
    }
  }

  @Override
  public String toString() {
    return "MappedFile[" + path + ", bytes=" + size + (closed ? ", closed]" : "]");
  }
}
