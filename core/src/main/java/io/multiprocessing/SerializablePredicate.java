package io.multiprocessing;

import java.io.Serializable;

/**
 * A yes-or-no question about one item, for {@code anyMatch} and {@code allMatch}.
 *
 * <p>Runs in a worker JVM, on the worker's task thread. Whatever a lambda captures is copied to the
 * workers once per call, so changes made there are not seen by the caller. An exception thrown here
 * fails the item it was thrown for.
 *
 * @param <T> the type of the items
 */
@FunctionalInterface
public interface SerializablePredicate<T> extends Serializable {

  /**
   * Decides about one item.
   *
   * @param item the item; null where the caller passed null
   * @return the answer
   * @throws Exception any failure; it fails the whole call
   */
  boolean test(T item) throws Exception;
}
