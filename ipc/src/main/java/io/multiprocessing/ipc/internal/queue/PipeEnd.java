package io.multiprocessing.ipc.internal.queue;

import io.multiprocessing.ipc.EndOfStreamException;
import io.multiprocessing.ipc.internal.jvm.ProcessStamp;
import io.multiprocessing.ipc.internal.memory.SpaceInGarbage;
import io.multiprocessing.ipc.internal.wait.Doorbell;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Both sides: one end of a pipe in shared memory, as one handle of it sees it.
 *
 * <p>This class is thread-safe.
 */
public final class PipeEnd {

  /*
   * Log number n carries what end number n sends. The end that receives nothing any more, because
   * the other one was closed or the process that used it last has died, first takes what is there:
   * it looks for the peer, then for messages, and only if there were none after the peer was gone
   * the stream has ended.
   */

  /** Who sends waits while so much has not been received. */
  private static final long MAX_UNRECEIVED_BYTES = 1 << 20;

  /** Who sends, and has room, looks at most so often whether somebody is there. */
  private static final long PEER_CHECK_NANOS = 100_000_000;

  /** Pipes of this JVM that other processes may close: to be released when they have. */
  private static final Set<LogMemory> OWN = new HashSet<>(); // guarded by it

  private final LogMemory memory;
  private final PipeEnds ends;
  private final int end;
  private final int peer;
  private final LogTail out;
  private final LogHead in;
  private final Doorbell notFull;
  private final Doorbell notEmpty;
  private volatile long peerCheckedNanos = System.nanoTime();

  private PipeEnd(LogMemory memory, int end) {
    this.memory = memory;
    this.ends = new PipeEnds(memory);
    this.end = end;
    this.peer = 1 - end;
    this.out = new LogTail(memory, end, MAX_UNRECEIVED_BYTES);
    this.in = new LogHead(memory, peer, true, null);
    this.notFull = memory.bell(LogMemoryLayout.log(end) + LogLayout.NOT_FULL);
    this.notEmpty = memory.bell(LogMemoryLayout.log(peer) + LogLayout.NOT_EMPTY);
    ends.use(end);
  }

  /**
   * Makes a pipe.
   *
   * @return its two ends
   */
  public static List<PipeEnd> open() {
    releaseClosed();
    LogMemory memory =
        SpaceInGarbage.collected(() -> LogMemory.create(LogMemoryLayout.PIPE, Long.MAX_VALUE));
    return List.of(new PipeEnd(memory, 0), new PipeEnd(memory, 1));
  }

  private static void releaseClosed() {
    synchronized (OWN) {
      OWN.removeIf(
          memory -> {
            boolean over = new PipeEnds(memory).areBothClosed();
            if (over) {
              synchronized (memory) { // a thread of ours may be about to close it, too
                memory.release();
              }
            }
            return over;
          });
    }
  }

  /**
   * Opens an end of a pipe that this or another process has made, which from now on uses it.
   *
   * @param address where the pipe is
   * @param end 0 or 1
   * @return a handle
   */
  public static PipeEnd attach(QueueAddress address, int end) {
    if (end != 0 && end != 1) {
      throw new IllegalArgumentException("end=" + end);
    }
    return new PipeEnd(LogMemory.attach(address), end);
  }

  /**
   * Returns where other processes find the pipe.
   *
   * @return what to pass to {@link #attach}, with {@link #number()}
   */
  public QueueAddress address() {
    checkOpen();
    if (memory.isOwn()) {
      synchronized (OWN) {
        OWN.add(memory);
      }
    }
    return memory.address();
  }

  /**
   * Returns which end this is.
   *
   * @return 0 or 1
   */
  public int number() {
    return end;
  }

  /**
   * Sends an object; waits while too much has not been received.
   *
   * @param message any object that can travel, or null
   * @throws InterruptedException if interrupted; then nothing was sent
   */
  public void send(Object message) throws InterruptedException {
    SpaceInGarbage.collectedSeldom(() -> sendOnce(message));
  }

