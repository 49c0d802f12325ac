package io.multiprocessing.ipc;

import io.multiprocessing.ipc.internal.queue.ElementQueue;
import io.multiprocessing.ipc.internal.queue.QueueAddress;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A queue in shared memory, for any number of producers and consumers in any JVMs and threads of
 * this user on this machine.
 *
 * <pre>{@code
 * try (SharedQueue<String> queue = SharedQueue.unbounded()) {
 *   // a lambda that captures the queue takes it to another JVM: there it is the same queue
 *   queue.put("hello");
 *   String word = queue.take();
 * }
 * }</pre>
 *
 * <p><b>Elements</b> are any objects that can travel (see {@link SerializationException}), of any
 * size; a consumer gets a copy. Null is no element. They come out in the order in which they went
 * in; those of one producer therefore in that producer's order. An element that cannot travel is
 * refused when it is put. One that cannot be rebuilt by the consumer, for example for want of its
 * class, is an exception there, and is gone.
 *
 * <p><b>Death.</b> A process may be killed at any instruction, and all others go on. An element is
 * in the queue when {@code put} has returned, and stays there when its producer ends. What a
 * producer was just putting is either in the queue or not at all. An element is lost only with the
 * process that has taken it.
 *
 * <p><b>Life.</b> The queue belongs to the process that has made it. When that process {@linkplain
 * #close() closes} it, all calls on it, waiting ones too, in all processes, end with {@code
 * IllegalStateException}. When that process ends, others that use the queue already can take what
 * is left, and put; whoever would have to wait gets {@link OwnerGoneException}; and nobody can
 * begin to use it. The memory is freed with the last process that uses it, in whatever way that
 * ends; nothing stays behind.
 *
 * <p><b>Memory.</b> Elements are in {@code /dev/shm}, as copies, until they are taken. When that is
 * full, to put is a {@link NoSpaceException}, and the queue stays as it was. A second after
 * elements were taken, their memory is given back.
 *
 * <p><b>Waiting</b> costs no processor time. It ends with {@code InterruptedException} within 50 ms
 * of an interrupt; then nothing was put or taken. Producers and consumers that wait are not served
 * in any particular order.
 *
 * <p>What {@link BlockingQueue} says holds, but for this: {@link #iterator()} shows a copy, and
 * elements cannot be removed from the middle.
 *
 * <p>This class is thread-safe. It can be captured, put into other queues, and sent in any other
 * way: every copy of it is the same queue, and equal.
 *
 * <p>Memory consistency: what happened before an element was put happens-before what follows its
 * removal in another thread or process, also with respect to other shared memory.
 *
 * @param <E> the type of the elements
 */
public class SharedQueue<E> extends AbstractQueue<E>
    implements BlockingQueue<E>, AutoCloseable, Serializable {

  private static final long serialVersionUID = 1L;

  private final transient ElementQueue queue;

  SharedQueue(ElementQueue queue) {
    this.queue = queue;
  }

  /**
   * Makes a queue that holds any number of elements, as long as there is memory.
   *
   * <p>Does not block. Takes 76 KB of shared memory, and three file descriptors.
   *
   * @param <E> the type of the elements
   * @return an empty queue that belongs to this process
   * @throws NoSpaceException if there is not that much shared memory
   */
  public static <E> SharedQueue<E> unbounded() {
    return new SharedQueue<>(ElementQueue.create(Long.MAX_VALUE, false));
  }

  /**
   * Makes a queue that holds a limited number of elements: producers wait while it is full.
   *
   * <p>Does not block. Takes 76 KB of shared memory, and three file descriptors.
   *
   * @param capacity how many elements, of whatever size; at least 1
   * @param <E> the type of the elements
   * @return an empty queue that belongs to this process
   * @throws NoSpaceException if there is not that much shared memory
   */
  public static <E> SharedQueue<E> bounded(int capacity) {
    return new SharedQueue<>(ElementQueue.create(checkCapacity(capacity), false));
  }

  static int checkCapacity(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity=" + capacity + ", must be at least 1");
    }
    return capacity;
  }

  ElementQueue queue() {
    return queue;
  }

  /**
   * Puts an element at the end, and waits for room as long as it takes.
   *
   * @param element not null
   * @throws InterruptedException if interrupted before or while it waits
   * @throws SerializationException if the element cannot travel
   * @throws NoSpaceException if there is not enough shared memory
   * @throws OwnerGoneException if it would have to wait and the queue's owner has ended
   * @throws IllegalStateException if the queue is closed
   */
  @Override
  public void put(E element) throws InterruptedException {
    Objects.requireNonNull(element, "element");
    boolean done = false;
    while (!done) {
      done = queue.offer(element, Long.MAX_VALUE);
    }
  }

  /**
   * Puts an element at the end if there is room, without waiting.
   *
   * @param element not null
   * @return false if the queue is full
   * @throws SerializationException if the element cannot travel
   * @throws NoSpaceException if there is not enough shared memory
   * @throws IllegalStateException if the queue is closed
   */
  @Override
  public boolean offer(E element) {
    return queue.offer(Objects.requireNonNull(element, "element"));
  }

  /**
   * Puts an element at the end, and waits for room for a limited time.
   *
   * @param element not null
   * @param timeout how long to wait; zero or less means only to look
   * @param unit of the timeout
   * @return false if there was no room in time
   * @throws InterruptedException if interrupted before or while it waits
   * @throws SerializationException if the element cannot travel
   * @throws NoSpaceException if there is not enough shared memory
   * @throws OwnerGoneException if it would have to wait and the queue's owner has ended
   * @throws IllegalStateException if the queue is closed
   */
  @Override
  public boolean offer(E element, long timeout, TimeUnit unit) throws InterruptedException {
    return queue.offer(Objects.requireNonNull(element, "element"), unit.toNanos(timeout));
  }

  /**
   * Puts an element at the end, and waits for room for a limited time.
   *
   * @param element not null
   * @param timeout how long to wait; zero or less means only to look
   * @return false if there was no room in time
   * @throws InterruptedException if interrupted before or while it waits
   * @see #offer(Object, long, TimeUnit)
   */
  public boolean offer(E element, Duration timeout) throws InterruptedException {
    return queue.offer(Objects.requireNonNull(element, "element"), Nanos.of(timeout));
  }

  /**
   * Takes the first element, and waits for one as long as it takes.
   *
   * @return the element
   * @throws InterruptedException if interrupted before or while it waits
   * @throws SerializationException if the element cannot be rebuilt here; it is gone
   * @throws OwnerGoneException if it would have to wait and the queue's owner has ended
   * @throws IllegalStateException if the queue is closed
   */
  @Override
  public E take() throws InterruptedException {
    E element = null;
    while (element == null) {
      element = cast(queue.poll(Long.MAX_VALUE));
    }
    return element;
  }

  /**
   * Takes the first element if there is one, without waiting.
   *
   * @return the element, or null
   * @throws SerializationException if the element cannot be rebuilt here; it is gone
   * @throws IllegalStateException if the queue is closed
   */
  @Override
  public E poll() {
    return cast(queue.poll());
  }

  /**
   * Takes the first element, and waits for one for a limited time.
   *
   * @param timeout how long to wait; zero or less means only to look
   * @param unit of the timeout
   * @return the element, or null if there was none in time
   * @throws InterruptedException if interrupted before or while it waits
   * @throws SerializationException if the element cannot be rebuilt here; it is gone
   * @throws OwnerGoneException if it would have to wait and the queue's owner has ended
   * @throws IllegalStateException if the queue is closed
   */
  @Override
  public E poll(long timeout, TimeUnit unit) throws InterruptedException {
    return cast(queue.poll(unit.toNanos(timeout)));
  }

  /**
   * Takes the first element, and waits for one for a limited time.
   *
   * @param timeout how long to wait; zero or less means only to look
   * @return the element, or null if there was none in time
   * @throws InterruptedException if interrupted before or while it waits
   * @see #poll(long, TimeUnit)
   */
  public E poll(Duration timeout) throws InterruptedException {
    return cast(queue.poll(Nanos.of(timeout)));
  }

  /**
   * Returns a copy of the first element and leaves it in the queue, without waiting. Takes longer
   * than to take it, and keeps other consumers waiting while the bytes are copied.
   *
   * @return a copy, or null if the queue is empty
   * @throws SerializationException if the element cannot be rebuilt here; it stays
   * @throws IllegalStateException if the queue is closed
   */
  @Override
  public E peek() {
    return cast(queue.peek());
  }

  /**
   * Takes all elements that are there, without waiting.
   *
   * @param to where they are added
   * @return how many
   * @throws IllegalStateException if the queue is closed
   */
  @Override
  public int drainTo(Collection<? super E> to) {
    return drainTo(to, Integer.MAX_VALUE);
  }

  /**
   * Takes the elements that are there, up to a number, without waiting.
   *
   * @param to where they are added
   * @param most how many at most
   * @return how many
   * @throws IllegalArgumentException if {@code to} is this queue
   * @throws IllegalStateException if the queue is closed
   */
  @Override
  public int drainTo(Collection<? super E> to, int most) {
    Objects.requireNonNull(to, "to");
    if (to instanceof SharedQueue<?> other && equals(other)) {
      throw new IllegalArgumentException("a queue cannot be drained to itself");
    }
    int count = 0;
    for (E element; count < most && (element = poll()) != null; count++) {
      to.add(element);
    }
    return count;
  }

  /**
   * Returns the number of elements, which others may have changed already.
   *
   * @return a number of elements, {@code Integer.MAX_VALUE} if there are more
   * @throws IllegalStateException if the queue is closed
   */
  @Override
  public int size() {
    return (int) Math.min(Integer.MAX_VALUE, queue.size());
  }

  /**
   * Returns how many more elements could be put without waiting, as far as memory goes round.
   *
   * @return a number of elements, {@code Integer.MAX_VALUE} if it is not bounded
   * @throws IllegalStateException if the queue is closed
   */
  @Override
  public int remainingCapacity() {
    return (int) Math.min(Integer.MAX_VALUE, queue.capacity() - queue.size());
  }

  /**
   * Drops all elements that are there now.
   *
   * @throws IllegalStateException if the queue is closed
   */
  @Override
  public void clear() {
    queue.clear();
  }

  /**
   * Returns the elements that are in the queue now, as copies.
   *
   * <p>All that is in the queue is copied to the heap first, while consumers wait: this is for a
   * look at a queue that is not too large. {@link #contains} and {@link #toArray()} do the same.
   *
   * @return an iterator that cannot remove
   * @throws IllegalStateException if the queue is closed
   */
  @Override
  public Iterator<E> iterator() {
    Iterator<Object> copies = queue.snapshot();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return copies.hasNext();
      }

      @Override
      public E next() {
        return cast(copies.next());
      }
    };
  }

  /**
   * Not possible: elements leave a queue at its head only.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public boolean remove(Object element) {
    throw new UnsupportedOperationException("elements leave a SharedQueue at its head only");
  }

  /**
   * Ends the queue for all processes, if this process has made it: calls that wait, and all later
   * ones, throw IllegalStateException, and what was in it is dropped. In another process, it ends
   * the use of this object, and nothing else.
   *
   * <p>Does not block, unless a process that uses the queue is stopped in the middle of it: then
   * for up to 2 s. A second call does nothing.
   */
  @Override
  public void close() {
    queue.close();
  }

  @SuppressWarnings("unchecked") // what is in the queue was put as an E
  private E cast(Object element) {
    return (E) element;
  }

  /**
   * Tells whether it is the same queue.
   *
   * @param other anything
   * @return true if both stand for the same memory
   */
  @Override
  public final boolean equals(Object other) {
    return other instanceof SharedQueue<?> that && queue.equals(that.queue);
  }

  @Override
  public final int hashCode() {
    return queue.hashCode();
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + "[" + queue + "]";
  }

  private Object writeReplace() {
    return new Handle(queue.address());
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("only its handle can be read");
  }

  /** What travels. */
  private record Handle(QueueAddress address) implements Serializable {
    private Object readResolve() {
      return new SharedQueue<>(ElementQueue.attach(address));
    }
  }
}
