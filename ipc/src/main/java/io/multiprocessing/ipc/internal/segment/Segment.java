package io.multiprocessing.ipc.internal.segment;

import io.multiprocessing.ipc.NoSpaceException;
import io.multiprocessing.ipc.OwnerGoneException;
import io.multiprocessing.ipc.internal.jvm.ProcessIdentity;
import io.multiprocessing.ipc.internal.memory.MappedFile;
import io.multiprocessing.ipc.internal.memory.Memory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * Both sides: a piece of memory of any size that one JVM makes and others attach.
 *
 * <p>Within one JVM the same segment is one object. This class is thread-safe.
 */
public final class Segment {

  /*
   * Life. A segment is an unnamed file (see SegmentFile), held open by its creator and mapped by
   * everybody who uses it. The kernel frees it when no process has it any more. So a killed process
   * leaves nothing behind, and memory in use is never taken away.
   *
   *   never shared   goes with the garbage of its creator
   *   share()        from then on it can be in a message that nobody has read yet: the creator keeps
   *                  it until release() has been called as often as retain(), or until it ends
   *   attached       goes with the garbage, or with the last release()
   *
   * Use after release. The mapping itself ends only when no buffer of it is reachable (see
   * MappedFile): release() can refuse further use, but it cannot pull memory from under a thread.
   * releaseMemory() does give the memory back, for users that never wait for what a word says;
   * a thread that is late then sees zeros.
   */

  private static final SecureRandom IDS = new SecureRandom();

  private final SegmentFile source; // null where attached
  private final SegmentAddress address;
  private final MappedFile file;
  private int users; // guarded by SegmentTable
  private boolean ended; // guarded by SegmentTable
  private volatile boolean pinned; // set by whoever hands out a buffer

  private Segment(SegmentFile source, SegmentAddress address, MappedFile file) {
    this.source = source;
    this.address = address;
    this.file = file;
  }

  /**
   * Makes a segment of zeros with one user.
   *
   * <p>Blocks for as long as it takes the system to supply the memory, some 0.1 s per GB.
   *
   * @param bytes size of the payload, at least 1
   * @return the segment
   * @throws NoSpaceException if there is not that much shared memory
   * @throws UncheckedIOException if this process has no file descriptor left
   */
  public static Segment create(long bytes) {
    if (bytes < 1 || bytes > Long.MAX_VALUE - SegmentLayout.HEADER_BYTES) {
      throw new IllegalArgumentException("bytes=" + bytes + ", must be at least 1");
    }
    SegmentFile source = SegmentFile.create(SegmentLayout.HEADER_BYTES + bytes);
    try {
      MappedFile file = MappedFile.open(source.path());
      Segment segment = new Segment(source, writeHeader(file, source.path()), file);
      segment.users = 1;
      SegmentTable.addCreated(segment);
      return segment;
    } catch (RuntimeException | Error e) {
      source.close();
      throw e;
    }
  }

  private static SegmentAddress writeHeader(MappedFile file, Path path) {
    ProcessIdentity self = ProcessIdentity.current();
    long id = IDS.nextLong();
    ByteBuffer header = file.windows()[0];
    Memory.putLong(header, SegmentLayout.ID_OFFSET, id);
    Memory.putLong(header, SegmentLayout.BYTES_OFFSET, file.size());
    Memory.putLong(header, SegmentLayout.PID_OFFSET, self.pid());
    Memory.putLong(header, SegmentLayout.START_OFFSET, self.startTicks());
    // release: publishes the header; pairs with the acquire in map()
    Memory.putLongRelease(header, SegmentLayout.MAGIC_OFFSET, SegmentLayout.MAGIC);
    return new SegmentAddress(path.toString(), id, self.pid(), self.startTicks());
  }

  /**
   * Maps a segment that this or another process has made, and counts one more user.
   *
   * <p>Does not block.
   *
   * @param address a result of {@link #share()}
   * @return the segment; the same object if this JVM has it already
   * @throws OwnerGoneException if its creator has ended or has released it
   * @throws IllegalStateException if something else is at that address
   */
  public static Segment attach(SegmentAddress address) {
    return SegmentTable.find(address, () -> map(address));
  }

