package io.multiprocessing.internal.manager.client;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Client side: elements as they were at one moment, each with the way to remove it from the object
 * it came from. Immutable.
 *
 * @param <T> the type of the elements
 * @param items the elements, in order
 */
public record Snapshot<T>(List<Item<T>> items) {

  /**
   * An element.
   *
   * @param <T> its type
   * @param element a copy
   * @param removal removes it from the server if it is still there
   */
  public record Item<T>(T element, Runnable removal) {}

  /**
   * Returns the elements alone.
   *
   * @return a list of the caller's own
   */
  public List<T> elements() {
    List<T> elements = new ArrayList<>(items.size());
    for (Item<T> item : items) {
      elements.add(item.element());
    }
    return elements;
  }

  /**
   * Returns an iterator over this moment.
   *
   * @return an iterator that removes from the server
   */
  public Iterator<T> iterator() {
    Iterator<Item<T>> inner = items.iterator();
    return new Iterator<>() {
      private Item<T> last; // null when there is nothing to remove

      @Override
      public boolean hasNext() {
        return inner.hasNext();
      }

      @Override
      public T next() {
        if (!inner.hasNext()) {
          throw new NoSuchElementException();
        }
        last = inner.next();
        return last.element();
      }

      @Override
      public void remove() {
        if (last == null) {
          throw new IllegalStateException("next() has not been called since the last remove()");
        }
        last.removal().run();
        last = null;
      }
    };
  }
}
