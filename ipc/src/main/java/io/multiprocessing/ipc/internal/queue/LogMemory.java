package io.multiprocessing.ipc.internal.queue;

import io.multiprocessing.ipc.internal.jvm.ProcessIdentity;
import io.multiprocessing.ipc.internal.memory.Memory;
import io.multiprocessing.ipc.internal.segment.Segment;
import io.multiprocessing.ipc.internal.segment.SegmentAddress;
import io.multiprocessing.ipc.internal.wait.Doorbell;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Both sides: the shared memory of a queue or pipe: words in one segment, elements in a heap.
 *
 * <p>Within one JVM the same memory is one object. This class is thread-safe.
 */
final class LogMemory implements LogMarks {

  /*
   * End. close() first says CLOSED and wakes everybody. All who take a lock from then on see it, and
   * leave. Having had each lock once, the one who closes knows that nobody is between the locks and
   * their release any more: ENDED, and all that is in the log is garbage. Blocks in the hands of a
   * producer or consumer stay theirs until they give them back.
   */

  private static final long CLOSE_PATIENCE_NANOS = 1_000_000_000;

  private static final Map<Long, WeakReference<LogMemory>> KNOWN = new HashMap<>(); // guarded by it

  private final Segment control;
  private final ByteBuffer words;
  private final SegmentAddress heapAddress;
  private final BlockHeap heap;
  private final int kind;

  private LogMemory(Segment control, SegmentAddress heapAddress) {
    this.control = control;
    this.words = control.file().buffer();
    this.kind = Memory.getInt(words, LogMemoryLayout.KIND_OFFSET);
    if (heapAddress == null) {
      this.heap = BlockHeap.create(this);
      this.heapAddress = heap.address();
    } else {
      this.heap = BlockHeap.open(heapAddress, control.isOwn(), this);
      this.heapAddress = heapAddress;
    }
  }

  static LogMemory create(int kind, long maxElements) {
    Segment control = Segment.create(LogMemoryLayout.bytes(kind) - Segment.payloadOffset());
    try {
      ByteBuffer words = control.file().buffer();
      Memory.putInt(words, LogMemoryLayout.KIND_OFFSET, kind);
      Memory.putLong(words, LogMemoryLayout.MAX_ELEMENTS_OFFSET, maxElements);
      LogMemory memory = new LogMemory(control, null);
      memory.beginLogs();
      // release: publishes all of it; pairs with the acquire in attach()
      Memory.putLongRelease(words, LogMemoryLayout.MAGIC_OFFSET, LogMemoryLayout.MAGIC);
      remember(memory);
      return memory;
    } catch (RuntimeException | Error e) {
      control.release();
      throw e;
    }
  }

  private void beginLogs() {
    try {
      for (int log = 0; log < LogMemoryLayout.logs(kind); log++) {
        int block = heap.claim();
        heap.setOwner(block, BlockOwner.log(log, 0));
        long place = (long) block << Integer.SIZE;
        int at = LogMemoryLayout.log(log);
        Memory.putLong(words, LogLayout.putState(at, 0) + LogLayout.PLACE, place);
        Memory.putLong(words, LogLayout.takeState(at, 0) + LogLayout.PLACE, place);
      }
    } catch (RuntimeException | Error e) {
      heap.release();
      throw e;
    }
  }

  private static void remember(LogMemory memory) {
    synchronized (KNOWN) {
      KNOWN.values().removeIf(reference -> reference.get() == null);
      KNOWN.put(memory.id(), new WeakReference<>(memory));
    }
  }

  /**
   * Opens what this or another process has made.
   *
   * @throws io.multiprocessing.ipc.OwnerGoneException if its creator has ended or has closed it
   */
  static LogMemory attach(QueueAddress address) {
    synchronized (KNOWN) { // opening does not block; twice would be two objects
      WeakReference<LogMemory> reference = KNOWN.get(address.control().id());
      LogMemory known = reference == null ? null : reference.get();
      if (known == null) {
        known = open(address);
        remember(known);
      }
      return known;
    }
  }

  private static LogMemory open(QueueAddress address) {
    Segment control = Segment.attach(address.control());
    // acquire: the rest is complete; pairs with the release in create()
    long magic = Memory.getLongAcquire(control.file().buffer(), LogMemoryLayout.MAGIC_OFFSET);
    if (magic != LogMemoryLayout.MAGIC) {
      throw new IllegalStateException(control + " is not a queue");
    }
    return new LogMemory(control, address.heap());
  }

  /** Returns where others find it. If this JVM has made it, it stays until it is released. */
  QueueAddress address() {
    SegmentAddress controlAddress = control.share();
    heap.share();
    return new QueueAddress(controlAddress, heapAddress);
  }

  private long id() {
    return control.address().id();
  }

  ByteBuffer words() {
    return words;
  }

  BlockHeap heap() {
    return heap;
  }

  int kind() {
    return kind;
  }

  long maxElements() {
    return Memory.getLong(words, LogMemoryLayout.MAX_ELEMENTS_OFFSET);
  }

  Doorbell bell(int at) {
    return new Doorbell(control.file(), at);
  }

  boolean isOwn() {
    return control.isOwn();
  }

  boolean isReleased() {
    return control.file().isClosed();
  }

  ProcessIdentity creator() {
    return new ProcessIdentity(control.address().pid(), control.address().startTicks());
  }

  boolean isClosed() {
    // volatile: after having taken a lock that the one who closes takes later
    return Memory.getIntVolatile(words, LogMemoryLayout.STATE_OFFSET) != LogMemoryLayout.OPEN;
  }

  /** Returns false if it was closed before. */
  boolean markClosed() {
    return Memory.compareAndSetInt(
        words, LogMemoryLayout.STATE_OFFSET, LogMemoryLayout.OPEN, LogMemoryLayout.CLOSED);
  }

  /** Frees what is in the logs. The caller has marked it closed. */
  void end(StampLock... locks) {
    for (StampLock lock : locks) {
      if (!lock.tryLock(CLOSE_PATIENCE_NANOS)) { // a stopped process, or we are interrupted
        return;
      }
      lock.unlock();
    }
    Memory.putIntVolatile(words, LogMemoryLayout.STATE_OFFSET, LogMemoryLayout.ENDED);
    heap.sweep().run();
    heap.sweep().giveBack(0);
  }

  /** Ends the way to it for newcomers, if this JVM has made it. */
  void release() {
    if (isOwn() && !isReleased()) {
      heap.release();
      while (!control.file().isClosed()) { // each handle that came back counts
        control.release();
      }
    }
  }

  @Override
  public long firstOrdinal(int log) {
    return Memory.getLongAcquire(words, LogMemoryLayout.log(log) + LogLayout.FIRST_ORDINAL);
  }

  @Override
  public long taken(int log) {
    return Memory.getLongAcquire(words, LogMemoryLayout.log(log) + LogLayout.TAKE_COUNT);
  }

  @Override
  public boolean isEnded() {
    return Memory.getIntVolatile(words, LogMemoryLayout.STATE_OFFSET) == LogMemoryLayout.ENDED;
  }

  @Override
  public String toString() {
    return "made by process " + control.address().pid() + ", id=" + Long.toHexString(id());
  }
}
