package io.multiprocessing.ipc.internal.queue;

import com.esotericsoftware.kryo.io.Input;
import io.multiprocessing.ipc.OwnerGoneException;
import io.multiprocessing.ipc.TasksLostException;
import io.multiprocessing.ipc.internal.jvm.ProcessIdentity;
import io.multiprocessing.ipc.internal.memory.SpaceInGarbage;
import io.multiprocessing.ipc.internal.wait.Doorbell;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Both sides: a queue of objects in shared memory, as one handle of it sees it.
 *
 * <p>This class is thread-safe.
 */
public final class ElementQueue {

  private final LogMemory memory;
  private final LogTail tail;
  private final LogHead head;
  private final Doorbell notEmpty;
  private final Doorbell notFull;
  private final ConsumerTable tasks; // or null
  private final Waiting.Watch watch;
  private volatile boolean closedHere; // this handle only

  private ElementQueue(LogMemory memory) {
    this.memory = memory;
    this.tasks = memory.kind() == LogMemoryLayout.TASKS ? new ConsumerTable(memory) : null;
    this.tail = new LogTail(memory, 0, Long.MAX_VALUE);
    this.head = new LogHead(memory, 0, memory.maxElements() != Long.MAX_VALUE, tasks);
    this.notEmpty = memory.bell(LogMemoryLayout.log(0) + LogLayout.NOT_EMPTY);
    this.notFull = memory.bell(LogMemoryLayout.log(0) + LogLayout.NOT_FULL);
    this.watch = new Watch();
  }

  /**
   * Makes a queue.
   *
   * @param capacity how many elements it holds at most; {@code Long.MAX_VALUE} for any number
   * @param tasks whether it is known which elements are done
   * @return a handle
   */
  public static ElementQueue create(long capacity, boolean tasks) {
    int kind = tasks ? LogMemoryLayout.TASKS : LogMemoryLayout.QUEUE;
    return new ElementQueue(SpaceInGarbage.collected(() -> LogMemory.create(kind, capacity)));
  }

  /**
   * Opens a queue that this or another process has made.
   *
   * @param address where it is
   * @return a handle
   */
  public static ElementQueue attach(QueueAddress address) {
    return new ElementQueue(LogMemory.attach(address));
  }

  /**
   * Returns where other processes find the queue; from now on it stays until it is closed.
   *
   * @return what to pass to {@link #attach}
   */
  public QueueAddress address() {
    checkOpen();
    return memory.address();
  }

  /**
   * Puts an element if there is room.
   *
   * @param element not null
   * @return whether there was room
   */
  public boolean offer(Object element) {
    return SpaceInGarbage.collectedSeldom(() -> offerOnce(element));
  }

  private boolean offerOnce(Object element) {
    if (!tail.hasRoom()) {
      checkOpen();
      return false;
    }
    Coder coder = Coder.borrow();
    try {
      coder.encode(heapIfOpen(), element);
      if (tail.offer(coder.output(), LogEntry.OBJECT)) {
        return true;
      }
      checkOpen();
      return false;
    } catch (IllegalStateException e) {
      throw closedOr(e);
    } finally {
      coder.giveBack();
    }
  }

  /**
   * Puts an element, and waits for room.
   *
   * @param element not null
   * @param timeoutNanos for how long
   * @return whether there was room in time
   * @throws InterruptedException if interrupted; then nothing was put
   */
  public boolean offer(Object element, long timeoutNanos) throws InterruptedException {
    return SpaceInGarbage.collectedSeldom(() -> offerOnce(element, timeoutNanos));
  }

  private boolean offerOnce(Object element, long timeoutNanos) throws InterruptedException {
    Waiting.checkInterrupt();
    Coder coder = Coder.borrow();
    try {
      coder.encode(heapIfOpen(), element);
      return tail.offer(coder.output(), LogEntry.OBJECT, timeoutNanos)
          || awaitRoom(coder.output(), timeoutNanos);
    } catch (IllegalStateException e) {
      throw closedOr(e);
    } finally {
      coder.giveBack();
    }
  }

  private boolean awaitRoom(ElementOutput element, long timeoutNanos) throws InterruptedException {
    Waiting waiting = new Waiting(watch, timeoutNanos);
    while (true) {
      int seen = notFull.sequence();
      if (tail.offer(element, LogEntry.OBJECT, waiting.leftNanos())) {
        return true;
      }
      if (!waiting.await(notFull, seen)) {
        return false;
      }
    }
  }

  /**
   * Takes an element if there is one.
   *
   * @return the element, or null
   */
  public Object poll() {
    if (head.isEmpty()) {
      checkOpen();
      return null;
    }
    Coder coder = Coder.borrow();
    try {
      checkOpen();
      if (head.poll(coder.input())) {
        return coder.decode();
      }
      checkOpen();
      return null;
    } catch (IllegalStateException e) {
      throw closedOr(e);
    } finally {
      coder.giveBack();
    }
  }

  /**
   * Takes an element, and waits for one.
   *
   * @param timeoutNanos for how long
   * @return the element, or null if there was none in time
   * @throws InterruptedException if interrupted; then nothing was taken
   */
  public Object poll(long timeoutNanos) throws InterruptedException {
    Waiting.checkInterrupt();
    Coder coder = Coder.borrow();
    try {
      checkOpen();
      boolean taken =
          head.poll(coder.input(), timeoutNanos) || awaitElement(coder.input(), timeoutNanos);
      return taken ? coder.decode() : null;
    } catch (IllegalStateException e) {
      throw closedOr(e);
    } finally {
      coder.giveBack();
    }
  }