  private Void sendOnce(Object message) throws InterruptedException {
    Waiting.checkInterrupt();
    Coder coder = Coder.borrow();
    try {
      beginToSend();
      coder.encode(memory.heap(), message);
      deliver(coder.output(), LogEntry.OBJECT);
      return null;
    } catch (IllegalStateException e) {
      throw closedOr(e);
    } finally {
      coder.giveBack();
    }
  }

  /**
   * Sends bytes; waits while too much has not been received.
   *
   * @param bytes holds them
   * @param offset where they begin
   * @param count how many
   * @throws InterruptedException if interrupted; then nothing was sent
   */
  public void sendBytes(byte[] bytes, int offset, int count) throws InterruptedException {
    SpaceInGarbage.collectedSeldom(() -> sendBytesOnce(bytes, offset, count));
  }

  private Void sendBytesOnce(byte[] bytes, int offset, int count) throws InterruptedException {
    Waiting.checkInterrupt();
    Coder coder = Coder.borrow();
    try {
      beginToSend();
      coder.encodeBytes(memory.heap(), bytes, offset, count);
      deliver(coder.output(), LogEntry.BYTES);
      return null;
    } catch (IllegalStateException e) {
      throw closedOr(e);
    } finally {
      coder.giveBack();
    }
  }

  private void beginToSend() {
    use();
    if (ends.isClosed(peer)) {
      throw peerClosed();
    }
    long now = System.nanoTime();
    if (now - peerCheckedNanos > PEER_CHECK_NANOS) {
      peerCheckedNanos = now;
      checkPeerLives();
    }
  }

  private void deliver(ElementOutput message, int format) throws InterruptedException {
    if (out.offer(message, format, Long.MAX_VALUE)) {
      return;
    }
    Waiting waiting = new Waiting(new SendWatch(), Long.MAX_VALUE);
    while (true) {
      int seen = notFull.sequence();
      if (out.offer(message, format, Long.MAX_VALUE)) {
        return;
      }
      waiting.await(notFull, seen);
    }
  }

  /**
   * Receives the next message, and waits for it.
   *
   * @return the object, or an array if bytes were sent
   * @throws InterruptedException if interrupted; then nothing was received
   */
  public Object receive() throws InterruptedException {
    Coder coder = Coder.borrow();
    try {
      awaitMessage(coder.input());
      return coder.decode();
    } catch (IllegalStateException e) {
      throw closedOr(e);
    } finally {
      coder.giveBack();
    }
  }

  /**
   * Receives the next message as bytes, and waits for it.
   *
   * @return the bytes that were sent, or those of an object
   * @throws InterruptedException if interrupted; then nothing was received
   */
  public byte[] receiveBytes() throws InterruptedException {
    Coder coder = Coder.borrow();
    try {
      awaitMessage(coder.input());
      return coder.decodeBytes();
    } catch (IllegalStateException e) {
      throw closedOr(e);
    } finally {
      coder.giveBack();
    }
  }

  private void awaitMessage(ElementInput into) throws InterruptedException {
    Waiting.checkInterrupt();
    use();
    if (in.poll(into, Long.MAX_VALUE)) {
      return;
    }
    ReceiveWatch watch = new ReceiveWatch();
    Waiting waiting = new Waiting(watch, Long.MAX_VALUE);
    while (true) {
      int seen = notEmpty.sequence();
      EndOfStreamException over = watch.over(); // before the look: see above
      if (in.poll(into, Long.MAX_VALUE)) {
        return;
      }
      if (over != null && in.isEmpty()) {
        throw over;
      }
      waiting.await(notEmpty, seen);
    }
  }

  /**
   * Waits until there is a message, or there will never be one.
   *
   * @param timeoutNanos for how long
   * @return false if there was neither in time
   * @throws InterruptedException if interrupted
   */
  public boolean poll(long timeoutNanos) throws InterruptedException {
    try {
      return awaitAnything(timeoutNanos);
    } catch (IllegalStateException e) {
      throw closedOr(e);
    }
  }

