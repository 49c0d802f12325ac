package io.multiprocessing.ipc.internal.memory;

import io.multiprocessing.ipc.internal.jvm.NativeCalls;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Both sides: a small file mapped into memory as a whole, for words that several JVMs share.
 *
 * <p>This class is thread-safe; access to the memory itself is ordered by {@link Memory}.
 */
public final class MappedFile implements AutoCloseable {

  /*
   * Close. The mapping ends when the last buffer made from it is garbage, not in close(): a thread
   * of ours may at this moment be inside a VarHandle access or asleep in the kernel on one of the
   * words, and unmapping under it would be a SIGSEGV. Counting references on each access costs more
   * than the access. Our files are control files of some KB, so what lingers until the next
   * collection is little; a payload segment of hundreds of MB needs another owner. After close()
   * this object refuses, buffers already handed out stay valid.
   *
   * Space. create() makes the kernel reserve every page, since a write to a page that a full file
   * system cannot supply would be a SIGBUS much later, in a place that can do nothing about it.
   *
   * Interrupts. A pending interrupt closes a FileChannel inside map(). So files are written through
   * RandomAccessFile, which does not care, and map() is repeated on a fresh channel with the
   * interrupt put aside. The channel is closed at once; a mapping does not need it.
   */

  private final Path path;
  private final ByteBuffer memory; // keeps the mapping alive
  private volatile boolean closed; // written once, by whichever thread closes

  private MappedFile(Path path, ByteBuffer memory) {
    this.path = path;
    this.memory = memory;
  }

  /**
   * Creates a file of zeros, readable and writable by its owner only, with all its space reserved,
   * and maps it.
   *
   * <p>Blocks for as long as the file system needs. An interrupt does not disturb it.
   *
   * @param path where; must not exist
   * @param bytes its size, 1 to 2147483647
   * @return the mapping
   * @throws NoSpaceException if the file system cannot supply the space; the file is removed
   * @throws UncheckedIOException if it exists already or cannot be made
   */
  public static MappedFile create(Path path, long bytes) {
    if (bytes <= 0 || bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("bytes=" + bytes + ", must be 1 to " + Integer.MAX_VALUE);
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

  private static MappedFile map(Path path) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return new MappedFile(path, mapOnce(path));
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

  private static ByteBuffer mapOnce(Path path) throws IOException {
    try (RandomAccessFile file = openExisting(path);
        FileChannel channel = file.getChannel()) {
      long bytes = file.length();
      if (bytes <= 0 || bytes > Integer.MAX_VALUE) {
        throw new IOException(path + " has " + bytes + " bytes and cannot be mapped as a whole");
      }
      MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes);
      return mapped.order(ByteOrder.nativeOrder());
    }
  }

  private static RandomAccessFile openExisting(Path path) throws IOException {
    if (!Files.isRegularFile(path)) { // or else mode rw would create it
      throw new NoSuchFileException(path.toString());
    }
    return new RandomAccessFile(path.toFile(), "rw");
  }

  /**
   * Returns the file's size when it was mapped.
   *
   * @return a size in bytes
   * @throws IllegalStateException after {@link #close()}
   */
  public long size() {
    checkOpen();
    return memory.capacity();
  }

  /**
   * Returns the whole file as a buffer of its own position and limit, in the machine's byte order.
   *
   * <p>It stays usable after {@link #close()}, for as long as it is reachable.
   *
   * @return a new view of the memory
   * @throws IllegalStateException after {@link #close()}
   */
  public ByteBuffer buffer() {
    checkOpen();
    return memory.duplicate().order(ByteOrder.nativeOrder());
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
    return NativeCalls.addressOf(memory);
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
  }

  @Override
  public String toString() {
    return "MappedFile[" + path + ", bytes=" + memory.capacity() + (closed ? ", closed]" : "]");
  }
}
