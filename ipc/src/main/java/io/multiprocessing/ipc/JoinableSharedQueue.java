package io.multiprocessing.ipc;

import io.multiprocessing.ipc.internal.queue.ElementQueue;
import io.multiprocessing.ipc.internal.queue.QueueAddress;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Duration;

/**
 * A {@link SharedQueue} of tasks, of which can be known when all are done.
 *
 * <pre>{@code
 * while (true) {                // any number of consumers, in any process
 *   Page page = queue.take();
 *   try {
 *     index(page);
 *   } finally {
 *     queue.taskDone();
 *   }
 * }
 *
 * pages.forEach(queue::offer);  // a producer
 * queue.join();                 // until all pages are indexed
 * }</pre>
 *
 * <p>Whoever takes an element reports by {@link #taskDone()} when it is done with it, also if it
 * could not be rebuilt. {@link #join()} waits until that was said of each element that was ever
 * put. When a process ends that has taken elements and not reported, that would be for ever: so
 * {@code join} throws {@link TasksLostException}, which names the process and how many it had,
 * until {@code taskDone()} was called for each of them by somebody else. At most 256 processes can
 * hold tasks at a time.
 *
 * <p>This class is thread-safe.
 *
 * <p>Memory consistency: as {@link SharedQueue}; and what happened before {@link #taskDone()}
 * happens-before what follows a {@link #join()} that waited for it.
 *
 * @param <E> the type of the elements
 */
public final class JoinableSharedQueue<E> extends SharedQueue<E> {

  private static final long serialVersionUID = 1L;

  private JoinableSharedQueue(ElementQueue queue) {
    super(queue);
  }

  /**
   * Makes a queue that holds any number of elements, as long as there is memory.
   *
   * <p>Does not block. Takes 92 KB of shared memory, and three file descriptors.
   *
   * @param <E> the type of the elements
   * @return an empty queue that belongs to this process
   * @throws NoSpaceException if there is not that much shared memory
   */
  public static <E> JoinableSharedQueue<E> unbounded() {
    return new JoinableSharedQueue<>(ElementQueue.create(Long.MAX_VALUE, true));
  }

  /**
   * Makes a queue that holds a limited number of elements: producers wait while it is full.
   *
   * <p>Does not block. Takes 92 KB of shared memory, and three file descriptors.
   *
   * @param capacity how many elements, of whatever size; at least 1
   * @param <E> the type of the elements
   * @return an empty queue that belongs to this process
   * @throws NoSpaceException if there is not that much shared memory
   */
  public static <E> JoinableSharedQueue<E> bounded(int capacity) {
    return new JoinableSharedQueue<>(ElementQueue.create(checkCapacity(capacity), true));
  }

  /**
   * Says that a task that was taken is done. To be called once for each element taken, by whichever
   * thread or process has it in hand.
   *
   * <p>Does not block. It counts for a task of this process if there is one, else for one of a
   * process that has ended, else for one that another process has taken.
   *
   * @throws IllegalStateException if it was called for every element that was taken already, or if
   *     the queue is closed
   */
  public void taskDone() {
    if (!queue().taskDone()) {
      throw new IllegalStateException("taskDone() was called more often than tasks were taken");
    }
  }

  /**
   * Waits until every element that was ever put is taken and done.
   *
   * <p>Costs no processor time; ends within 50 ms of an interrupt.
   *
   * @throws InterruptedException if interrupted before or while it waits
   * @throws TasksLostException if a process has ended that had taken tasks and not reported them;
   *     noticed within 0.5 s
   * @throws OwnerGoneException if the queue's owner has ended
   * @throws IllegalStateException if the queue is closed
   */
  public void join() throws InterruptedException {
    boolean done = false;
    while (!done) {
      done = queue().join(Long.MAX_VALUE);
    }
  }

  /**
   * Waits until every element that was ever put is taken and done, for a limited time.
   *
   * @param timeout how long to wait; zero or less means only to look
   * @return false if they were not done in time
   * @throws InterruptedException if interrupted before or while it waits
   * @throws TasksLostException if a process has ended that had taken tasks and not reported them
   * @throws OwnerGoneException if the queue's owner has ended
   * @throws IllegalStateException if the queue is closed
   */
  public boolean join(Duration timeout) throws InterruptedException {
    return queue().join(Nanos.of(timeout));
  }

  /**
   * Drops all elements that are there now; they count as done.
   *
   * @throws IllegalStateException if the queue is closed
   */
  @Override
  public void clear() {
    super.clear();
  }

  private Object writeReplace() {
    return new Handle(queue().address());
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("only its handle can be read");
  }

  /** What travels. */
  private record Handle(QueueAddress address) implements Serializable {
    private Object readResolve() {
      return new JoinableSharedQueue<>(ElementQueue.attach(address));
    }
  }
}
