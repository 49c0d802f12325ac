package io.multiprocessing.ipc;

import io.multiprocessing.ipc.internal.memory.MappedFile;
import io.multiprocessing.ipc.internal.memory.Memory;
import io.multiprocessing.ipc.internal.segment.Region;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * One byte of mapped memory that says yes or no to every JVM that looks, in a file of the user's
 * choice or in shared memory.
 *
 * <p>Looking costs a nanosecond, so it can stand in an inner loop: "has somebody found it?".
 * Nothing here blocks, but for making or opening the file.
 *
 * <p>The file has 16 bytes; the one at offset 8 is the flag, 0 or 1, for programs in other
 * languages too. It belongs to the user: it stays until somebody deletes it, and then those who
 * have it open still share it. Its page of memory goes with the garbage. A flag without a file goes
 * as a {@link RawValue} does.
 *
 * <p>Can be captured by a lambda, put into a queue, or sent in any other way to another JVM of the
 * same machine: a flag in a file arrives by its path, and cannot be read there if the file is gone.
 * This class is thread-safe.
 *
 * <p>Memory consistency: what a thread of any JVM did before it set or cleared the flag
 * happens-before what a thread of any JVM does after it has seen that.
 */
public final class MmapFlag implements Serializable {

  private static final long serialVersionUID = 1L;

  private final transient ByteBuffer memory;
  private final transient int offset;
  private final transient Path path; // or null
  private final transient Region region; // or null

  private MmapFlag(ByteBuffer memory, int offset, Path path, Region region) {
    this.memory = memory;
    this.offset = offset;
    this.path = path;
    this.region = region;
  }

  /**
   * Makes a flag without a file, not set.
   *
   * @return the flag
   * @throws NoSpaceException if there is no shared memory left
   */
  public static MmapFlag create() {
    return in(Region.allocate(FlagLayout.REGION_TAG, FlagLayout.REGION_BYTES));
  }

  static MmapFlag in(Region region) {
    return new MmapFlag(region.memory(), FlagLayout.REGION_FLAG_OFFSET, null, region);
  }

  /**
   * Makes a flag in a new file that only its owner can read and write, not set.
   *
   * @param path where; must not exist
   * @return the flag
   * @throws UncheckedIOException if there is such a file already, or it cannot be made
   * @throws NoSpaceException if the file system is full
   */
  public static MmapFlag create(Path path) {
    Path absolute = path.toAbsolutePath();
    ByteBuffer memory = MappedFile.create(absolute, FlagLayout.BYTES).buffer();
    // release: nobody takes it for a flag before it is complete; pairs with the acquire in open()
    Memory.putLongRelease(memory, FlagLayout.MAGIC_OFFSET, FlagLayout.MAGIC);
    return new MmapFlag(memory, FlagLayout.FLAG_OFFSET, absolute, null);
  }

  /**
   * Opens a flag that this or another process has made in a file.
   *
   * @param path the file
   * @return the flag, set or not as it is
   * @throws UncheckedIOException if there is no such file, or it cannot be read and written
   * @throws IllegalStateException if the file holds something else, or was cut off
   */
  public static MmapFlag open(Path path) {
    Path absolute = path.toAbsolutePath();
    checkSize(absolute); // first: what is empty cannot be mapped
    ByteBuffer memory = MappedFile.open(absolute).buffer();
    // acquire: pairs with the release in create()
    if (Memory.getLongAcquire(memory, FlagLayout.MAGIC_OFFSET) != FlagLayout.MAGIC) {
      throw noFlag(
          absolute, "it begins otherwise; was it made by MmapFlag.create, on this machine?");
    }
    return new MmapFlag(memory, FlagLayout.FLAG_OFFSET, absolute, null);
  }

  private static void checkSize(Path path) {
    try {
      long bytes = Files.size(path);
      if (bytes != FlagLayout.BYTES) {
        throw noFlag(path, "it has " + bytes + " bytes instead of " + FlagLayout.BYTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static IllegalStateException noFlag(Path path, String why) {
    return new IllegalStateException("path=" + path + " is no flag: " + why);
  }

  private Object writeReplace() {
    return path != null
        ? new FlagAddress(path.toString(), null)
        : new FlagAddress(null, region.address());
  }

  /**
   * Tells whether the flag is set.
   *
   * @return true if the last change by anybody was {@link #set()}
   */
  public boolean isSet() {
    // acquire: what came before the change; pairs with the release in set() and clear()
    return Memory.getByteAcquire(memory, offset) != 0;
  }

  /** Sets the flag; nothing changes if it is set. */
  public void set() {
    // release: publishes what this thread did before; pairs with the acquire in isSet()
    Memory.putByteRelease(memory, offset, (byte) 1);
  }

  /** Clears the flag; nothing changes if it is not set. */
  public void clear() {
    // release: publishes what this thread did before; pairs with the acquire in isSet()
    Memory.putByteRelease(memory, offset, (byte) 0);
  }

  /** Tells whether both are the same flag, by their paths if they are in files. */
  @Override
  public boolean equals(Object other) {
    return other instanceof MmapFlag that
        && Objects.equals(path, that.path)
        && Objects.equals(region, that.region);
  }

  /** The same for each handle of the same flag in this JVM. */
  @Override
  public int hashCode() {
    return Objects.hash(path, region);
  }

  /** Returns whether it is set, and its file if there is one. */
  @Override
  public String toString() {
    return "MmapFlag[" + (path == null ? "" : path + ", ") + (isSet() ? "set]" : "not set]");
  }
}
