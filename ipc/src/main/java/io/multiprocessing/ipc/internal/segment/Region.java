package io.multiprocessing.ipc.internal.segment;

import io.multiprocessing.ipc.internal.memory.MappedFile;
import io.multiprocessing.ipc.internal.memory.Memory;
import io.multiprocessing.ipc.internal.memory.SpaceInGarbage;
import io.multiprocessing.ipc.internal.wait.Doorbell;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Both sides: a small piece of shared memory that holds one value, lock or the like, together with
 * others in one segment.
 *
 * <p>Its first {@link #TAG_BYTES} say what it holds; the rest begins as zeros. Two regions are
 * equal if they are the same memory. This class is thread-safe.
 */
public final class Region {

  /** What the tag takes at the beginning of each region. */
  public static final int TAG_BYTES = 8;

  /** Regions begin at multiples of this, so that no two share a pair of cache lines. */
  public static final int ALIGNMENT = 128;

  private final Segment segment; // keeps the memory, and this JVM's hold on it
  private final int offset;
  private final ByteBuffer memory;

  private Region(Segment segment, int offset, int bytes) {
    this.segment = segment;
    this.offset = offset;
    this.memory = segment.file().buffer().slice(offset, bytes).order(ByteOrder.nativeOrder());
  }

  /**
   * Takes new memory.
   *
   * <p>Does not block but for the time it takes the system to supply some KB of memory and, if
   * there are none left, this JVM to collect its garbage. It goes with the garbage; once {@link
   * #address()} was called it stays until this JVM ends.
   *
   * @param tag what it will hold, a number other than 0
   * @param bytes its size, the tag included
   * @return the memory, zeros behind the tag
   * @throws io.multiprocessing.ipc.NoSpaceException if there is no shared memory left
   */
  public static Region allocate(int tag, int bytes) {
    if (tag == 0 || bytes < TAG_BYTES) {
      throw new IllegalArgumentException("tag=" + tag + ", bytes=" + bytes);
    }
    Region region = SpaceInGarbage.collected(() -> Arena.allocate(bytes, Region::new));
    Memory.putInt(region.memory, Integer.BYTES, bytes);
    // release: publishes the size; pairs with the acquire in attach()
    Memory.putIntRelease(region.memory, 0, tag);
    return region;
  }

  /**
   * Maps a region that this or another process has allocated.
   *
   * @param address a result of {@link #address()}
   * @param tag what it must hold
   * @return the same memory
   * @throws io.multiprocessing.ipc.OwnerGoneException if the process that allocated it has ended
   * @throws IllegalStateException if it holds something else
   */
  public static Region attach(RegionAddress address, int tag) {
    Segment segment = Segment.attach(address.segment());
    ByteBuffer all = segment.file().buffer();
    int offset = address.offset();
    if (offset < Segment.payloadOffset()
        || offset % ALIGNMENT != 0
        || offset > all.capacity() - ALIGNMENT) {
      throw new IllegalStateException("offset=" + offset + " is no region of " + segment);
    }
    // acquire: the size is there; pairs with the release in allocate()
    int found = Memory.getIntAcquire(all, offset);
    int bytes = Memory.getInt(all, offset + Integer.BYTES);
    if (found != tag || bytes < TAG_BYTES || bytes > all.capacity() - offset) {
      throw new IllegalStateException(
          "expected tag=" + tag + " at offset=" + offset + " of " + segment + ", found " + found);
    }
    return new Region(segment, offset, bytes);
  }

  /**
   * Returns the memory, in the machine's byte order, for access through {@link Memory}; its byte 0
   * is aligned to {@link #ALIGNMENT}.
   *
   * @return the region's bytes, the tag included; the same object each time, so use absolute
   *     indexes
   */
  public ByteBuffer memory() {
    return memory;
  }

  /**
   * Makes an object for a doorbell within the region.
   *
   * @param at the byte at which it begins, a multiple of 64; the region must have {@link
   *     Doorbell#BYTES} from there
   * @return a doorbell that every process which makes it at that place has in common
   */
  public Doorbell doorbell(int at) {
    if (at < TAG_BYTES || at > memory.capacity() - Doorbell.BYTES) {
      throw new IllegalArgumentException("at=" + at + ", but the region has " + memory.capacity());
    }
    return new Doorbell(segment.file(), offset + at);
  }

  /**
   * Returns the whole mapping that the region is in.
   *
   * @return a file of which this is a part
   */
  public MappedFile file() {
    return segment.file();
  }

  /**
   * Returns where the region begins in {@link #file()}.
   *
   * @return a multiple of {@link #ALIGNMENT}
   */
  public int offset() {
    return offset;
  }

  /**
   * Returns where other processes find the region. If this JVM has allocated it, it stays from now
   * on until this JVM ends.
   *
   * @return what to pass to {@link #attach(RegionAddress, int)}
   */
  public RegionAddress address() {
    return new RegionAddress(segment.share(), offset);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Region that && segment == that.segment && offset == that.offset;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(segment.address().id()) * 31 + offset;
  }

  @Override
  public String toString() {
    return "Region[" + segment + ", offset=" + offset + ", bytes=" + memory.capacity() + "]";
  }

  /**
   * Both sides: tells another process of the same user where a region is.
   *
   * @param segment the segment that it is in
   * @param offset the byte of the file at which it begins
   */
  public record RegionAddress(SegmentAddress segment, int offset) implements Serializable {}
}
