package io.multiprocessing;

import java.io.Serializable;

/**
 * A function from {@code long} to {@code double}, without boxing.
 *
 * <p>Runs in a worker JVM, on the worker's task thread. Whatever a lambda captures is copied to the
 * workers once per call, so changes made there are not seen by the caller. An exception thrown here
 * fails the item it was thrown for.
 */
@FunctionalInterface
public interface LongToDoubleTask extends Serializable {

  /**
   * Computes the result of one value.
   *
   * @param value the value
   * @return the result
   * @throws Exception any failure; it fails this value
   */
  double apply(long value) throws Exception;
}
