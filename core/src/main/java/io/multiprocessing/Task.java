package io.multiprocessing;

import java.io.Serializable;

/**
 * A function of one item.
 *
 * <p>Runs in a worker JVM, on the worker's task thread. Whatever a lambda captures is copied to the
 * workers once per call, so changes made there are not seen by the caller. An exception thrown here
 * fails the item it was thrown for.
 *
 * @param <T> the type of the items
 * @param <R> the type of the results
 */
@FunctionalInterface
public interface Task<T, R> extends Serializable {

  /**
   * Computes the result of one item.
   *
   * @param item the item; null where the caller passed null
   * @return the result; null is allowed
   * @throws Exception any failure; it fails this item only
   */
  R apply(T item) throws Exception;
}
