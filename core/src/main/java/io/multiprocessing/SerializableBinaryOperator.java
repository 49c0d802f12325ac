package io.multiprocessing;

import java.io.Serializable;

/**
 * An associative combination of two partial results, for {@code mapReduce}.
 *
 * <p>Runs in a worker JVM, on the worker's task thread. Whatever a lambda captures is copied to the
 * workers once per call, so changes made there are not seen by the caller. An exception thrown here
 * fails the item it was thrown for.
 *
 * @param <R> the type of the results
 */
@FunctionalInterface
public interface SerializableBinaryOperator<R> extends Serializable {

  /**
   * Combines two partial results, the left one covering earlier items than the right one.
   *
   * @param left the partial result of the earlier items
   * @param right the partial result of the later items
   * @return the combined result
   * @throws Exception any failure; it fails the whole call
   */
  R apply(R left, R right) throws Exception;
}
