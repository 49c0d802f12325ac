package io.multiprocessing;

import java.io.Serializable;

/**
 * A function of a pair, for {@code starmap}.
 *
 * <p>Runs in a worker JVM, on the worker's task thread. Whatever a lambda captures is copied to the
 * workers once per call, so changes made there are not seen by the caller. An exception thrown here
 * fails the item it was thrown for.
 *
 * @param <A> the type of the first arguments
 * @param <B> the type of the second arguments
 * @param <R> the type of the results
 */
@FunctionalInterface
public interface BiTask<A, B, R> extends Serializable {

  /**
   * Computes the result of one pair.
   *
   * @param first the key of the entry
   * @param second the value of the entry
   * @return the result; null is allowed
   * @throws Exception any failure; it fails this pair only
   */
  R apply(A first, B second) throws Exception;
}
