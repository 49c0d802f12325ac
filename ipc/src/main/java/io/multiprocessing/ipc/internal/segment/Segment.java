package io.multiprocessing.ipc.internal.segment;

import io.multiprocessing.ipc.NoSpaceException;
import io.multiprocessing.ipc.OwnerGoneException;
import io.multiprocessing.ipc.internal.files.NamedDraft;
import io.multiprocessing.ipc.internal.files.NamedFile;
import io.multiprocessing.ipc.internal.files.SharedFolder;
import io.multiprocessing.ipc.internal.jvm.ProcessIdentity;
import io.multiprocessing.ipc.internal.memory.MappedFile;
import io.multiprocessing.ipc.internal.memory.UnnamedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

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

  private final SegmentAddress address;
  private final MappedFile file;
  private final long bytes;
  private final boolean own; // made by this JVM
  private final NamedFile named; // null if it has no name
  private final Runnable ending; // ends this JVM's hold on the file; null if it has only mapped it
  private int users; // guarded by SegmentTable
  private boolean ended; // guarded by SegmentTable
  private volatile boolean pinned; // set by whoever hands out a buffer

  private Segment(
      SegmentAddress address, MappedFile file, boolean own, NamedFile named, Runnable ending) {
    this.address = address;
    this.file = file;
    this.bytes = SegmentHeader.bytes(file);
    this.own = own;
    this.named = named;
    this.ending = ending;
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
    SegmentFile source = SegmentFile.create(fileBytes(bytes));
    try {
      MappedFile file = MappedFile.open(source.path());
      SegmentAddress address = address(source.path(), nextId(), null);
      SegmentHeader.write(file, address, bytes, 0);
      return SegmentTable.addCreated(new Segment(address, file, true, null, source::close));
    } catch (RuntimeException | Error e) {
      source.close();
      throw e;
    }
  }

  /**
   * Makes a segment of zeros with a name and one user.
   *
   * <p>Blocks for as long as it takes the system to supply the memory.
   *
   * @param name how others find it
   * @param bytes size of the payload, at least 1
   * @param kind what it will hold, other than 0
   * @return the segment
   * @throws IllegalArgumentException if it cannot be called that
   * @throws IllegalStateException if the name is taken
   * @throws NoSpaceException if there is not that much shared memory
   * @throws UncheckedIOException if the folder of names is not this user's alone
   */
  public static Segment create(String name, long bytes, long kind) {
    return create(name, bytes, kind, file -> {});
  }

  /**
   * Makes a segment with a name that nobody finds before it has its content.
   *
   * @param name how others find it
   * @param content the payload, at least 1 byte
   * @param kind what it holds, other than 0
   * @return the segment
   * @see #create(String, long, long)
   */
  public static Segment create(String name, byte[] content, long kind) {
    return create(
        name,
        content.length,
        kind,
        file -> file.view(payloadOffset(), content.length).put(content));
  }

  private static Segment create(String name, long bytes, long kind, Consumer<MappedFile> content) {
    long fileBytes = fileBytes(bytes);
    long id = nextId();
    try (NamedDraft draft = SharedFolder.inDefaultPlace().draft(name, id)) {
      MappedFile file = MappedFile.create(draft.path(), fileBytes);
      content.accept(file);
      SegmentHeader.write(file, address(draft.path(), id, name), bytes, kind);
      NamedFile named = publish(draft, file);
      return SegmentTable.addCreated(
          new Segment(address(named.path(), id, name), file, true, named, named::close));
    }
  }

  private static NamedFile publish(NamedDraft draft, MappedFile file) {
    try {
      return draft.publish();
    } catch (RuntimeException e) {
      file.closeAndRelease();
      throw e;
    }
  }

  /**
   * Tells a segment from another one that has its descriptor's number later; nobody need be kept
   * from guessing it, since only this user gets at the file. Not SecureRandom: its classes remain
   * unusable if they are loaded while no file can be opened.
   */
  private static long nextId() {
    return ThreadLocalRandom.current().nextLong();
  }

  /** Rounded up, so that each byte has the whole word around it. */
  private static long fileBytes(long bytes) {
    if (bytes < 1 || bytes > Long.MAX_VALUE / 2) {
      throw new IllegalArgumentException(
          "bytes=" + bytes + ", must be at least 1 and at most " + Long.MAX_VALUE / 2);
    }
    return SegmentLayout.HEADER_BYTES + (bytes + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
  }

  private static SegmentAddress address(Path path, long id, String name) {
    ProcessIdentity self = ProcessIdentity.current();
    return new SegmentAddress(path.toString(), id, self.pid(), self.startTicks(), name);
  }

  /**
   * Maps a segment that this or another process has made, and counts one more user.
   *
   * <p>Does not block.
   *
   * @param address a result of {@link #share()}
   * @return the segment; the same object if this JVM has it already
   * @throws OwnerGoneException if its creator has ended or has released it; if it has a name, if
   *     the last of its users has
   * @throws IllegalStateException if something else is at that address
   */
  public static Segment attach(SegmentAddress address) {
    if (address.name() == null) {
      return SegmentTable.find(address.id(), () -> map(address));
    }
    return SharedFolder.inDefaultPlace()
        .attach(address.name(), address.id())
        .flatMap(file -> attach(address.name(), file))
        .orElseThrow(() -> gone(address, null));
  }

  /**
   * Maps a segment by its name, and counts one more user.
   *
   * @param name how it is called
   * @return the segment, the same object if this JVM has it already; empty if there is none of that
   *     name, or nobody uses it any more
   * @throws IllegalArgumentException if nothing can be called that
   * @throws IllegalStateException if it is damaged or something else
   * @throws UncheckedIOException if the folder of names is not this user's alone
   */
  public static Optional<Segment> attach(String name) {
    return SharedFolder.inDefaultPlace().attach(name).flatMap(file -> attach(name, file));
  }

  /** Not within the table's lock: the first name that a JVM uses starts a process. */
  private static Optional<Segment> attach(String name, NamedFile file) {
    Segment segment = null;
    try {
      segment = SegmentTable.find(file.generation(), () -> map(name, file));
      return Optional.of(segment);
    } catch (UncheckedIOException e) {
      if (Files.exists(file.path())) {
        throw e;
      }
      return Optional.empty(); // unlinked at this moment
    } finally {
      if (segment == null || segment.named != file) { // this JVM has it already
        file.close();
      }
    }
  }

  private static Segment map(String name, NamedFile named) {
    MappedFile file = NamedSegment.map(name, named.path(), named.generation());
    return new Segment(SegmentHeader.address(file, name), file, false, named, named::close);
  }

  private static Segment map(SegmentAddress address) {
    MappedFile file;
    try {
      file = MappedFile.open(Path.of(address.path()));
    } catch (UncheckedIOException e) {
      throw UnnamedFile.isForWantOfDescriptors(e) ? e : gone(address, e.getCause());
    }
    if (!SegmentHeader.isOf(file, address.id())) {
      throw gone(address, null); // a descriptor's number is given to another file once it is closed
    }
    SegmentHeader.checkSize(file);
    return new Segment(address, file, false, null, null);
  }

  private static OwnerGoneException gone(SegmentAddress address, IOException cause) {
    return new OwnerGoneException(
        "the shared memory is gone: " + why(address), address.pid(), cause);
  }

  private static String why(SegmentAddress address) {
    if (address.name() != null) {
      return "nobody uses name=" + address.name() + " any more, or it was unlinked";
    }
    return "process "
        + address.pid()
        + ", which made it, "
        + (address.creator().isAlive()
            ? "has closed it"
            : "has ended, and nobody can attach it anew");
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
    if (own) {
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
    return true;
  }

  /** Guarded by SegmentTable, which has forgotten it: this may fail. */
  void end() {
    file.close();
    if (ending != null) {
      ending.run();
    }
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

  Runnable ending() {
    return ending;
  }

  /**
   * Takes its name away: nobody finds it by that any more, who has it keeps it.
   *
   * @throws IllegalStateException if it has none
   */
  public void unlink() {
    if (named == null) {
      throw new IllegalStateException("shared memory without a name cannot be unlinked");
    }
    named.unlink();
  }

  /**
   * Returns how it is called.
   *
   * @return its name, or null
   */
  public String name() {
    return address.name();
  }

  /**
   * Returns what it holds.
   *
   * @return the kind given when it was made; 0 if it has no name
   */
  public long kind() {
    return SegmentHeader.kind(file);
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
   * @return a number of bytes, as it was asked for
   */
  public long bytes() {
    return bytes;
  }

  /**
   * Tells whether this JVM has made the segment.
   *
   * @return false if it was attached
   */
  public boolean isOwn() {
    return own;
  }

  @Override
  public String toString() {
    return "Segment[" + address.path() + ", bytes=" + bytes() + "]";
  }
}