  private boolean awaitAnything(long timeoutNanos) throws InterruptedException {
    Waiting.checkInterrupt();
    use();
    ReceiveWatch watch = new ReceiveWatch();
    Waiting waiting = new Waiting(watch, timeoutNanos);
    while (true) {
      int seen = notEmpty.sequence();
      if (!in.isEmpty() || watch.over() != null) {
        return true;
      }
      if (!waiting.await(notEmpty, seen)) {
        return false;
      }
    }
  }

  /** Closes this end, for all processes; the other one can still receive what was sent. */
  public void close() {
    boolean interrupted = Thread.interrupted(); // it would keep us from the locks
    try {
      synchronized (memory) { // it must not be released meanwhile
        ends.close(end);
        if (!memory.isReleased()) {
          ringAll();
          if (ends.areBothClosed()) {
            endBoth();
          }
        }
      }
      releaseClosed();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void ringAll() {
    for (int log = 0; log < 2; log++) {
      memory.bell(LogMemoryLayout.log(log) + LogLayout.NOT_EMPTY).ring();
      memory.bell(LogMemoryLayout.log(log) + LogLayout.NOT_FULL).ring();
    }
  }

  private void endBoth() {
    if (memory.markClosed()) {
      LogTail otherOut = new LogTail(memory, peer, MAX_UNRECEIVED_BYTES);
      LogHead otherIn = new LogHead(memory, end, true, null);
      memory.end(out.lock(), in.lock(), otherOut.lock(), otherIn.lock());
    }
    memory.release();
  }

  private void use() {
    checkOpen();
    ends.use(end);
  }

  private void checkOpen() {
    if (ends.isClosed(end)) {
      throw closed();
    }
  }

  private IllegalStateException closed() {
    return new IllegalStateException("this end of the pipe is closed (" + memory + ")");
  }

  /** The memory of a pipe that is gone says something that users cannot know. */
  private IllegalStateException closedOr(IllegalStateException e) {
    return ends.isClosed(end) ? closed() : e;
  }

  private EndOfStreamException peerClosed() {
    return new EndOfStreamException("the other end of the pipe was closed (" + memory + ")");
  }

  private void checkPeerLives() {
    long user = ends.user(peer);
    if (!ProcessStamp.isAlive(user)) {
      throw new EndOfStreamException(
          "process "
              + ProcessStamp.pidOf(user)
              + ", which was the last to use the other end of the pipe, has ended");
    }
  }

  /** What a thread that wants to send looks at while it waits. */
  private final class SendWatch implements Waiting.Watch {
    @Override
    public void checkOpen() {
      PipeEnd.this.checkOpen();
      if (ends.isClosed(peer)) {
        throw peerClosed();
      }
    }

    @Override
    public void lookAround() {
      memory.heap().sweep().runIfDue();
      checkPeerLives();
    }
  }

  /** What a thread that wants to receive looks at while it waits. */
  private final class ReceiveWatch implements Waiting.Watch {

    private EndOfStreamException peerDied;

    /** Returns why there will be no message that is not there already, or null. */
    EndOfStreamException over() {
      return ends.isClosed(peer) ? peerClosed() : peerDied;
    }

    @Override
    public void checkOpen() {
      PipeEnd.this.checkOpen();
    }

    @Override
    public void lookAround() {
      memory.heap().sweep().runIfDue();
      try {
        checkPeerLives();
        peerDied = null;
      } catch (EndOfStreamException e) {
        peerDied = e;
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PipeEnd that && memory == that.memory && end == that.end;
  }

  @Override
  public int hashCode() {
    return memory.hashCode() * 31 + end;
  }

  @Override
  public String toString() {
    return memory + ", end=" + end + (ends.isClosed(end) ? ", closed" : "");
  }
}
