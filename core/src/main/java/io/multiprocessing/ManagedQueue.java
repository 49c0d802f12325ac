package io.multiprocessing;

import io.multiprocessing.internal.manager.Cell;
import io.multiprocessing.internal.manager.ManagerAddress;
import io.multiprocessing.internal.manager.Replies;
import io.multiprocessing.internal.manager.Reply;
import io.multiprocessing.internal.manager.Requests;
import io.multiprocessing.internal.manager.client.RemoteObject;
import io.multiprocessing.ipc.SerializationException;
import java.io.Serializable;
import java.util.AbstractQueue;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Spliterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A queue in a {@link Manager}, with or without bounds: Python's {@code manager.Queue}.
 *
 * <p>First in, first out; those who wait are served in the order in which they came. One who waits
 * needs a connection and no thread of the server, and delays nobody.
 *
 * <p><b>What can be lost.</b> The server keeps an element until the JVM that takes it has said that
 * it has arrived. If that JVM is killed before, be it in the middle of a large element, the element
 * goes back to where it was, and others get it. From then on it is the taker's: it is lost if the
 * JVM dies before it has done anything with it. A JVM that is killed while it puts an element has
 * put it or not, never half. A method that throws {@link InterruptedException} has neither taken
 * nor put anything; where the interrupt comes too late for that, the method returns as usual and
 * the thread stays interrupted. After a {@link ManagerLostException} it is not known. An element
 * that cannot be read in this JVM is a {@link io.multiprocessing.ipc.SerializationException} for
 * whoever takes it, and is gone.
 *
 * <p>{@code addAll} is one step for each element, {@code drainTo} one for all. {@code
 * remove(Object)} and {@code contains} fetch the elements and look here, with {@code equals} of
 * this JVM. Iterators show the queue as it was when they were made; their {@code remove} takes the
 * element out if it is still there. Null is not allowed.
 *
 * <p>Methods that do not wait for elements or room ask the server, and return within microseconds
 * while it lives; an interrupt is kept for later. Two proxies are equal when they stand for the
 * same queue. Elements, failures and memory consistency are as told at {@link Manager}.
 *
 * <p>This class is thread-safe.
 *
 * @param <E> the type of the elements
 */
public final class ManagedQueue<E> extends AbstractQueue<E>
    implements BlockingQueue<E>, Serializable {

  private static final long serialVersionUID = 1L;

  private static final String TYPE = "ManagedQueue";
  private static final long AT_ONCE = 0;

  private final RemoteObject remote;

  private ManagedQueue(RemoteObject remote) {
    this.remote = remote;
  }

  static <E> ManagedQueue<E> create(ManagerAddress manager, int capacity) {
    return new ManagedQueue<>(RemoteObject.create(manager, TYPE, Requests.CREATE_QUEUE, capacity));
  }

  private byte[] encode(Object element) {
    return remote.encode(Objects.requireNonNull(element, "element"));
  }

  @SuppressWarnings("unchecked") // only an E was ever put in
  private E elementOf(Reply reply) {
    return (E) remote.decode(reply.cell());
  }

  /** Removes the queue from the server; using it afterwards is an IllegalStateException. */
  public void delete() {
    remote.delete();
  }

  @Override
  public boolean offer(E element) {
    Reply reply = remote.call(Requests.QUEUE_OFFER, AT_ONCE, 0, encode(element));
    return reply.status() == Replies.OK;
  }

  @Override
  public boolean offer(E element, long timeout, TimeUnit unit) throws InterruptedException {
    long nanos = unit.toNanos(timeout);
    Reply reply = remote.callInterruptibly(Requests.QUEUE_OFFER, nanos, 0, encode(element));
    return reply.status() == Replies.OK;
  }

  @Override
  public void put(E element) throws InterruptedException {
    remote.callInterruptibly(Requests.QUEUE_OFFER, Requests.FOREVER, 0, encode(element));
  }

  @Override
  public E poll() {
    return elementOf(remote.call(Requests.QUEUE_TAKE, AT_ONCE, 1));
  }

  @Override
  public E poll(long timeout, TimeUnit unit) throws InterruptedException {
    return elementOf(remote.callInterruptibly(Requests.QUEUE_TAKE, unit.toNanos(timeout), 1));
  }

  @Override
  public E take() throws InterruptedException {
    return elementOf(remote.callInterruptibly(Requests.QUEUE_TAKE, Requests.FOREVER, 1));
  }

  @Override
  public E peek() {
    return elementOf(remote.call(Requests.QUEUE_PEEK, 0, 0));
  }

  @Override
  public int drainTo(Collection<? super E> target) {
    return drainTo(target, Integer.MAX_VALUE);
  }

  @Override
  public int drainTo(Collection<? super E> target, int maxElements) {
    Objects.requireNonNull(target, "target");
    if (target instanceof ManagedQueue<?> queue && queue.remote.equals(remote)) {
      throw new IllegalArgumentException("a queue cannot be drained to itself: " + remote);
    }
    if (maxElements <= 0) {
      return 0;
    }
    return addAll(target, remote.call(Requests.QUEUE_TAKE, AT_ONCE, maxElements).cells());
  }

  /** They are ours now: one that cannot be read must not cost the others. */
  @SuppressWarnings("unchecked") // only an E was ever put in
  private int addAll(Collection<? super E> target, List<Cell> cells) {
    SerializationException unreadable = null;
    for (Cell cell : cells) {
      try {
        target.add((E) remote.decode(cell));
      } catch (SerializationException e) {
        unreadable = e;
      }
    }
    if (unreadable != null) {
      throw unreadable;
    }
    return cells.size();
  }

  @Override
  public int size() {
    return remote.size();
  }

  @Override
  public int remainingCapacity() {
    return (int) remote.call(Requests.QUEUE_ROOM, 0, 0).number();
  }

  @Override
  public void clear() {
    remote.clear();
  }

  @Override
  public boolean remove(Object element) {
    return remote.removeFirst(element);
  }

  @Override
  @SuppressWarnings("unchecked") // only an E was ever put in
  public Iterator<E> iterator() {
    return (Iterator<E>) remote.snapshot().iterator();
  }

  /**
   * Returns all elements, which stay in the queue.
   *
   * @return copies, in a list of the caller's own, the head first
   */
  @SuppressWarnings("unchecked") // only an E was ever put in
  public List<E> snapshot() {
    return (List<E>) remote.snapshot().elements();
  }

  @Override
  public Spliterator<E> spliterator() {
    return snapshot().spliterator();
  }

  @Override
  public Object[] toArray() {
    return snapshot().toArray();
  }

  @Override
  public <T> T[] toArray(T[] array) {
    return snapshot().toArray(array);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ManagedQueue<?> queue && remote.equals(queue.remote);
  }

  @Override
  public int hashCode() {
    return remote.hashCode();
  }

  /** Names the queue; does not ask the server. */
  @Override
  public String toString() {
    return remote.toString();
  }
}
