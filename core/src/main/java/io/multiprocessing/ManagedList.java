package io.multiprocessing;

import io.multiprocessing.internal.manager.ManagerAddress;
import io.multiprocessing.internal.manager.Reply;
import io.multiprocessing.internal.manager.Requests;
import io.multiprocessing.internal.manager.client.RemoteCells;
import io.multiprocessing.internal.manager.client.RemoteCells.Encoded;
import io.multiprocessing.internal.manager.client.RemoteObject;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Spliterator;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A list in a {@link Manager}: Python's {@code manager.list}.
 *
 * <p>Every method is one step, {@code addAll}, {@code sort}, {@code replaceAll} and {@code
 * removeIf} too. What looks at all elements ({@code contains}, {@code indexOf}, {@code equals},
 * streams) fetches them all and looks here, with {@code equals} of this JVM. Iterators show the
 * list as it was when they were made, and cannot change it. A {@code subList} reaches its elements
 * by their indices, whatever others insert meanwhile, and cannot be sorted. Null is allowed.
 *
 * <p>{@code list.set(i, list.get(i) + 1)} is two steps, and others come between; {@link #update
 * update(i, n -> n + 1)} is one.
 *
 * <p>Every method asks the server, and returns within microseconds while the server lives; an
 * interrupt is kept for later. As any list, it equals one with equal elements. Elements, functions,
 * failures and memory consistency are as told at {@link Manager}.
 *
 * <p>This class is thread-safe.
 *
 * @param <E> the type of the elements
 */
public final class ManagedList<E> extends AbstractList<E> implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final String TYPE = "ManagedList";
  private static final long END = -1;

  private final RemoteObject remote;

  private ManagedList(RemoteObject remote) {
    this.remote = remote;
  }

  static <E> ManagedList<E> create(ManagerAddress manager) {
    return new ManagedList<>(RemoteObject.create(manager, TYPE, Requests.CREATE_LIST, 0));
  }

  private RemoteCells cells() {
    return new RemoteCells(remote);
  }

  @SuppressWarnings("unchecked") // only an E was ever put in
  private E element(Object decoded) {
    return (E) decoded;
  }

  /**
   * Returns all elements.
   *
   * @return copies, in a list of the caller's own
   */
  @SuppressWarnings("unchecked") // only an E was ever put in
  public List<E> snapshot() {
    return (List<E>) remote.snapshot().elements();
  }

  /**
   * Replaces an element by what a function makes of it, in one step.
   *
   * @param index its place
   * @param function makes the new element of a copy of the old one; runs in this JVM, and again
   *     when somebody has set the element meanwhile
   * @return the new element
   * @throws IndexOutOfBoundsException when there is no such place
   */
  @SuppressWarnings("unchecked") // only an E was ever put in
  public E update(int index, UnaryOperator<E> function) {
    return element(cells().update(index, (UnaryOperator<Object>) function).after());
  }

  /** Removes the list from the server; using it afterwards is an IllegalStateException. */
  public void delete() {
    remote.delete();
  }

  @Override
  public int size() {
    return remote.size();
  }

  @Override
  public E get(int index) {
    return element(cells().get(index));
  }

  @Override
  public E set(int index, E element) {
    return element(cells().set(index, element));
  }

  @Override
  public boolean add(E element) {
    remote.call(Requests.LIST_ADD, END, 0, remote.encode(element));
    return true;
  }

  @Override
  public void add(int index, E element) {
    addAll(index, Collections.singletonList(element));
  }

  @Override
  public boolean addAll(Collection<? extends E> elements) {
    return !elements.isEmpty() && addAt(END, elements);
  }

  @Override
  public boolean addAll(int index, Collection<? extends E> elements) {
    if (index < 0) {
      throw new IndexOutOfBoundsException("index=" + index);
    }
    return addAt(index, elements) && !elements.isEmpty();
  }

  private boolean addAt(long index, Collection<? extends E> elements) {
    cells().at(index, remote.call(Requests.LIST_ADD, index, elements));
    return true;
  }

  @Override
  public E remove(int index) {
    Reply reply = cells().at(index, remote.call(Requests.LIST_REMOVE, index, 0));
    return element(remote.decode(reply.cell()));
  }

  @Override
  public boolean remove(Object element) {
    return remote.removeFirst(element);
  }

  @Override
  public void clear() {
    remote.clear();
  }

  @Override
  protected void removeRange(int fromIndex, int toIndex) {
    cells().at(toIndex, remote.call(Requests.LIST_REMOVE_RANGE, fromIndex, toIndex));
  }

  @Override
  public boolean removeIf(Predicate<? super E> filter) {
    return cells()
        .rewrite(
            elements ->
                elements.removeIf(one -> filter.test(element(one.element()))) ? elements : null);
  }

  @Override
  public boolean removeAll(Collection<?> elements) {
    return removeIf(elements::contains);
  }

  @Override
  public boolean retainAll(Collection<?> elements) {
    return removeIf(element -> !elements.contains(element));
  }

  @Override
  public void replaceAll(UnaryOperator<E> operator) {
    cells()
        .rewrite(
            elements -> {
              elements.replaceAll(one -> encoded(operator.apply(element(one.element()))));
              return elements;
            });
  }

  private Encoded encoded(Object element) {
    return new Encoded(element, remote.encode(element));
  }

  @Override
  public void sort(Comparator<? super E> comparator) {
    // null is the natural order, of elements that are Comparable
    Comparator<Object> order = order(comparator);
    cells()
        .rewrite(
            elements -> {
              elements.sort((a, b) -> order.compare(a.element(), b.element()));
              return elements;
            });
  }

  @SuppressWarnings("unchecked") // only an E was ever put in; else as List.sort has it
  private static Comparator<Object> order(Comparator<?> comparator) {
    return comparator != null
        ? (Comparator<Object>) comparator
        : (a, b) -> ((Comparable<Object>) a).compareTo(b);
  }

  @Override
  public Iterator<E> iterator() {
    return listIterator(0);
  }

  @Override
  public ListIterator<E> listIterator(int index) {
    return Collections.unmodifiableList(snapshot()).listIterator(index);
  }

  @Override
  public int lastIndexOf(Object element) {
    return snapshot().lastIndexOf(element);
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
    boolean same = other instanceof ManagedList<?> list && remote.equals(list.remote);
    return same || super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }

  /** Shows the elements, or names the list if the server cannot be asked. */
  @Override
  public String toString() {
    try {
      return snapshot().toString();
    } catch (PoolException | IllegalStateException e) {
      return remote + " (" + e.getMessage() + ")";
    }
  }
}