  private boolean awaitElement(ElementInput element, long timeoutNanos)
      throws InterruptedException {
    Waiting waiting = new Waiting(watch, timeoutNanos);
    while (true) {
      int seen = notEmpty.sequence();
      if (head.poll(element, waiting.leftNanos())) {
        return true;
      }
      if (!waiting.await(notEmpty, seen)) {
        return false;
      }
    }
  }

  /**
   * Returns the first element without taking it.
   *
   * @return the element, or null if there is none
   */
  public Object peek() {
    checkOpen();
    List<byte[][]> first = head.copy(1);
    return first.isEmpty() ? null : decode(first.get(0));
  }

  /**
   * Returns what is in the queue now.
   *
   * @return copies of the elements in their order; each is read when it is asked for
   */
  public Iterator<Object> snapshot() {
    checkOpen();
    Iterator<byte[][]> copies = head.copy(Integer.MAX_VALUE).iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return copies.hasNext();
      }

      @Override
      public Object next() {
        return decode(copies.next());
      }
    };
  }

  private static Object decode(byte[][] element) {
    List<InputStream> parts =
        Arrays.stream(element).map(part -> (InputStream) new ByteArrayInputStream(part)).toList();
    Coder coder = Coder.borrow();
    try {
      return coder.decodeObject(new Input(new SequenceInputStream(Collections.enumeration(parts))));
    } finally {
      coder.giveBack();
    }
  }

  /** Drops all elements that are there now. */
  public void clear() {
    checkOpen();
    for (long left = size(); left > 0 && head.drop(); left--) {
      if (tasks != null) {
        taskDone();
      }
    }
  }

  /**
   * Returns how many elements are there, a moment ago.
   *
   * @return a number of elements
   */
  public long size() {
    checkOpen();
    long taken = head.count(); // first: so it is not the greater one
    return tail.count() - taken;
  }

  /**
   * Returns how many elements it holds at most.
   *
   * @return the number it was made with
   */
  public long capacity() {
    return memory.maxElements();
  }

  /**
   * Marks one task that was taken as done.
   *
   * @return whether there was one
   */
  public boolean taskDone() {
    checkOpen();
    boolean done = tasks.finishOne();
    if (isFinished()) {
      tasks.finished().ring();
    }
    return done;
  }

  /**
   * The sum of tasks done is read first: if it is equal to a later count of tasks, all are done.
   */
  private boolean isFinished() {
    long done = tasks.done();
    return done == tail.count();
  }

  /**
   * Waits until all tasks are done.
   *
   * @param timeoutNanos for how long
   * @return whether they were in time
   * @throws InterruptedException if interrupted
   * @throws TasksLostException if a process has ended that had taken tasks
   */
  public boolean join(long timeoutNanos) throws InterruptedException {
    Waiting.checkInterrupt();
    Waiting waiting = new Waiting(watch, timeoutNanos);
    while (true) {
      checkOpen();
      int seen = tasks.finished().sequence();
      if (isFinished()) {
        return true;
      }
      checkForLostTasks();
      if (!waiting.await(tasks.finished(), seen)) {
        return false;
      }
    }
  }

  private void checkForLostTasks() {
    Map<Long, Long> lost;
    head.lock().lock();
    try {
      lost = tasks.lost(LogLayout.takeState(LogMemoryLayout.log(0), head.count()));
    } finally {
      head.lock().unlock();
    }
    if (!lost.isEmpty()) {
      throw new TasksLostException(lost);
    }
  }

  /** Ends the queue, if this JVM has made it; otherwise only this handle. */
  public void close() {
    closedHere = true;
    if (!memory.isOwn()) {
      return;
    }
    boolean interrupted = Thread.interrupted(); // it would keep us from the locks
    try {
      if (memory.markClosed()) {
        ringAll();
        memory.end(tail.lock(), head.lock());
        memory.release();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void ringAll() {
    notEmpty.ring();
    notFull.ring();
    if (tasks != null) {
      tasks.finished().ring();
    }
  }

  private BlockHeap heapIfOpen() {
    checkOpen();
    return memory.heap();
  }

  private void checkOpen() {
    if (closedHere || memory.isClosed()) {
      throw closed();
    }
  }

  private IllegalStateException closed() {
    return new IllegalStateException("the queue is closed (" + memory + ")");
  }

  /** The memory of a queue that was closed in this JVM says something that users cannot know. */
  private IllegalStateException closedOr(IllegalStateException e) {
    return memory.isClosed() ? closed() : e;
  }

  /** What a thread looks at while it waits. */
  private final class Watch implements Waiting.Watch {

    private final ProcessIdentity creator = memory.creator();

    @Override
    public void checkOpen() {
      ElementQueue.this.checkOpen();
    }

    @Override
    public void lookAround() {
      memory.heap().sweep().runIfDue();
      if (!memory.isOwn() && !creator.isAlive()) {
        throw new OwnerGoneException(
            "process "
                + creator.pid()
                + ", which made the queue, has ended; what was in the queue can still be taken",
            creator.pid(),
            null);
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ElementQueue that && memory == that.memory;
  }

  @Override
  public int hashCode() {
    return memory.hashCode();
  }

  @Override
  public String toString() {
    return memory + (closedHere || memory.isClosed() ? ", closed" : ", size=" + size());
  }
}