  private static Segment map(SegmentAddress address) {
    MappedFile file;
    try {
      file = MappedFile.open(Path.of(address.path()));
    } catch (UncheckedIOException e) {
      throw gone(address, e.getCause());
    }
    if (file.size() < SegmentLayout.HEADER_BYTES) {
      throw foreign(address);
    }
    ByteBuffer header = file.windows()[0];
    // acquire: the rest of the header is complete; pairs with the release in writeHeader()
    boolean ours =
        Memory.getLongAcquire(header, SegmentLayout.MAGIC_OFFSET) == SegmentLayout.MAGIC
            && Memory.getLong(header, SegmentLayout.ID_OFFSET) == address.id();
    if (!ours) {
      throw foreign(address);
    }
    long bytes = Memory.getLong(header, SegmentLayout.BYTES_OFFSET);
    if (bytes != file.size()) {
      throw new IllegalStateException(
          address.path() + " has " + file.size() + " bytes instead of " + bytes);
    }
    return new Segment(null, address, file);
  }

  /** A descriptor's number is given to another file once it is closed. */
  private static RuntimeException foreign(SegmentAddress address) {
    return gone(address, null);
  }

  private static OwnerGoneException gone(SegmentAddress address, IOException cause) {
    String what =
        address.creator().isAlive() ? "has closed it" : "has ended, and nobody can attach it anew";
    return new OwnerGoneException(
        "the shared memory is gone: process " + address.pid() + ", which made it, " + what,
        address.pid(),
        cause);
  }

  /**
   * Returns where other processes find the segment. If this JVM has made it, it stays from now on
   * until it is released or this JVM ends, whether or not anything here refers to it.
   *
   * @return what to pass to {@link #attach(SegmentAddress)}
   * @throws IllegalStateException if it was released
   */
  public SegmentAddress share() {
    file.checkOpen();
    if (source != null) {
      SegmentTable.keep(this);
    }
    return address;
  }

  /** Tells whether this JVM has made and shared it. */
  boolean isKept() {
    return SegmentTable.isKept(this);
  }

  /**
   * Counts one more user in this JVM.
   *
   * @throws IllegalStateException if the last one has gone already
   */
  public void retain() {
    file.checkOpen();
    SegmentTable.addUser(this);
  }

  /**
   * Counts one user less. After the last one the memory refuses; if this JVM has made the segment,
   * nobody can attach it any more.
   */
  public void release() {
    SegmentTable.removeUser(this);
  }

  /**
   * As {@link #release()}, and the last one gives this JVM's hold on the memory back at once
   * instead of with the garbage, unless {@link #pin()} was called.
   *
   * <p>A thread that is in the middle of an access sees zeros.
   */
  public void releaseMemory() {
    if (SegmentTable.removeUser(this) && !pinned) {
      file.closeAndRelease();
    }
  }

  /** Says that somebody has a buffer of it who may use it after the last release. */
  public void pin() {
    pinned = true;
  }

  /** Guarded by SegmentTable. */
  boolean tryAddUser() {
    if (ended) {
      return false;
    }
    users++;
    return true;
  }

  /** Guarded by SegmentTable; returns whether that was the last one. */
  boolean dropUser() {
    if (ended || --users > 0) {
      return false;
    }
    ended = true;
    file.close();
    if (source != null) {
      source.close();
    }
    return true;
  }

  /**
   * Returns where the segment is, for use within this JVM: unlike {@link #share()}, it does not
   * keep it.
   *
   * @return its address
   */
  public SegmentAddress address() {
    return address;
  }

  SegmentFile source() {
    return source;
  }

  /**
   * Returns the mapping, with the header in its first {@link #payloadOffset()} bytes.
   *
   * @return the memory; it refuses after the last {@link #release()}
   */
  public MappedFile file() {
    return file;
  }

  /**
   * Returns where the payload begins in {@link #file()}, a multiple of 128.
   *
   * @return a number of bytes
   */
  public static int payloadOffset() {
    return SegmentLayout.HEADER_BYTES;
  }

  /**
   * Returns the size of the payload.
   *
   * @return a number of bytes
   */
  public long bytes() {
    return file.size() - SegmentLayout.HEADER_BYTES;
  }

  /**
   * Tells whether this JVM has made the segment.
   *
   * @return false if it was attached
   */
  public boolean isOwn() {
    return source != null;
  }

  @Override
  public String toString() {
    return "Segment[" + address.path() + ", bytes=" + bytes() + "]";
  }
}
