package io.multiprocessing.ipc.internal.segment;

import io.multiprocessing.ipc.NoSpaceException;
import io.multiprocessing.ipc.internal.jvm.ProcessIdentity;
import io.multiprocessing.ipc.internal.memory.MappedFile;
import io.multiprocessing.ipc.internal.memory.SpaceInGarbage;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Both sides: how one object of the user gets at the bytes of a segment, until it is closed.
 *
 * <p>The byte at a position is found in {@link #buffer} at {@link #index}. This class is
 * thread-safe.
 */
public final class SegmentHandle implements AutoCloseable {

  /*
   * Close. Each access would pay for a check that other threads' close() is seen at once. So the
   * buffers are in plain fields, which close() sets to null: the thread that closes sees it, others
   * do when they next read the field, which may be only after a loop that the compiler has read it
   * ahead of. Until then they have memory, of zeros at worst (see MappedFile.closeAndRelease).
   * Measured with JDK 17: 0.5 ns for a get in a loop, as for a Java array, and 1.5 ns with opaque
   * fields.
   *
   * Handles never closed. The collector releases those that were attached. The one that has made
   * the segment stays if it was shared: somebody may still be on the way to it.
   */

  private static final Cleaner CLEANER = Cleaner.create();

  private static final int WINDOW_SHIFT = Integer.numberOfTrailingZeros(MappedFile.WINDOW_BYTES);

  private final String noun;
  private final Hold hold;
  private final Cleaner.Cleanable cleanable;
  private final SegmentAddress address;
  private final long end;
  private final int mask;
  private ByteBuffer whole; // null if it takes several, or after close(); see Close
  private ByteBuffer[] windows; // null after close(); see Close

  private SegmentHandle(String noun, Segment segment, boolean original) {
    MappedFile file = segment.file();
    this.noun = noun;
    this.address = segment.address();
    this.end = start() + segment.bytes();
    this.windows = file.windows();
    this.whole = file.size() <= Integer.MAX_VALUE ? file.buffer() : null;
    this.mask = whole != null ? Integer.MAX_VALUE : MappedFile.WINDOW_BYTES - 1;
    this.hold = new Hold(segment, original);
    this.cleanable = CLEANER.register(this, hold);
  }

  /**
   * Makes a segment of zeros.
   *
   * <p>Blocks for as long as it takes the system to supply the memory, some 0.3 s per GB; if there
   * is not enough, also for a collection of this JVM's garbage, which may hold some.
   *
   * @param noun what to call it in messages
   * @param bytes size of the payload, at least 1
   * @return a handle, its only user
   * @throws NoSpaceException if there is not that much shared memory
   */
  public static SegmentHandle create(String noun, long bytes) {
    return create(noun, () -> Segment.create(bytes));
  }

  /**
   * Makes a segment of zeros with a name.
   *
   * @param noun what to call it in messages
   * @param name how others find it
   * @param bytes size of the payload, at least 1
   * @param kind what it will hold, other than 0
   * @return a handle, its first user
   * @throws IllegalStateException if the name is taken
   * @throws NoSpaceException if there is not that much shared memory
   * @see Segment#create(String, long, long)
   */
  public static SegmentHandle create(String noun, String name, long bytes, long kind) {
    return create(noun, () -> Segment.create(name, bytes, kind));
  }

  /**
   * Makes a segment with a name that nobody finds before it has its content.
   *
   * @param noun what to call it in messages
   * @param name how others find it
   * @param content the payload, at least 1 byte
   * @param kind what it holds, other than 0
   * @return a handle, its first user
   * @throws IllegalStateException if the name is taken
   * @throws NoSpaceException if there is not that much shared memory
   */
  public static SegmentHandle create(String noun, String name, byte[] content, long kind) {
    return create(noun, () -> Segment.create(name, content, kind));
  }

  private static SegmentHandle create(String noun, Supplier<Segment> source) {
    return new SegmentHandle(noun, SpaceInGarbage.collected(source::get), true);
  }

  /**
   * Maps a segment that this or another process has made.
   *
   * @param noun what to call it in messages
   * @param address a result of {@link #share()}
   * @return a handle, one more user
   * @throws io.multiprocessing.ipc.OwnerGoneException if its creator has ended or has closed it
   */
  public static SegmentHandle attach(String noun, SegmentAddress address) {
    return new SegmentHandle(noun, Segment.attach(address), false);
  }

  /**
   * Maps a segment by its name.
   *
   * @param noun what to call it in messages
   * @param name how it is called
   * @return a handle, one more user; empty if nobody uses such a segment
   * @see Segment#attach(String)
   */
  public static Optional<SegmentHandle> attach(String noun, String name) {
    return Segment.attach(name).map(segment -> new SegmentHandle(noun, segment, false));
  }

  /**
   * Takes the name away from it.
   *
   * @throws IllegalStateException if it has none, or after {@link #close()}
   */
  public void unlink() {
    segment().unlink();
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
   * @throws IllegalStateException after {@link #close()}
   */
  public long kind() {
    return segment().kind();
  }

  /**
   * Returns which process has made it.
   *
   * @return its identity
   */
  public ProcessIdentity creator() {
    return address.creator();
  }

  /**
   * Returns the buffer that has a byte.
   *
   * @param position of the byte, counted from the beginning of the file, within it
   * @return a buffer in the machine's byte order, to be used at {@link #index}
   * @throws IllegalStateException after {@link #close()}
   */
  public ByteBuffer buffer(long position) {
    ByteBuffer all = whole;
    return all != null ? all : window(position);
  }

  private ByteBuffer window(long position) {
    ByteBuffer[] all = windows;
    if (all == null) {
      throw closed();
    }
    return all[(int) (position >>> WINDOW_SHIFT)];
  }

  /**
   * Returns where a byte is in its {@link #buffer}.
   *
   * @param position as there
   * @return an index
   */
  public int index(long position) {
    return (int) position & mask;
  }

  /**
   * Returns how much of a range is in one buffer with its first byte.
   *
   * @param position of the first byte
   * @param bytes size of the range
   * @return at least 1, at most {@code bytes}
   */
  public int contiguousBytes(long position, long bytes) {
    return (int) Math.min(bytes, mask + 1L - index(position));
  }

  /**
   * Returns a range as one buffer that the user may keep: what it shows outlives {@link #close()}.
   *
   * @param position of the first byte
   * @param bytes its size
   * @return a new buffer in the machine's byte order
   * @throws IllegalStateException after {@link #close()}
   */
  public ByteBuffer view(long position, int bytes) {
    Segment segment = segment();
    segment.pin();
    return segment.file().view(position, bytes);
  }

  /**
   * Returns where the payload begins.
   *
   * @return a position
   */
  public long start() {
    return Segment.payloadOffset();
  }

  /**
   * Returns where the payload ends.
   *
   * @return a position
   */
  public long end() {
    return end;
  }

  /**
   * Returns where other processes find the segment, which stays from now on until it is closed here
   * or this JVM ends, if this JVM has made it.
   *
   * @return what to pass to {@link #attach}
   * @throws IllegalStateException after {@link #close()}
   */
  public SegmentAddress share() {
    return segment().share();
  }

  private Segment segment() {
    Segment segment = hold.segment();
    if (segment == null) {
      throw closed();
    }
    return segment;
  }

  /**
   * Throws if it was closed.
   *
   * @throws IllegalStateException after {@link #close()}
   */
  public void checkOpen() {
    segment();
  }

  private IllegalStateException closed() {
    return new IllegalStateException(noun + " is closed");
  }

  /**
   * Tells whether it was closed.
   *
   * @return true after {@link #close()}
   */
  public boolean isClosed() {
    return hold.segment() == null;
  }

  /**
   * Tells whether two handles are of the same memory.
   *
   * @param other another one; either may be closed
   * @return true if so
   */
  public boolean sameMemory(SegmentHandle other) {
    return address.id() == other.address.id();
  }

  /**
   * Returns a number for hash codes.
   *
   * @return the same for all handles of the same memory, also in other processes
   */
  public long id() {
    return address.id();
  }

  /** Refuses all further use; after the last handle in this JVM its hold on the memory ends. */
  @Override
  public void close() {
    try {
      whole = null;
      windows = null;
      hold.isOver();
      cleanable.clean();
    } finally {
      Reference.reachabilityFence(this); // until here the collector must not be quicker
    }
  }

  /** Both sides: one user of the segment; outlives the handle. */
  private static final class Hold implements Runnable {

    private final boolean original;
    private Segment segment; // guarded by this; null once released
    private boolean over; // guarded by this; the user has said so

    Hold(Segment segment, boolean original) {
      this.segment = segment;
      this.original = original;
    }

    synchronized Segment segment() {
      return segment;
    }

    synchronized void isOver() {
      over = true;
    }

    /** Runs once: by close(), or after the handle's end as garbage. */
    @Override
    public synchronized void run() {
      if (over) {
        segment.releaseMemory();
      } else if (!original || !segment.isKept()) {
        // the handle's last access may not have arrived: it has the buffer, but no longer the
        // handle
        segment.pin();
        segment.release();
      }
      segment = null; // a closed handle must not hold it
    }
  }
}
